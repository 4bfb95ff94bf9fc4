"""All records as a list to look through: search, narrow down, open one."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QLineEdit

from monitor_app.domain.events import RecordKind
from monitor_app.domain.reviewing import RecordState
from monitor_app.operations import browsing, clearing, finding, observing
from monitor_app.operations.browsing import RecordFilter, RecordRow
from monitor_app.operations.changes import Topic
from monitor_app.operations.desk import Desk
from monitor_app.operations.observing import SiteRow
from monitor_app.text import N_, Message
from monitor_app.ui.models.rows import PagedRows, Row
from monitor_app.ui.models.wordings import KINDS, STATES, age
from monitor_app.ui.saying import spoken
from monitor_app.ui.screens.base import Screen, Shell
from monitor_app.ui.translation import bus, tr
from monitor_app.ui.widgets.discreet import discreet
from monitor_app.ui.widgets.empty_state import EmptyState
from monitor_app.ui.widgets.fields import ChoiceBox
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.long_list import LongList

TYPING_PAUSE_MS = 250
Choices = Sequence[tuple[str, Message | str]]


class Records(Screen):
    """Answers which records are there and where each stands."""

    topics: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.RECORDS, Topic.SITES, Topic.FINDINGS, Topic.SYNC, Topic.PACKS}
    )
    scrolls: ClassVar[bool] = False

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._now_ms = 0
        self._wanted = RecordFilter()
        self._build_search()
        self._build_filters()
        self.paged = PagedRows(self._fetch, self)
        self.list = LongList(N_("Records"), self.paged)
        self.list.opened.connect(self._open)
        self.empty = EmptyState(
            N_("No records yet"),
            N_("Finished interviews and observations stand here. Start one under Today, or sync."),
        )
        self.elsewhere = EmptyState(
            N_("Your finished records are not on this device"),
            N_(
                "They were cleared, or sealed by travel mode: your coordinators have them. New ones stand here."
            ),
        )
        self.nothing = EmptyState(
            N_("No record fits"), N_("Take something out of the search, or choose “any” below it.")
        )
        for widget in (self.empty, self.elsewhere, self.nothing):
            self.body.addWidget(widget)
            widget.hide()
        self.body.addWidget(self.list, 1)
        self.body.addStretch(0)
        self.offers["search"] = self.search.setFocus

    def refresh(self) -> None:
        """Read again what is there."""
        self._retranslate()
        self.jobs.read(self, _around, done=self._offer)
        self._count()

    def _open(self, record_id: str) -> None:
        if record_id:
            self.shell.go("review", record_id)

    def _build_search(self) -> None:
        self.search = discreet(QLineEdit())
        self.search.setClearButtonEnabled(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._count)
        self.search.textChanged.connect(lambda _: self._pause.start())
        self.search.returnPressed.connect(self._count)
        self.body.addWidget(self.search)

    def _build_filters(self) -> None:
        self._sites: list[SiteRow] = []
        self._rules: Choices = []
        self.state, self.kind, self.site, self.rule = (ChoiceBox(9) for _ in range(4))
        row = Flow()
        for box in (self.state, self.kind, self.site, self.rule):
            box.activated.connect(lambda _: self._count())
            row.addWidget(box)
        self.body.addLayout(row)
        bus.changed.connect(self._retranslate)

    def _retranslate(self) -> None:
        self.search.setPlaceholderText(tr(N_("Search in answers, codes and factories")))
        self.search.setAccessibleName(tr(N_("Search records")))
        states: Choices = [
            (str(one), words) for one, (words, _) in STATES.items() if one is not RecordState.DRAFT
        ]
        _offer(self.state, N_("State"), [("", N_("Any state")), *states])
        _offer(self.kind, N_("Kind"), [("", N_("Any kind")), *((str(k), words) for k, words in KINDS.items())])
        _offer(self.site, N_("Factory"), [("", N_("Any factory")), *((s.id, s.name) for s in self._sites)])
        _offer(self.rule, N_("Rule"), [("", N_("Any rule")), *self._rules])

    def _offer(self, found: tuple[int, list[SiteRow], Choices]) -> None:
        self._now_ms, self._sites, self._rules = found
        self._retranslate()

    def _filter(self) -> RecordFilter:
        state, kind = _value(self.state), _value(self.kind)
        return RecordFilter(
            text=self.search.text().strip(),
            state=RecordState(state) if state else None,
            kind=RecordKind(kind) if kind else None,
            site=_value(self.site),
            provision=_value(self.rule),
        )

    def _count(self) -> None:
        self._pause.stop()
        self._wanted = wanted = self._filter()
        self.jobs.read(self, lambda desk: _counted(desk, wanted), done=self._show_count)

    def _show_count(self, found: tuple[int, int, bool]) -> None:
        if not self.isVisible():  # it was left while this was read
            return
        self._now_ms, count, are_elsewhere = found
        is_narrowed = self._wanted != RecordFilter()
        at = self.list.currentIndex().row()
        told = N_("In this list: {count}. Workers are shown by their code only.", count=count)
        self.shell.entitle(N_("Records"), told)
        self.list.setVisible(bool(count))
        is_empty = not count and not is_narrowed
        for widget in (self.search, self.state, self.kind, self.site, self.rule):
            widget.setVisible(not is_empty)  # nothing to search in yet; the words need the room
        self.empty.setVisible(is_empty and not are_elsewhere)
        self.elsewhere.setVisible(is_empty and are_elsewhere)
        self.nothing.setVisible(not count and is_narrowed)
        self.paged.start_over(count)
        if count:
            self.list.choose(at)

    def _fetch(self, offset: int, limit: int, arrived: Callable[[Sequence[Row]], None]) -> None:
        wanted = self._wanted

        def read(desk: Desk) -> list[Row]:
            gone = browsing.removed_devices(desk)
            rows = browsing.records(desk, wanted, offset=offset, limit=limit)
            return [record_row(row, self._now_ms, is_removed=row.device in gone) for row in rows]

        self.jobs.read(self, read, done=arrived)


def _around(desk: Desk) -> tuple[int, list[SiteRow], Choices]:
    rules = [(one.key, one.title) for one in finding.provisions(desk)]
    return desk.now(), observing.sites(desk), rules


def _counted(desk: Desk, wanted: RecordFilter) -> tuple[int, int, bool]:
    count = browsing.count(desk, wanted)
    return desk.now(), count, not count and clearing.are_elsewhere(desk)


def record_row(row: RecordRow, now_ms: int, *, is_removed: bool = False) -> Row:
    """Say a record in a row: nothing that tells who it is."""
    words, style = STATES[row.state]
    if row.has_query:
        words, style = STATES[RecordState.QUERIED]
    told = tuple(_sentences(row, now_ms, is_removed=is_removed))
    return Row(row.id, row.pseudonym, words, style, told, mark=_mark(row, is_removed=is_removed))


def _mark(row: RecordRow, *, is_removed: bool) -> Message | str:
    if not row.verified:
        return N_("Device not verified")
    if row.is_urgent:
        return N_("Somebody is in danger")
    return N_("Device removed") if is_removed else ""


def _sentences(row: RecordRow, now_ms: int, *, is_removed: bool) -> list[Message | str]:
    kind, where = tr(KINDS[row.kind]), row.site_name
    told: list[Message | str] = (
        [N_("Somebody is in danger, says whoever wrote it.")] if row.is_urgent and not row.verified else []
    )
    told.append(
        N_("{kind} at {factory}.", kind=kind, factory=where)
        if where
        else N_("{kind}, no factory named.", kind=kind)
    )
    if row.language:
        told.append(N_("In {language}.", language=spoken(row.language)))
    told.append(age(row.finished_ms, now_ms))
    if row.device_name:
        told.append(
            N_("By {name}, device verified.", name=row.device_name)
            if row.verified
            else N_("By {name}, device NOT verified.", name=row.device_name)
        )
    elif not row.verified:
        told.append(N_("From a device that is not verified."))
    if is_removed:
        told.append(N_("This device was taken off the list later."))
    if row.rivals:
        told.append(N_("There are two versions; one must be chosen."))
    return told


def _offer(box: QComboBox, name: Message, choices: Choices) -> None:
    before = _value(box)
    box.clear()
    for value, words in choices:
        box.addItem(tr(words), value)
    box.setCurrentIndex(max(box.findData(before), 0))
    box.setAccessibleName(tr(name))


def _value(box: QComboBox) -> str:
    return str(box.currentData() or "")
