"""Takes a device off the list, after a word was typed."""

from PySide6.QtCore import Signal

from monitor_app.operations import projects
from monitor_app.operations.projects import Person
from monitor_app.text import N_
from monitor_app.ui.screens.base import Screen
from monitor_app.ui.translation import tr
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.fields import LineField
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.speaking import Button, Words

REMOVE_WORD = N_("REMOVE")


class Removing(Card):
    """Shown while somebody is about to be removed. `ended` tells that this is over."""

    ended = Signal()

    def __init__(self, screen: Screen) -> None:
        super().__init__(
            N_("Remove a device"),
            N_("It can no longer send, and nothing new is sealed to it. What it already read stays with it."),
        )
        self._screen = screen
        self.person: Person | None = None
        self.removed_name = Words("", "strong")
        self.word = LineField(N_("Type REMOVE to confirm"))
        self.remove_now = Button(N_("Remove this device"), "danger")
        self.word.line.textChanged.connect(lambda text: self.remove_now.setEnabled(_is_word(text)))
        self.remove_now.clicked.connect(self._remove)
        keep = Button(N_("Keep it"))
        keep.clicked.connect(self.ended)
        row = Flow()
        row.addWidget(self.remove_now)
        row.addWidget(keep)
        self.add(self.removed_name)
        self.add(self.word)
        self.rows.addLayout(row)

    def show_person(self, person: Person | None) -> None:
        """Begin with a device, or end."""
        self.person = person
        self.setVisible(person is not None)
        self.word.line.clear()
        self.remove_now.setEnabled(False)
        if person is not None:
            self.removed_name.say(person.member.name)
            self.word.setFocus()

    def _remove(self) -> None:
        person = self.person
        if person is None or not _is_word(self.word.text()):
            return
        self._screen.jobs.write(
            self._screen,
            lambda desk: projects.revoke(desk, person.member.box),
            done=lambda _: self.ended.emit(),
        )


def _is_word(text: str) -> bool:
    return text.strip().casefold() in {REMOVE_WORD.template.casefold(), tr(REMOVE_WORD).casefold()}
