"""Makes an invitation, as a file or as codes, and takes in the reply, from a file or from photos of codes."""

from pathlib import Path

from PySide6.QtCore import Signal

from monitor_app.operations import letters, projects
from monitor_app.operations.changes import NOTHING, Changes
from monitor_app.operations.desk import OnDesk
from monitor_app.operations.projects import Applicant
from monitor_app.ports import Progress
from monitor_app.text import N_
from monitor_app.ui.people.codes_sheet import CodesSheet
from monitor_app.ui.people.photographed import Photographed, is_picture
from monitor_app.ui.screens.base import Screen
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.files import AskedFiles, Files
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.speaking import Button


class Inviting(Card):
    """`applied` carries the Applicant whose reply was taken in."""

    applied = Signal(object)

    def __init__(self, screen: Screen) -> None:
        super().__init__(
            N_("Bring somebody in"),
            N_("Hand the invitation over by a safe way: it is secret, good for one device and for 14 days."),
        )
        self._screen = screen
        self.files: Files = AskedFiles()
        self.invite = Button(N_("Make an invitation"), "primary", picture="plus")
        self.invite.clicked.connect(self._invite)
        self.show_codes = Button(N_("Show an invitation as codes"))
        self.show_codes.clicked.connect(self._show_codes)
        self.take_reply = Button(N_("Take in a reply"))
        self.take_reply.clicked.connect(self._take_reply)
        row = Flow()
        for button in (self.invite, self.show_codes, self.take_reply):
            row.addWidget(button)
        self.rows.addLayout(row)
        self._photographed = Photographed(screen, self._read)
        self.add(self._photographed)

    def _invite(self) -> None:
        path = self.files.new_file(self, N_("Save the invitation"), "fieldwork-invitation.txt")
        if path is None:
            return

        def work(on_desk: OnDesk, _: Progress) -> tuple[Path, Changes]:
            text, changes = on_desk(projects.invite)
            letters.write_letter(path, text)
            return path, changes

        self._screen.jobs.run(self._screen, work, done=self._invited)

    def _invited(self, path: Path) -> None:
        self._screen.notice.tell(
            N_("The invitation is saved as {file}.", file=path.name),
            N_("Hand it over by a safe way, then take in the reply here. Delete the file afterwards."),
            style="ok",
        )

    def _show_codes(self) -> None:
        def work(on_desk: OnDesk, _: Progress) -> tuple[list[bytes], Changes]:
            text, changes = on_desk(projects.invite)
            return letters.draw_codes(text), changes

        self._screen.jobs.run(self._screen, work, done=lambda codes: CodesSheet(self._screen, codes).open())

    def _take_reply(self) -> None:
        path = self.files.file(self, N_("Choose the reply, or a photo of its codes"))
        if path is None:
            return
        if is_picture(path):
            self._photographed.add(path)
            return

        def work(on_desk: OnDesk, _: Progress) -> tuple[Applicant, Changes]:
            text = letters.read_letter(path)
            return on_desk(lambda desk: projects.read_reply(desk, text)), NOTHING

        self._screen.jobs.run(self._screen, work, done=self.applied.emit)

    def _read(self, text: str) -> None:
        self._screen.jobs.read(
            self._screen, lambda desk: projects.read_reply(desk, text), done=self.applied.emit
        )
