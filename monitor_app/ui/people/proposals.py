"""Newcomers whom another coordinator compared the number with; the holder of the list puts them on it."""

from collections.abc import Sequence

from monitor_app.domain.events import MemberProposed
from monitor_app.operations import projects
from monitor_app.text import N_
from monitor_app.ui.models.rows import Row
from monitor_app.ui.models.wordings import RIGHTS
from monitor_app.ui.screens.base import Screen
from monitor_app.ui.translation import tr
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.row_list import RowList
from monitor_app.ui.widgets.speaking import Button


class Proposals(Card):
    """Shown to the holder while somebody is proposed."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(
            N_("Proposed for the list"),
            N_("Another coordinator has compared the number with these people. Put them on the list."),
        )
        self._screen = screen
        self.list = RowList(N_("Proposed devices"))
        self.accept = Button(N_("Put the chosen device on the list"), "primary")
        self.accept.clicked.connect(self._accept)
        self.add(self.list)
        self.add(self.accept, left=True)

    def show_proposed(
        self, proposed: Sequence[MemberProposed], names: dict[str, str], *, is_holder: bool
    ) -> None:
        """Show who is proposed, and by whom; `names` are code names by device."""
        self.setVisible(bool(proposed) and is_holder)
        self.list.show_rows([_row(one, names.get(one.device, one.device)) for one in proposed])

    def _accept(self) -> None:
        box = self.list.current()
        if box:
            self._screen.jobs.write(self._screen, lambda desk: projects.accept_proposed(desk, box))


def _row(one: MemberProposed, by: str) -> Row:
    told = [N_("{right}.", right=tr(RIGHTS[right])) for right in one.member.rights]
    return Row(
        one.subject, one.member.name, N_("Proposed"), "warn", (N_("Compared by {name}.", name=by), *told)
    )
