"""Who belongs to the project: the list, invitations and replies, removing a device."""

from pathlib import Path
from typing import ClassVar

from monitor_app.domain.people import Member, Right
from monitor_app.operations import letters, projects
from monitor_app.operations.changes import NOTHING, Changes, Topic
from monitor_app.operations.desk import Desk, OnDesk
from monitor_app.operations.projects import Applicant, Membership, Person
from monitor_app.ports import Progress
from monitor_app.text import N_, Message
from monitor_app.ui.models.rows import Row
from monitor_app.ui.models.wordings import RIGHTS
from monitor_app.ui.saying import day, in_threes
from monitor_app.ui.screens.base import Screen, Shell
from monitor_app.ui.translation import tr
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.fields import LineField, Tick
from monitor_app.ui.widgets.files import AskedFiles, Files
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.guide_link import link_to_guide
from monitor_app.ui.widgets.row_list import RowList
from monitor_app.ui.widgets.speaking import Button, Words

_Found = tuple[Membership, list[Person]]
REMOVE_WORD = N_("REMOVE")


class People(Screen):
    """Answers who may read and write in this project."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.PEOPLE})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.files: Files = AskedFiles()
        self._people: list[Person] = []
        self._coordinates = False
        self._applicant: Applicant | None = None
        self._build_founding()
        self._build_list()
        self._build_inviting()
        self._build_accepting()
        self._build_removing()
        link_to_guide(self.body, shell, "joining")

    def enter(self, subject: str = "") -> None:
        """Show the list."""
        self._compare(None)
        self._ask_removal(asking=False)
        super().enter(subject)

    def refresh(self) -> None:
        """Read the list again."""
        self.shell.entitle(N_("People and devices"), N_("Everyone is called by a code name."))
        self.jobs.read(self, _read, done=self._show)

    def _build_founding(self) -> None:
        self.founding = Card(
            N_("This vault belongs to no project yet"),
            N_("Found a project as its coordinator, or answer the invitation of another one."),
        )
        self.title_field = LineField(
            N_("Name of the project"), N_("Choose one that says nothing to a stranger.")
        )
        self.own_name = LineField(N_("Your code name"))
        self.found = Button(N_("Found the project"), "primary")
        self.found.clicked.connect(self._found)
        answer = Button(N_("Answer an invitation"))
        answer.clicked.connect(lambda: self.shell.go("join"))
        row = Flow()
        row.addWidget(self.found)
        row.addWidget(answer)
        self.founding.add(self.title_field)
        self.founding.add(self.own_name)
        self.founding.rows.addLayout(row)
        self.body.addWidget(self.founding)

    def _build_list(self) -> None:
        self.waiting = Card(
            N_("Not on the list yet"),
            N_("You can record already. Your records wait on this device until a coordinator has accepted it."),
        )
        self.list = RowList(N_("People and devices"))
        self.list.chosen.connect(lambda _: self._allow())
        self.body.addWidget(self.waiting)
        self.body.addWidget(self.list)

    def _build_inviting(self) -> None:
        self.inviting = Card(
            N_("Bring somebody in"),
            N_("Hand the invitation over by a safe way: it is secret, good for one device and for 14 days."),
        )
        self.invite = Button(N_("Make an invitation"), "primary", picture="plus")
        self.invite.clicked.connect(self._invite)
        self.take_reply = Button(N_("Take in a reply"))
        self.take_reply.clicked.connect(self._take_reply)
        row = Flow()
        row.addWidget(self.invite)
        row.addWidget(self.take_reply)
        self.inviting.rows.addLayout(row)
        self.body.addWidget(self.inviting)

    def _build_accepting(self) -> None:
        self.accepting = Card(
            N_("Compare the number"),
            N_("Call or meet the person and let them read their number aloud. Every digit must be the same."),
        )
        self.applicant_name = Words("", "strong")
        self.number = Words("", "passphrase")
        self.is_coordinator = Tick(N_("This person coordinates, too: reads everything and decides."))
        self.same = Tick(N_("I heard this number from the person, and all thirty digits are the same."))
        self.accept = Button(N_("The numbers are the same: accept"), "primary")
        self.accept.clicked.connect(self._accept)
        self.same.toggled.connect(self.accept.setEnabled)
        self.refuse = Button(N_("They differ: do not accept"), "danger")
        self.refuse.clicked.connect(self._refuse)
        for widget in (self.applicant_name, self.number, self.is_coordinator, self.same):
            self.accepting.add(widget)
        row = Flow()
        row.addWidget(self.accept)
        row.addWidget(self.refuse)
        self.accepting.rows.addLayout(row)
        self.body.addWidget(self.accepting)

    def _build_removing(self) -> None:
        self.remove = Button(N_("Remove the chosen device …"), "danger")
        self.remove.clicked.connect(lambda: self._ask_removal(asking=True))
        self.removing = Card(
            N_("Remove a device"),
            N_("It can no longer send, and nothing new is sealed to it. What it already read stays with it."),
        )
        self.removed_name = Words("", "strong")
        self.word = LineField(N_("Type REMOVE to confirm"))
        self.remove_now = Button(N_("Remove this device"), "danger")
        self.word.line.textChanged.connect(lambda text: self.remove_now.setEnabled(_is_word(text)))
        self.remove_now.clicked.connect(self._remove)
        keep = Button(N_("Keep it"))
        keep.clicked.connect(lambda: self._ask_removal(asking=False))
        row = Flow()
        row.addWidget(self.remove_now)
        row.addWidget(keep)
        self.removing.add(self.removed_name)
        self.removing.add(self.word)
        self.removing.rows.addLayout(row)
        self.body.addWidget(self.removing)
        outside = Flow()
        outside.addWidget(self.remove)
        self.body.addLayout(outside)

    def _show(self, found: _Found) -> None:
        mine, self._people = found
        self._coordinates = Right.COORDINATOR in mine.rights and bool(mine.project)
        self.founding.setVisible(not mine.project)
        self.waiting.setVisible(mine.is_waiting)
        self.list.setVisible(bool(self._people))
        self.list.show_rows([_row(person) for person in self._people])
        self._allow()

    def _allow(self) -> None:
        coordinates = self._coordinates
        comparing, removing = self._applicant is not None, self.removing.isVisibleTo(self)
        self.list.setVisible(bool(self._people) and not comparing)
        self.inviting.setVisible(coordinates and not comparing and not removing)
        chosen = self._chosen()
        may_go = chosen is not None and not chosen.is_me and chosen.member.is_active
        self.remove.setVisible(coordinates and may_go and not comparing and not removing)

    def _chosen(self) -> Person | None:
        return next((one for one in self._people if one.member.box == self.list.current()), None)

    def _found(self) -> None:
        title, name = self.title_field.text(), self.own_name.text()
        self.jobs.write(self, lambda desk: projects.create(desk, title=title, name=name))

    def _invite(self) -> None:
        path = self.files.new_file(self, N_("Save the invitation"), "fieldwork-invitation.txt")
        if path is None:
            return

        def work(on_desk: OnDesk, _: Progress) -> tuple[Path, Changes]:
            text, changes = on_desk(projects.invite)
            letters.write_letter(path, text)
            return path, changes

        self.jobs.run(self, work, done=self._invited)

    def _invited(self, path: Path) -> None:
        self.notice.tell(
            N_("The invitation is saved as {file}.", file=path.name),
            N_("Hand it over by a safe way, then take in the reply here. Delete the file afterwards."),
            style="ok",
        )

    def _take_reply(self) -> None:
        path = self.files.file(self, N_("Choose the reply"))
        if path is None:
            return

        def work(on_desk: OnDesk, _: Progress) -> tuple[Applicant, Changes]:
            text = letters.read_letter(path)
            return on_desk(lambda desk: projects.read_reply(desk, text)), NOTHING

        self.jobs.run(self, work, done=self._compare)

    def _compare(self, applicant: Applicant | None) -> None:
        self._applicant = applicant
        self.accepting.setVisible(applicant is not None)
        self.same.box.setChecked(False)
        self.accept.setEnabled(False)
        self.is_coordinator.box.setChecked(False)
        if applicant is not None:
            self.applicant_name.say(N_("Code name: {name}", name=applicant.name))
            self.number.say(in_threes(applicant.fingerprint))
            self.number.setAccessibleName(tr(N_("Number to compare: {number}", number=applicant.fingerprint)))
            self.same.setFocus()
        self._allow()

    def _accept(self) -> None:
        applicant = self._applicant
        if applicant is None or not self.same.is_ticked():
            return
        rights = (Right.MONITOR, Right.COORDINATOR) if self.is_coordinator.is_ticked() else (Right.MONITOR,)
        self.jobs.write(
            self,
            lambda desk: projects.accept(desk, applicant, rights=rights),
            done=lambda _: self._accepted(applicant.name),
        )

    def _accepted(self, name: str) -> None:
        self._compare(None)
        self.notice.tell(
            N_("{name} is on the list now.", name=name),
            N_("Sync, so that their device hears of it and gets questionnaires and factories."),
            style="ok",
        )

    def _refuse(self) -> None:
        self._compare(None)
        self.notice.tell(
            N_("The reply was not accepted."),
            N_("Somebody may have changed it on the way. Make a new invitation and hand it over in person."),
            style="warn",
        )

    def _ask_removal(self, *, asking: bool) -> None:
        chosen = self._chosen()
        self.removing.setVisible(asking and chosen is not None)
        self.word.line.clear()
        self.remove_now.setEnabled(False)
        if asking and chosen is not None:
            self.removed_name.say(chosen.member.name)
            self.word.setFocus()
        self._allow()

    def _remove(self) -> None:
        chosen = self._chosen()
        if chosen is None or not _is_word(self.word.text()):
            return
        self.jobs.write(
            self,
            lambda desk: projects.revoke(desk, chosen.member.box),
            done=lambda _: self._ask_removal(asking=False),
        )


def _read(desk: Desk) -> _Found:
    return projects.membership(desk), projects.people(desk)


def _row(person: Person) -> Row:
    member = person.member
    if not member.is_active:
        state, style = N_("Removed"), "bad"
    elif person.is_me:
        state, style = N_("This device"), "accent"
    else:
        state, style = N_("On the list"), "ok"
    return Row(member.box, member.name, state, style, tuple(_sentences(member)))


def _sentences(member: Member) -> list[Message | str]:
    told: list[Message | str] = [N_("{right}.", right=tr(RIGHTS[right])) for right in member.rights]
    told.append(N_("Joined on {day}.", day=day(member.since_ms)))
    if member.revoked_ms:
        told.append(N_("Removed on {day}.", day=day(member.revoked_ms)))
    return told


def _is_word(text: str) -> bool:
    return text.strip().casefold() in {REMOVE_WORD.template.casefold(), tr(REMOVE_WORD).casefold()}
