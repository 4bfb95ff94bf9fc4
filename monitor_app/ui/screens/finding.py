"""Findings: the list, and one of them being stated. What supports it is said in words, never as a score."""

from dataclasses import dataclass, replace
from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from monitor_app.domain.findings import Degree, EvidenceLink, FindingState
from monitor_app.domain.norms import Provision
from monitor_app.operations import browsing, finding, observing, supplying
from monitor_app.operations.browsing import RecordFilter, RecordRow
from monitor_app.operations.changes import Topic
from monitor_app.operations.desk import Desk
from monitor_app.operations.finding import FindingRow, FindingView
from monitor_app.operations.observing import SiteRow
from monitor_app.operations.supplying import Chain, ChainRow
from monitor_app.text import N_
from monitor_app.ui.models.rows import Row
from monitor_app.ui.models.wordings import DEGREES, FINDING_STATES
from monitor_app.ui.screens.base import Failed, Screen, Shell, Then
from monitor_app.ui.screens.finding_editor import FindingEditor
from monitor_app.ui.translation import tr
from monitor_app.ui.widgets.empty_state import EmptyState
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.guide_link import link_to_guide
from monitor_app.ui.widgets.row_list import RowList
from monitor_app.ui.widgets.speaking import Button, Words

NEW = "new"
WITH = "with:"
EVIDENCE_AT_MOST = 500


@dataclass(frozen=True)
class Around:
    """What a finding is stated among: the finding itself if it is there, factories, records, ways to buyers."""

    view: FindingView | None
    added: EvidenceLink | None
    sites: list[SiteRow]
    records: list[RecordRow]
    chains: list[ChainRow]
    rules: list[Provision]


