"""Founds a project, or leads to the answer of an invitation."""

from monitor_app.errors import BadInput
from monitor_app.operations import projects, unlocking
from monitor_app.text import N_
from monitor_app.ui.screens.base import Screen
from monitor_app.ui.ways_in.new_passphrase import NewPassphrase
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.fields import LineField
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.guide_link import link_to_guide
from monitor_app.ui.widgets.speaking import Button, Words


class Founding(Card):
    """For a vault that belongs to no project yet."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(
            N_("This vault belongs to no project yet"),
            N_("Found a project as its coordinator, or answer the invitation of another one."),
        )
        self._screen = screen
        self.title_field = LineField(
            N_("Name of the project"), N_("Choose one that says nothing to a stranger.")
        )
        self.own_name = LineField(N_("Your code name"))
        self.identity = NewPassphrase(lambda kind: unlocking.generate_passphrase(unlocking.Kind(kind)))
        self.found = Button(N_("Found the project"), "primary")
        self.found.clicked.connect(self._found)
        answer = Button(N_("Answer an invitation"))
        answer.clicked.connect(lambda: screen.shell.go("join"))
        row = Flow()
        row.addWidget(self.found)
        row.addWidget(answer)
        self.add(self.title_field)
        self.add(self.own_name)
        self.add(Words(N_("A passphrase for names and contacts"), "section"))
        self.add(
            Words(
                N_(
                    "What identifies people is sealed under a second passphrase, not that of your vault. "
                    "Writing never needs it, reading always does. Keep it on another paper."
                ),
                "muted",
            )
        )
        self.add(self.identity)
        link_to_guide(self.rows, screen.shell, "names-kept-apart")
        self.rows.addLayout(row)

    def _found(self) -> None:
        title, name = self.title_field.text(), self.own_name.text()
        try:
            apart = self.identity.checked()
        except BadInput as error:
            self._screen.complain(error)
            return
        self._screen.jobs.write(
            self._screen,
            lambda desk: projects.create(desk, title=title, name=name, identity_passphrase=apart),
            done=lambda _: self.identity.forget(),
        )
