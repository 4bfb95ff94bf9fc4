"""The identity part of one record: opened with a passphrase of its own and a reason, closed again by itself.

Where the identity key has no passphrase of its own yet, one is chosen here first.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QDate, QLocale, QTimer
from PySide6.QtWidgets import QWidget

from monitor_app.errors import BadInput, MonitorError
from monitor_app.operations import identity, transcript, unlocking
from monitor_app.operations.changes import Changes
from monitor_app.operations.desk import Desk
from monitor_app.operations.identity import Keeping, State
from monitor_app.operations.transcript import Line
from monitor_app.text import N_, Message
from monitor_app.ui.jobs import Jobs, complain
from monitor_app.ui.translation import bus
from monitor_app.ui.ways_in.new_passphrase import NewPassphrase
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.fields import LineField
from monitor_app.ui.widgets.secret_field import SecretField
from monitor_app.ui.widgets.speaking import Button, Words
from monitor_app.ui.widgets.transcript_view import add_line, clear

SECONDS = 5 * 60
_NO_KEY = State(is_held=False, is_apart=False)


class IdentityCard(Card):
    """`about(record, root, language)` says what it is about; what goes wrong is said on the screen around."""

    def __init__(self, jobs: Callable[[], Jobs], parent: QWidget | None = None) -> None:
        super().__init__(
            N_("Identity part: closed"),
            N_("Names and contacts lie under a key of their own. Each opening is logged with its reason."),
            parent,
        )
        self._jobs = jobs
        self._about = ("", "", "")
        self._left = 0
        self._state = _NO_KEY
        self._shown: list[Card] = []
        self._build_closed()
        self._build_open()
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self.tick)
        self.shut()

    @property
    def is_open(self) -> bool:
        """Say whether the identity part is shown."""
        return self._left > 0

    def about(self, record: str, root: str, language: str) -> None:
        """Be about this version of a record; read what can be done here."""
        self._about = (record, root, language)

        def look(desk: Desk) -> tuple[State, Keeping | None]:
            return identity.state(desk), identity.keeping(desk, record)

        self._jobs().read(self, look, done=lambda read: self._show_state(record, *read))

    def show_lines(self, lines: Sequence[Line], seconds: int = SECONDS) -> None:
        """Show the identity part for so long."""
        self._empty()
        shown = Card()
        for line in lines:
            add_line(shown, line)
        if not lines:
            shown.add(Words(N_("There is nothing in it.")))
        self._shown = [shown]
        self.lines.add(shown)
        self._left = seconds
        self._say()
        self._arrange()
        self._clock.start()

    def shut(self) -> None:
        """Hide it again, and forget what was typed."""
        self._clock.stop()
        self._left = 0
        for line in (self.reason.line, self.passphrase.line):
            line.clear()
        self._empty()
        self._arrange()

    def tick(self) -> None:
        """Let a second pass."""
        self._left -= 1
        if self._left <= 0:
            self._close_key()
        else:
            self._say()

    def _build_closed(self) -> None:
        self.kept = Words("", "muted")
        self.reason = LineField(N_("Why do you need it?"))
        self.passphrase = SecretField(N_("Identity passphrase"))
        self.open_button = Button(N_("Open for five minutes"), picture="secret")
        self.choose = NewPassphrase(lambda kind: unlocking.generate_passphrase(unlocking.Kind(kind)))
        self.choose_button = Button(N_("Set the identity key apart"), picture="secret")
        self.open_button.clicked.connect(self._open)
        self.passphrase.line.returnPressed.connect(self._open)
        self.choose_button.clicked.connect(self._set_apart)
        for widget in (self.kept, self.reason, self.passphrase, self.choose):
            self.add(widget)
        self.add(self.open_button, left=True)
        self.add(self.choose_button, left=True)

    def _build_open(self) -> None:
        self.time = Words("", "strong")
        self.lines = Card()
        self.close_button = Button(N_("Close now"))
        self.close_button.clicked.connect(self._close_key)
        self.add(self.time)
        self.add(self.lines)
        self.add(self.close_button, left=True)

    def _show_state(self, record: str, state: State, keeping: Keeping | None) -> None:
        if record != self._about[0]:
            return
        self._state = state
        self.kept.say(_promise(keeping) if keeping is not None else "")
        self._arrange()

    def _open(self) -> None:
        (record, root, language), why = self._about, self.reason.text()
        typed = self.passphrase.line.text()

        def work(desk: Desk) -> tuple[tuple[tuple[Line, ...], State], Changes]:
            lines, changes = transcript.open_identity(
                desk, record, root=root, language=language, reason=why, passphrase=typed
            )
            return (lines, identity.state(desk)), changes

        self.passphrase.line.clear()
        self._jobs().write(self, work, done=lambda read: self._opened(record, *read), failed=self._refused)

    def _opened(self, record: str, lines: tuple[Line, ...], state: State) -> None:
        self._state = state
        if record == self._about[0] and self.isVisible():
            self.show_lines(lines, max(state.open_ms // 1000, 1))

    def _refused(self, error: MonitorError) -> None:
        self.about(*self._about)
        complain(self.parent() or self, error)

    def _set_apart(self) -> None:
        try:
            chosen = self.choose.checked()
        except BadInput as error:
            self._refused(error)
            return
        self._jobs().write(
            self, lambda desk: identity.set_apart(desk, chosen), done=lambda _: self._is_set_apart()
        )

    def _is_set_apart(self) -> None:
        self.choose.forget()
        self.about(*self._about)

    def _close_key(self) -> None:
        self.shut()
        self._jobs().write(self, identity.shut, done=lambda _: self.about(*self._about))

    def _say(self) -> None:
        minutes, seconds = divmod(self._left, 60)
        self.time.say(
            N_("It closes by itself in {minutes}:{seconds}.", minutes=minutes, seconds=f"{seconds:02d}")
        )

    def _empty(self) -> None:
        clear(self._shown)
        self._shown = []

    def _arrange(self) -> None:
        """Show what fits: opened, to be opened, to be set apart, or nothing for who holds no key."""
        opened = N_("Identity part: open, and the opening is logged")
        self.heading.say(opened if self.is_open else N_("Identity part: closed"))
        state, is_shut = self._state, not self.is_open
        may_open = is_shut and state.is_apart
        must_choose = is_shut and state.is_held and not state.is_apart
        self.sentence.say(_sentence(state))
        _show((self.time, self.lines, self.close_button), is_shown=self.is_open)
        _show((self.reason, self.open_button), is_shown=may_open)
        _show((self.choose, self.choose_button), is_shown=must_choose)
        self.passphrase.setVisible(may_open and not state.open_ms)
        self.sentence.setVisible(is_shut)


def _show(widgets: tuple[QWidget, ...], *, is_shown: bool) -> None:
    for widget in widgets:
        widget.setVisible(is_shown)


def _sentence(state: State) -> Message:
    if not state.is_held:
        return N_("Recorded and sealed. This device cannot open it; a coordinator with the identity key can.")
    if not state.is_apart:
        return N_(
            "Names and contacts open with a passphrase of their own. Write it down apart from the first one. "
            "Nobody can open them without it, and nobody can look it up for you."
        )
    return N_("Names and contacts lie under a key of their own. Each opening is logged with its reason.")


def _promise(keeping: Keeping) -> Message:
    if not keeping.until_ms:
        return N_("No day was set by which this is deleted.")
    last = datetime.fromtimestamp(keeping.until_ms / 1000 - 1, UTC)
    day = QLocale(bus.language).toString(QDate(last.year, last.month, last.day), QLocale.FormatType.LongFormat)
    if keeping.owner:
        return N_("{name} answers for it. It is deleted by itself after {day}.", name=keeping.owner, day=day)
    return N_("It is deleted by itself after {day}.", day=day)
