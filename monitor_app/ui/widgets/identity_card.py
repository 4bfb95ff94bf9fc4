"""The identity part of one record: closed, opened for a reason, and closed again by itself after a minute."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from monitor_app.operations.transcript import Line
from monitor_app.text import N_
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.fields import LineField
from monitor_app.ui.widgets.speaking import Button, Words
from monitor_app.ui.widgets.transcript_view import add_line, clear

SECONDS = 60


class IdentityCard(Card):
    """`ask(reason)` is called when a person gives a reason; whoever owns the card then calls `show_lines`."""

    def __init__(self, ask: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(
            N_("Identity part: closed"),
            N_("Names and contacts lie under a key of their own. Each opening is logged with its reason."),
            parent,
        )
        self._ask = ask
        self._left = 0
        self.reason = LineField(N_("Why do you need it?"))
        self.open_button = Button(N_("Open for one minute"), picture="secret")
        self.open_button.clicked.connect(self._asked)
        self.reason.line.returnPressed.connect(self._asked)
        self.time = Words("", "strong")
        self.lines = Card()
        self.close_button = Button(N_("Close now"))
        self.close_button.clicked.connect(self.shut)
        self.add(self.reason)
        self.add(self.open_button, left=True)
        self.add(self.time)
        self.add(self.lines)
        self.add(self.close_button, left=True)
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self.tick)
        self._shown: list[Card] = []
        self.shut()

    @property
    def is_open(self) -> bool:
        """Say whether the identity part is shown."""
        return self._left > 0

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show the identity part for one minute."""
        self._empty()
        shown = Card()
        for line in lines:
            add_line(shown, line)
        if not lines:
            shown.add(Words(N_("There is nothing in it.")))
        self._shown = [shown]
        self.lines.add(shown)
        self._left = SECONDS
        self._say()
        self._arrange()
        self._clock.start()

    def shut(self) -> None:
        """Close it again, and forget the reason."""
        self._clock.stop()
        self._left = 0
        self.reason.line.clear()
        self._empty()
        self._arrange()

    def tick(self) -> None:
        """Let a second pass."""
        self._left -= 1
        if self._left <= 0:
            self.shut()
        else:
            self._say()

    def _asked(self) -> None:
        self._ask(self.reason.text())

    def _say(self) -> None:
        self.time.say(N_("It closes by itself in {count} seconds.", count=self._left))

    def _empty(self) -> None:
        clear(self._shown)
        self._shown = []

    def _arrange(self) -> None:
        opened = N_("Identity part: open, and the opening is logged")
        self.heading.say(opened if self.is_open else N_("Identity part: closed"))
        opened_parts: tuple[QWidget, ...] = (self.time, self.lines, self.close_button)
        closed_parts: tuple[QWidget, ...] = (self.reason, self.open_button, self.sentence)
        for widget in opened_parts:
            widget.setVisible(self.is_open)
        for widget in closed_parts:
            widget.setVisible(not self.is_open)
