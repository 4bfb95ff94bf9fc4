"""The first start: a new vault, joining a project, or the demo. The passphrase is typed again to prove it."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from monitor_app.errors import MonitorError
from monitor_app.text import N_
from monitor_app.ui.jobs import Jobs
from monitor_app.ui.screens.base import Screen, Shell
from monitor_app.ui.screens.places import has_place
from monitor_app.ui.ways_in.new_passphrase import KINDS
from monitor_app.ui.ways_in.strength import StrengthMeter
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.fields import ChoiceField
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.secret_field import SecretField
from monitor_app.ui.widgets.speaking import Button, Words
from monitor_app.ui.widgets.surroundings_card import SurroundingsCard
from monitor_app.work import surroundings


class FirstStart(Screen):
    """Three ways in; two of them make a vault first."""

    for_reading = True

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._jobs: Jobs | None = None
        self._wants_to_join = False
        self._offered = ""
        self.steps = QStackedWidget()
        self.ways = self._build_ways()
        self.choosing = self._build_choosing()
        self.proving = self._build_proving()
        for step in (self.ways, self.choosing, self.proving):
            self.steps.addWidget(step)
        self.body.addWidget(self.steps)

    def refresh(self) -> None:
        """Begin with the three ways."""
        self.shell.entitle(N_("Welcome to Fieldwork"), N_("What do you want to do?"))
        self.steps.setCurrentWidget(self.ways)
        self.new_vault.setFocus()

    def _build_ways(self) -> QWidget:
        self.new_vault = Button(N_("Make a new vault"), "primary", picture="plus")
        self.new_vault.clicked.connect(lambda: self._choose(to_join=False))
        self.join = Button(N_("Join a project"), picture="join")
        self.join.clicked.connect(lambda: self._choose(to_join=True))
        self.demo = Button(N_("Try the demo"), picture="training")
        self.demo.clicked.connect(self.shell.entrance.start_demo)
        new = Card(
            N_("New vault"),
            N_(
                "A vault holds your records, encrypted on this device. Begin here to work alone "
                "or to lead a project."
            ),
        )
        new.add(self.new_vault, left=True)
        join = Card(
            N_("Join a project"),
            N_(
                "A coordinator has given you an invitation. You make a vault first, "
                "then hand over the invitation."
            ),
        )
        join.add(self.join, left=True)
        demo = Card(N_("Demo"), N_("An invented project to look around in. It cannot touch real data."))
        demo.add(self.demo, left=True)
        return _column(new, join, self._build_restoring(), demo)

    def _build_restoring(self) -> QWidget:
        self.restore = Button(N_("Restore from a backup"), picture="back")
        self.restore.clicked.connect(lambda: self.shell.go("rescue", "restore"))
        card = Card(N_("Restore"), N_("You have a backup on a stick or in a folder, and what opens it."))
        card.add(self.restore, left=True)
        return card

    def _build_choosing(self) -> QWidget:
        card = Card(
            N_("Write this down"),
            N_(
                "These words are your passphrase. Write them on paper, kept away from this device. "
                "Nobody can open the vault without them, and nobody can look them up for you."
            ),
        )
        self.words = Words("", "passphrase")
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.kind = ChoiceField(N_("What it is made of"))
        self.kind.offer(KINDS)
        self.kind.chosen.connect(lambda _: self._offer())
        self.another = Button(N_("Offer other words"))
        self.another.clicked.connect(self._offer)
        self.written = Button(N_("I have written it down"), "primary")
        self.written.clicked.connect(lambda: self._prove(own=False))
        self.own = Button(N_("Use my own passphrase"), "quiet")
        self.own.clicked.connect(lambda: self._prove(own=True))
        self.back = Button(N_("Back"), "quiet")
        self.back.clicked.connect(self.refresh)
        card.add(self.words)
        card.add(self.kind)
        row = Flow()
        for button in (self.written, self.another, self.own, self.back):
            row.addWidget(button)
        card.rows.addLayout(row)
        self.surroundings = SurroundingsCard()
        return _column(card, self.surroundings)

    def _build_proving(self) -> QWidget:
        self.proof = Card(N_("Type it to make sure"))
        self.first = SecretField(N_("Passphrase"))
        self.meter = StrengthMeter()
        self.first.line.textChanged.connect(self.meter.show_for)
        self.again = SecretField(N_("The same passphrase again"))
        self.again.line.returnPressed.connect(self.make_vault)
        self.make = Button(N_("Make the vault"), "primary", picture="lock")
        self.make.clicked.connect(self.make_vault)
        self.back_to_words = Button(N_("Back"), "quiet")
        self.back_to_words.clicked.connect(lambda: self._choose(to_join=self._wants_to_join))
        self.wait = Words(
            N_("Making the vault. This takes a moment on purpose: it slows down anyone who guesses."), "muted"
        )
        self.wait.hide()
        for widget in (self.first, self.meter, self.again, self.wait):
            self.proof.add(widget)
        row = Flow()
        row.addWidget(self.make)
        row.addWidget(self.back_to_words)
        self.proof.rows.addLayout(row)
        return _column(self.proof)

    def _choose(self, *, to_join: bool) -> None:
        self._wants_to_join = to_join
        self.shell.entitle(N_("A passphrase for your vault"), N_("Step 1 of 2"))
        self.steps.setCurrentWidget(self.choosing)
        self.surroundings.show_found(surroundings.look(Path.home()))
        if not self._offered:
            self._offer()
        self.written.setFocus()

    def _offer(self) -> None:
        self._offered = self.shell.entrance.offer_passphrase(self.kind.value())
        self.words.say(self._offered)

    def _prove(self, *, own: bool) -> None:
        if own:
            self._offered = ""
        self.shell.entitle(N_("A passphrase for your vault"), N_("Step 2 of 2"))
        self.first.setVisible(own)
        self.first.line.clear()
        self.again.line.clear()
        self.steps.setCurrentWidget(self.proving)
        (self.first if own else self.again).line.setFocus()

    def make_vault(self) -> None:
        """Make the vault if what was typed is right."""
        wanted = self._offered or self.first.line.text()
        if self._jobs is not None:
            return
        if " ".join(self.again.line.text().split()) != " ".join(wanted.split()) or not wanted:
            self.notice.tell(
                N_("The passphrase typed is not the same."),
                N_("Look at your paper and type it again."),
                style="warn",
            )
            return
        self.notice.hide()
        self._making(is_making=True)
        self._jobs = Jobs(self.shell.entrance.create(wanted))
        self._jobs.opened(self, done=self._made, failed=self._refused)

    def _made(self) -> None:
        jobs, self._jobs = self._jobs, None
        self._forget()
        self._making(is_making=False)
        if jobs is not None:
            self.shell.opened(jobs)
        if self._wants_to_join and has_place("join"):
            self.shell.go("join")
        elif jobs is not None:
            self.shell.go("keys", "new")

    def _refused(self, error: MonitorError) -> None:
        self._jobs = None
        self._making(is_making=False)
        self.complain(error)

    def _forget(self) -> None:
        self._offered = ""
        self.words.say("")
        for field in (self.first, self.again):
            field.line.clear()

    def _making(self, *, is_making: bool) -> None:
        self.wait.setVisible(is_making)
        self.make.setEnabled(not is_making)


def _column(*cards: QWidget) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(16)
    for card in cards:
        layout.addWidget(card)
    layout.addStretch(1)
    return column
