"""Who belongs to the project. The list stands here; what is done with it has a card of its own each."""

from dataclasses import dataclass
from typing import ClassVar

from monitor_app.domain.events import MemberProposed
from monitor_app.domain.people import Member, Right, Roster
from monitor_app.operations import identity_sharing, membership, projects, root, rosters
from monitor_app.operations.changes import Topic
from monitor_app.operations.desk import Desk
from monitor_app.operations.projects import Applicant, Membership, Person
from monitor_app.text import N_, Message
from monitor_app.ui.models.rows import Row
from monitor_app.ui.models.wordings import RIGHTS
from monitor_app.ui.people.comparing import Comparing
from monitor_app.ui.people.duties import Duties
from monitor_app.ui.people.founding import Founding
from monitor_app.ui.people.inviting import Inviting
from monitor_app.ui.people.losing import Losing
from monitor_app.ui.people.proposals import Proposals
from monitor_app.ui.people.removing import Removing
from monitor_app.ui.people.root_card import RootCard
from monitor_app.ui.saying import day
from monitor_app.ui.screens.base import Screen, Shell
from monitor_app.ui.translation import tr
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.files import Files
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.guide_link import link_to_guide
from monitor_app.ui.widgets.row_list import RowList
from monitor_app.ui.widgets.speaking import Button


@dataclass(frozen=True)
class _Found:
    mine: Membership
    people: list[Person]
    roster: Roster | None
    proposed: list[MemberProposed]
    is_holder: bool
    has_root: bool


class People(Screen):
    """Answers who may read and write in this project."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.PEOPLE})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._found: _Found | None = None
        self.founding = Founding(self)
        self.waiting = Card(
            N_("Not on the list yet"),
            N_("You can record already. Your records wait on this device until a coordinator has accepted it."),
        )
        self.list = RowList(N_("People and devices"))
        self.list.chosen.connect(lambda _: self._allow())
        self.proposals = Proposals(self)
        self.inviting = Inviting(self)
        self.comparing = Comparing(self)
        self.removing = Removing(self)
        self.losing = Losing(self)
        self.duties = Duties(self)
        self.root = RootCard(self)
        for card in (self.founding, self.waiting, self.proposals, self.list):
            self.body.addWidget(card)
        self._build_choices()
        for card in (self.inviting, self.comparing, self.removing, self.losing, self.duties, self.root):
            self.body.addWidget(card)
        self.inviting.applied.connect(self._compare)
        for card in (self.comparing, self.removing, self.losing):
            card.ended.connect(self._begin_anew)
        link_to_guide(self.body, shell, "joining")

    @property
    def files(self) -> Files:
        """Where a person's choice of files comes from."""
        return self.inviting.files

    @files.setter
    def files(self, files: Files) -> None:
        self.inviting.files = files

    def enter(self, subject: str = "") -> None:
        """Show the list."""
        self._begin_anew()
        super().enter(subject)

    def refresh(self) -> None:
        """Read the list again."""
        self.shell.entitle(N_("People and devices"), N_("Everyone is called by a code name."))
        self.jobs.read(self, _read, done=self._show)

    def _build_choices(self) -> None:
        self.remove = Button(N_("Remove the chosen device …"), "danger")
        self.remove.clicked.connect(lambda: self._about(self.removing))
        self.lost = Button(N_("The chosen device is lost …"))
        self.lost.clicked.connect(lambda: self._about(self.losing))
        self.give = Button(N_("Give it the identity key"))
        self.give.clicked.connect(self._give)
        row = Flow()
        for button in (self.remove, self.lost, self.give):
            row.addWidget(button)
        self.body.addLayout(row)

    def _show(self, found: _Found) -> None:
        self._found = found
        self.founding.setVisible(not found.mine.project)
        self.waiting.setVisible(found.mine.is_waiting)
        self.list.show_rows([_row(person, found.roster) for person in found.people])
        self._allow()

    def _allow(self) -> None:
        """Show what can be done now: one thing at a time."""
        found = self._found
        if found is None:
            return
        coordinates = Right.COORDINATOR in found.mine.rights and bool(found.mine.project)
        is_free = not any(card.isVisibleTo(self) for card in (self.comparing, self.removing, self.losing))
        names = {one.member.box: one.member.name for one in found.people}
        chosen = self._chosen()
        may_go = chosen is not None and not chosen.is_me and coordinates and is_free
        self.list.setVisible(bool(found.people) and not self.comparing.isVisibleTo(self))
        self.inviting.setVisible(coordinates and is_free)
        self.proposals.show_proposed(found.proposed if is_free else (), names, is_holder=found.is_holder)
        self.duties.show_people(found.people, found.roster, is_holder=found.is_holder and is_free)
        self.root.show_root(
            is_here=found.has_root, is_holder=found.is_holder, coordinates=coordinates and is_free
        )
        self.remove.setVisible(may_go and chosen is not None and chosen.member.is_active)
        self.lost.setVisible(may_go)
        self.give.setVisible(may_go and chosen is not None and chosen.member.may(Right.COORDINATOR))

    def _chosen(self) -> Person | None:
        people = self._found.people if self._found else []
        return next((one for one in people if one.member.box == self.list.current()), None)

    def _give(self) -> None:
        box = self.list.current()
        self.jobs.write(
            self,
            lambda desk: identity_sharing.give_key(desk, box),
            done=lambda _: self.notice.tell(
                N_("The identity key is on its way to that device."),
                N_("Sync. At their first opening they choose a passphrase of their own for it."),
                style="ok",
            ),
        )

    def _begin_anew(self) -> None:
        self.comparing.show_applicant(None)
        self.removing.show_person(None)
        self.losing.show_person(None)
        self._allow()

    def _compare(self, applicant: Applicant) -> None:
        self.comparing.show_applicant(applicant)
        self._allow()

    def _about(self, card: Removing | Losing) -> None:
        card.show_person(self._chosen())
        self._allow()


def _read(desk: Desk) -> _Found:
    return _Found(
        projects.membership(desk),
        projects.people(desk),
        membership.people_now(desk),
        rosters.proposed(desk),
        rosters.is_holder(desk),
        root.is_here(desk),
    )


def _row(person: Person, roster: Roster | None) -> Row:
    member = person.member
    if not member.is_active:
        state, style = N_("Removed"), "bad"
    elif person.is_me:
        state, style = N_("This device"), "accent"
    else:
        state, style = N_("On the list"), "ok"
    return Row(member.box, member.name, state, style, tuple(_sentences(member, roster)))


def _sentences(member: Member, roster: Roster | None) -> list[Message | str]:
    told: list[Message | str] = [N_("{right}.", right=tr(RIGHTS[right])) for right in member.rights]
    if roster is not None and member.is_active:
        duties = (
            (roster.holder, N_("Holds the list.")),
            (roster.duty, N_("On duty.")),
            (roster.deputy, N_("Deputy.")),
        )
        told += [words for box, words in duties if box == member.box]
    told.append(N_("Joined on {day}.", day=day(member.since_ms)))
    if member.until_ms and member.is_active:
        told.append(N_("May send until {day}.", day=day(member.until_ms)))
    if member.revoked_ms:
        told.append(N_("Removed on {day}.", day=day(member.revoked_ms)))
    return told
