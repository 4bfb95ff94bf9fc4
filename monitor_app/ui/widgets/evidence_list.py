"""What a finding rests on: for each record how its source knows, its source family, and what it says."""

from collections.abc import Mapping

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from monitor_app.domain.findings import EvidenceLink, Standing
from monitor_app.operations.browsing import RecordRow
from monitor_app.text import N_
from monitor_app.ui.models.rows import Row
from monitor_app.ui.models.wordings import STANDINGS
from monitor_app.ui.translation import tr
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.fields import ChoiceField, LineField
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.row_list import RowList
from monitor_app.ui.widgets.speaking import Button, Words

_SAYS = (("yes", N_("Supports the finding")), ("no", N_("Contradicts the finding")))


class EvidenceList(Card):
    """The links of one finding; `changed` when a person changes them, `opened` carries a record's id."""

    changed = Signal()
    touched = Signal()
    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            N_("What it rests on"),
            N_("People who know each other, or have it from one source, are one source family."),
            parent,
        )
        self._links: dict[str, EvidenceLink] = {}
        self._records: Mapping[str, RecordRow] = {}
        self.nothing = Words(N_("No record yet. Add at least one below."), "muted")
        self.list = RowList(N_("Records this finding rests on"))
        self.list.chosen.connect(lambda _: self._show_chosen())
        self.list.opened.connect(self.opened)
        self.add(self.nothing)
        self.add(self.list)
        self._build_detail()
        self._build_adding()
        self.show_links((), {})

    def links(self) -> tuple[EvidenceLink, ...]:
        """Return the links as they stand."""
        return tuple(self._links.values())

    def show_links(self, links: tuple[EvidenceLink, ...], records: Mapping[str, RecordRow]) -> None:
        """Show these links; `records` are all that can be added, by id."""
        self._links = {link.record: link for link in links}
        self._records = records
        self._show()

    def words(self) -> str:
        """Return the links as text, for keeping."""
        return msgspec.json.encode(self.links()).decode()

    def put(self, words: str) -> None:
        """Put kept links back."""
        self.show_links(msgspec.json.decode(words, type=tuple[EvidenceLink, ...]), self._records)
        self.changed.emit()

    def take(self, link: EvidenceLink) -> None:
        """Add a link, or put it in place of the one to the same record."""
        self._links[link.record] = link
        self._show()
        self._tell()

    def _build_detail(self) -> None:
        self.detail = QWidget()
        rows = QVBoxLayout(self.detail)
        rows.setContentsMargins(0, 0, 0, 0)
        self.standing = ChoiceField(N_("How does the chosen source know?"))
        self.standing.offer([(str(one), words) for one, words in STANDINGS.items()])
        self.says = ChoiceField(N_("What does it say?"))
        self.says.offer(_SAYS)
        self.family = LineField(N_("Source family"), N_("The same word for sources that are not independent."))
        for field in (self.standing, self.says):
            field.chosen.connect(lambda _: self._change())
            rows.addWidget(field)
        self.family.line.editingFinished.connect(self._change)
        rows.addWidget(self.family)
        self.take_out = Button(N_("Take this record out"))
        self.take_out.clicked.connect(self._take_out)
        row = Flow()
        row.addWidget(self.take_out)
        rows.addLayout(row)
        self.add(self.detail)

    def _build_adding(self) -> None:
        self.more = ChoiceField(N_("Add a record"))
        self.add_button = Button(N_("Add it"), picture="plus")
        self.add(self.more)
        self.add(self.add_button, left=True)

    def _show(self) -> None:
        self.nothing.setVisible(not self._links)
        self.list.setVisible(bool(self._links))
        self.list.show_rows([self._row(link) for link in self._links.values()])
        free = [row for row in self._records.values() if row.id not in self._links]
        self.more.offer([(row.id, _name(row)) for row in free])
        self.more.setVisible(bool(free))
        self.add_button.setVisible(bool(free))
        self._show_chosen()

    def _row(self, link: EvidenceLink) -> Row:
        record = self._records.get(link.record)
        state, style = (N_("Supports"), "ok") if link.supports else (N_("Contradicts"), "warn")
        family = (
            N_("Source family: {family}.", family=link.family) if link.family else N_("A family of its own.")
        )
        told = N_("{standing}.", standing=tr(STANDINGS[link.standing]))
        return Row(link.record, _name(record) if record else N_("A record"), state, style, (told, family))

    def _show_chosen(self) -> None:
        link = self._links.get(self.list.current())
        self.detail.setVisible(link is not None)
        if link is not None:
            self.standing.choose(str(link.standing))
            self.says.choose("yes" if link.supports else "no")
            self.family.line.setText(link.family)

    def _change(self) -> None:
        link = self._links.get(self.list.current())
        if link is None:
            return
        changed = msgspec.structs.replace(
            link,
            standing=Standing(self.standing.value()),
            supports=self.says.value() == "yes",
            family=self.family.text(),
        )
        if changed != link:
            self.take(changed)

    def _take_out(self) -> None:
        if self._links.pop(self.list.current(), None) is not None:
            self._show()
            self._tell()

    def _tell(self) -> None:
        self.changed.emit()
        self.touched.emit()


def _name(row: RecordRow) -> str:
    return f"{row.pseudonym} · {row.site_name}" if row.site_name else row.pseudonym