class Finding(Screen):
    """Answers what was breached, how well it is supported, and who can act."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.FINDINGS, Topic.SITES})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._id = ""
        self._with = ""
        self._is_editing = False
        self._build_list()
        self.editor = FindingEditor(self)
        self.editor.chains.wanted.connect(self._add_chain)
        self.editor.evidence.opened.connect(lambda record: self.shell.go("review", record))
        self.editor.evidence.add_button.clicked.connect(self._add_evidence)
        self.editor.site.chosen.connect(lambda _: self._read_chains())
        self.body.addWidget(self.editor)
        link_to_guide(self.body, shell, "review-and-findings")
        self._build_bar()

    def enter(self, subject: str = "") -> None:
        """Show the list, or the finding of this id; `new` states one, `with:RECORD` begins from a record."""
        self.notice.dismiss()
        self._with = subject.removeprefix(WITH) if subject.startswith(WITH) else ""
        is_one = bool(subject) and not self._with
        if is_one:
            self._edit("" if subject == NEW else subject)
        else:
            self._list()

    def leave(self, then: Then, failed: Failed) -> None:
        """Keep what was typed and not saved."""
        if self._is_editing:
            self.editor.jotting.keep(then, failed)
        else:
            then()

    def refresh(self) -> None:
        """Read again what is around; nothing typed is touched."""
        if self._is_editing:
            self._read_chains()
        else:
            self.jobs.read(self, finding.findings, done=self._show_list)

    def _build_list(self) -> None:
        self.choose = Words(N_("Choose the finding this record belongs to, or state a new one."), "strong")
        self.list = RowList(N_("Findings"))
        self.list.opened.connect(self._edit)
        self.empty = EmptyState(
            N_("No finding yet"),
            N_("A finding is a breach of one rule at one factory, resting on records you have read."),
        )
        for widget in (self.choose, self.empty, self.list):
            self.body.addWidget(widget)

    def _build_bar(self) -> None:
        self.new = Button(N_("State a new finding"), "primary", picture="plus")
        self.new.clicked.connect(lambda: self._edit(""))
        self.save = Button(N_("Save finding"), "primary")
        self.save.clicked.connect(self._save)
        self.next = Button(N_("Make a sealed package"), picture="export")
        self.next.clicked.connect(lambda: self.shell.go("export", self._id))
        self.back = Button(N_("All findings"), "quiet", picture="back")
        self.back.clicked.connect(lambda: self.leave(self._list, self.complain))
        bar = Flow()
        for button in (self.new, self.save, self.next, self.back):
            bar.addWidget(button)
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)
        outer.addLayout(bar)

    def _arrange(self) -> None:
        editing = self._is_editing
        shown: dict[QWidget, bool] = {
            self.editor: editing,
            self.save: editing,
            self.next: editing and bool(self._id),
            self.back: editing,
            self.new: not editing,
            self.choose: not editing and bool(self._with),
        }
        for widget, is_shown in shown.items():
            widget.setVisible(is_shown)
        if editing:
            self.list.hide()
            self.empty.hide()

    def _list(self) -> None:
        self._is_editing, self._id = False, ""
        self.shell.entitle(N_("Findings"), N_("A breach and its remedy. Nobody is rated here."))
        self._arrange()
        self.refresh()

    def _show_list(self, rows: list[FindingRow]) -> None:
        if self._is_editing:
            return
        self.list.show_rows([_row(row) for row in rows])
        self.list.setVisible(bool(rows))
        self.empty.setVisible(not rows)

    def _edit(self, finding_id: str) -> None:
        self._is_editing, self._id = True, finding_id
        record, self._with = self._with, ""
        self._arrange()
        self.jobs.read(self, lambda desk: _around(desk, finding_id, record), done=self._show_one)

    def _show_one(self, around: Around) -> None:
        if not self.isVisible():  # it was left while this was read
            return
        self.shell.entitle(N_("Finding"), around.view.event.title if around.view else N_("Not saved yet"))
        self.editor.offer_rules(around.rules, around.view.event.provision if around.view else "")
        self.editor.show_finding(
            around.view, around.sites, {row.id: row for row in around.records}, around.chains
        )
        self.editor.jotting.begin(f"finding/{self._id or NEW}", then=lambda: self._resumed(around))

    def _resumed(self, around: Around) -> None:
        """Add the record a person came with, now that what was typed before is back."""
        self.editor.show_chains(around.chains)
        if around.added is not None:
            self.editor.evidence.take(around.added)

    def _add_evidence(self) -> None:
        record = self.editor.evidence.more.value()
        if record:
            self.jobs.read(
                self, lambda desk: finding.suggested_link(desk, record), done=self.editor.evidence.take
            )

    def _read_chains(self) -> None:
        site = self.editor.site.value()
        self.jobs.read(self, lambda desk: supplying.chains(desk, site=site), done=self.editor.show_chains)

    def _add_chain(self, chain: Chain) -> None:
        whole = replace(chain, site=self.editor.site.value())
        self.jobs.write(self, lambda desk: supplying.add_chain(desk, whole), done=self._chain_added)

    def _chain_added(self, chain_id: str) -> None:
        self.editor.chains.tick_too(chain_id)
        self.editor.chains.empty()

    def _save(self) -> None:
        statement, finding_id = self.editor.statement(), self._id
        self.jobs.write(
            self,
            lambda desk: finding.record(desk, statement, finding_id=finding_id),
            done=self._saved,
        )

    def _saved(self, finding_id: str) -> None:
        self.editor.jotting.forget()
        self._edit(finding_id)
        self.notice.tell(
            N_("The finding is saved."),
            N_("The next step is a sealed package for those who can act."),
            style="ok",
        )
        self.next.setFocus()


def _around(desk: Desk, finding_id: str, record: str) -> Around:
    view = finding.open_finding(desk, finding_id) if finding_id else None
    return Around(
        view=view,
        added=finding.suggested_link(desk, record) if record else None,
        sites=observing.sites(desk),
        records=browsing.records(desk, RecordFilter(), limit=EVIDENCE_AT_MOST),
        chains=supplying.chains(desk),
        rules=finding.provisions(desk),
    )


def _row(row: FindingRow) -> Row:
    return Row(
        row.id,
        row.title,
        FINDING_STATES[FindingState(row.state)],
        "accent",
        (
            N_("At {factory}.", factory=row.site_name),
            N_("Rests on records: {count}.", count=row.evidence),
            N_("How grave: {degree}.", degree=tr(DEGREES[Degree(row.scale)]).lower()),
        ),
    )
