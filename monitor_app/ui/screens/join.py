"""Answers an invitation: read it, choose a code name, hand back a reply, read a number aloud."""

from pathlib import Path

from monitor_app.operations import letters, projects
from monitor_app.operations.changes import NOTHING, Changes
from monitor_app.operations.desk import OnDesk
from monitor_app.operations.projects import Joining, Membership
from monitor_app.ports import Progress
from monitor_app.text import N_
from monitor_app.ui.people.codes_sheet import CodesSheet
from monitor_app.ui.people.photographed import Photographed, is_picture
from monitor_app.ui.saying import in_threes
from monitor_app.ui.screens.base import Screen, Shell
from monitor_app.ui.translation import tr
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.fields import LineField
from monitor_app.ui.widgets.files import AskedFiles, Files
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.guide_link import link_to_guide
from monitor_app.ui.widgets.speaking import Button, Words


class Join(Screen):
    """Answers how this device becomes part of a project."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.files: Files = AskedFiles()
        self._invitation = ""
        self._joining: Joining | None = None
        self._build_asking()
        self._build_reply()
        link_to_guide(self.body, shell, "joining")

    def enter(self, subject: str = "") -> None:
        """Begin anew."""
        self._invitation, self._joining = "", None
        self.chosen.say(N_("No file chosen yet."))
        self.reply_card.hide()
        self.asking.show()
        self.choose.setFocus()
        super().enter(subject)

    def refresh(self) -> None:
        """Say what this place is for."""
        self.shell.entitle(
            N_("Join a project"),
            N_("You need the invitation of your coordinator: a file, or photos of its codes."),
        )
        self.jobs.read(self, projects.membership, done=self._show)

    def _build_asking(self) -> None:
        self.asking = Card(
            N_("Answer an invitation"),
            N_("The reply holds your code name and the public keys of this device. No real name is needed."),
        )
        self.choose = Button(N_("Choose the invitation, or a photo of its codes"))
        self.choose.clicked.connect(self._choose)
        self.chosen = Words("", "muted")
        self.name = LineField(
            N_("Your code name"), N_("A name you are called by in this project only, such as a bird.")
        )
        self.name.line.textChanged.connect(lambda _: self._allow())
        self.name.line.returnPressed.connect(self._join)
        self.make = Button(N_("Make the reply"), "primary")
        self.make.clicked.connect(self._join)
        self.asking.add(self.choose, left=True)
        self.photographed = Photographed(self, self._read)
        self.asking.add(self.chosen)
        self.asking.add(self.photographed)
        self.asking.add(self.name)
        self.asking.add(self.make, left=True)
        self.body.addWidget(self.asking)

    def _build_reply(self) -> None:
        self.reply_card = Card(
            N_("Two steps are left"),
            N_("You can record from now on. It waits on this device until you are accepted; nothing is lost."),
        )
        self.save = Button(N_("1. Save the reply and hand it to your coordinator"), "primary")
        self.save.clicked.connect(self._save)
        self.number = Words("", "passphrase")
        self.done_button = Button(N_("Go to Today"))
        self.done_button.clicked.connect(lambda: self.shell.go("today"))
        self.reply_card.add(self.save, left=True)
        self.reply_card.add(
            Words(N_("2. Read this number aloud when your coordinator calls or meets you."), "strong")
        )
        self.reply_card.add(self.number)
        self.reply_card.add(
            Words(
                N_("Never send the number with the reply: it shows that nobody changed it on the way."), "muted"
            )
        )
        self.show_codes = Button(N_("Show the reply as codes instead"))
        self.show_codes.clicked.connect(self._show_codes)
        row = Flow()
        row.addWidget(self.show_codes)
        row.addWidget(self.done_button)
        self.reply_card.rows.addLayout(row)
        self.body.addWidget(self.reply_card)

    def _show(self, mine: Membership) -> None:
        self._allow()
        is_free = not mine.project or mine.is_waiting
        self.asking.setVisible(is_free and self._joining is None)
        if mine.project and not mine.is_waiting and self._joining is None:
            self.notice.tell(
                N_("This vault already belongs to a project."), N_("Use another vault for another project.")
            )

    def _allow(self) -> None:
        self.make.setEnabled(bool(self._invitation and self.name.text()))

    def _choose(self) -> None:
        path = self.files.file(self, N_("Choose the invitation"))
        if path is None:
            return
        if is_picture(path):
            self.photographed.add(path)
            return

        def work(_: OnDesk, __: Progress) -> tuple[str, Changes]:
            return letters.read_letter(path), NOTHING

        self.jobs.run(self, work, done=self._read)

    def _read(self, text: str) -> None:
        self._invitation = text
        self.chosen.say(N_("The invitation is here."))
        self.name.setFocus()
        self._allow()

    def _join(self) -> None:
        text, name = self._invitation, self.name.text()
        if text and name:
            self.jobs.write(self, lambda desk: projects.join(desk, text, name=name), done=self._joined)

    def _joined(self, joining: Joining) -> None:
        self._joining = joining
        self.notice.dismiss()
        if self.isVisible():
            self.shell.entitle(N_("Join a project"), joining.title)
        self.number.say(in_threes(joining.fingerprint))
        self.number.setAccessibleName(tr(N_("Number to read aloud: {number}", number=joining.fingerprint)))
        self.asking.hide()
        self.reply_card.show()
        self.save.setFocus()

    def _save(self) -> None:
        joining = self._joining
        path = self.files.new_file(self, N_("Save the reply"), "fieldwork-reply.txt")
        if joining is None or path is None:
            return

        def work(_: OnDesk, __: Progress) -> tuple[None, Changes]:
            letters.write_letter(path, joining.reply)
            return None, NOTHING

        self.jobs.run(self, work, done=lambda _: self._saved(path))

    def _show_codes(self) -> None:
        joining = self._joining
        if joining is None:
            return

        def work(_: OnDesk, __: Progress) -> tuple[list[bytes], Changes]:
            return letters.draw_codes(joining.reply), NOTHING

        self.jobs.run(self, work, done=lambda codes: CodesSheet(self, codes).open())

    def _saved(self, path: Path) -> None:
        self.notice.tell(
            N_("The reply is saved as {file}.", file=path.name),
            N_("Hand the file to your coordinator. It is sealed to them."),
            style="ok",
        )
