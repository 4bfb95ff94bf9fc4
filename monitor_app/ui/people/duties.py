"""Who holds the list, who is on duty and who deputises: named by the holder, seen by everybody offline."""

from collections.abc import Sequence

from monitor_app.domain.people import Right, Roster
from monitor_app.operations import projects
from monitor_app.operations.projects import Person
from monitor_app.text import N_
from monitor_app.ui.screens.base import Screen
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.fields import ChoiceField
from monitor_app.ui.widgets.speaking import Button


class Duties(Card):
    """Shown to the holder of the list where there are several coordinators."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(
            N_("Duties"),
            N_("Everybody sees on Today whom to turn to. Only one device at a time holds the list."),
        )
        self._screen = screen
        self.duty = ChoiceField(N_("On duty"))
        self.deputy = ChoiceField(N_("Deputy"))
        self.holder = ChoiceField(N_("Holds the list of people"))
        self.appoint = Button(N_("Name them"))
        self.appoint.clicked.connect(self._appoint)
        for field in (self.duty, self.deputy, self.holder):
            self.add(field)
        self.add(self.appoint, left=True)

    def show_people(self, people: Sequence[Person], roster: Roster | None, *, is_holder: bool) -> None:
        """Offer the coordinators there are."""
        able = [(one.member.box, one.member.name) for one in people if one.member.may(Right.COORDINATOR)]
        self.setVisible(is_holder and len(able) > 1 and roster is not None)
        if roster is None:
            return
        self.holder.offer(able)
        self.duty.offer(able)
        self.deputy.offer([("", N_("Nobody")), *able])
        self.holder.choose(roster.holder)
        self.duty.choose(roster.duty)
        self.deputy.choose(roster.deputy)

    def _appoint(self) -> None:
        holder, duty, deputy = self.holder.value(), self.duty.value(), self.deputy.value()
        self._screen.jobs.write(
            self._screen,
            lambda desk: projects.appoint(desk, holder=holder, duty=duty, deputy=deputy),
            done=lambda _: self._screen.notice.tell(
                N_("The duties are named."), N_("Sync, so that everybody sees them."), style="ok"
            ),
        )
