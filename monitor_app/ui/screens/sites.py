"""The factories of this project: a small list, and a form to add one."""

from typing import ClassVar

from PySide6.QtCore import Qt

from monitor_app.domain.people import Right
from monitor_app.operations import membership, observing
from monitor_app.operations.changes import Topic
from monitor_app.operations.membership import Membership
from monitor_app.operations.observing import SiteRow
from monitor_app.text import N_, Message
from monitor_app.ui.jotting import Jotting
from monitor_app.ui.models.rows import Row
from monitor_app.ui.screens.base import Failed, Screen, Shell, Then
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.empty_state import EmptyState
from monitor_app.ui.widgets.fields import LineField
from monitor_app.ui.widgets.row_list import RowList
from monitor_app.ui.widgets.speaking import Button


class Sites(Screen):
    """Answers which factories can be named in records and findings."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.SITES, Topic.RECORDS})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.list = RowList(N_("Factories"), still=True)
        self.empty = EmptyState(
            N_("No factory yet"), N_("Add the first one below. Monitors get it at the next sync.")
        )
        self._build_form()
        self.doubles = Button(N_("One factory, named twice?"))
        self.doubles.clicked.connect(lambda: shell.go("doubles"))
        for widget in (self.list, self.empty, self.form):
            self.body.addWidget(widget)
        self.body.addWidget(self.doubles, 0, Qt.AlignmentFlag.AlignLeft)
        self.jotting = Jotting(self, {"name": self.name, "address": self.address, "country": self.country})

    def enter(self, subject: str = "") -> None:
        """Show the list, and what was typed before."""
        self.jotting.begin("sites")
        super().enter(subject)

    def leave(self, then: Then, failed: Failed) -> None:
        """Keep what was typed."""
        self.jotting.keep(then, failed)

    def refresh(self) -> None:
        """Read the list again."""
        self.shell.entitle(N_("Factories"), N_("What records and findings are about."))
        self.jobs.read(self, lambda desk: (observing.sites(desk), membership.membership(desk)), done=self._show)

    def _build_form(self) -> None:
        self.form = Card(N_("Add a factory"))
        self.name = LineField(N_("Name"), N_("The name people use for it."))
        self.address = LineField(N_("Place"), N_("Town or industrial zone. It leaves in sealed packages."))
        self.country = LineField(N_("Country"))
        self.add = Button(N_("Add this factory"), "primary", picture="plus")
        self.add.clicked.connect(self._add)
        for field in (self.name, self.address, self.country):
            field.line.returnPressed.connect(self._add)
            self.form.add(field)
        self.form.add(self.add, left=True)

    def _show(self, found: tuple[list[SiteRow], Membership]) -> None:
        sites, mine = found
        self.doubles.setVisible(Right.COORDINATOR in mine.rights and len(sites) > 1)
        self.list.show_rows([_row(site) for site in sites])
        self.list.setVisible(bool(sites))
        self.empty.setVisible(not sites)

    def _add(self) -> None:
        name, address, country = self.name.text(), self.address.text(), self.country.text()
        self.jobs.write(
            self,
            lambda desk: observing.add_site(desk, name=name, address=address, country=country),
            done=lambda _: self._added(),
        )

    def _added(self) -> None:
        for field in (self.name, self.address, self.country):
            field.line.clear()
        self.jotting.forget()
        self.jotting.begin("sites")
        self.notice.tell(N_("The factory is added."), style="ok")
        self.name.setFocus()


def _row(site: SiteRow) -> Row:
    told: list[Message | str] = [part for part in (site.address, site.country) if part]
    records = N_("Records: {count}", count=site.records)
    return Row(
        site.id, site.name, records, "accent" if site.records else "neutral", (" · ".join(map(str, told)),)
    )
