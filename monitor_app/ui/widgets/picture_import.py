"""Brings in pictures from a phone or card: look, tick, tag once, take in; then deletes originals truthfully."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from monitor_app.domain.norms import Provision
from monitor_app.errors import MonitorError
from monitor_app.operations import evidence, finding
from monitor_app.operations.changes import NOTHING, Changes
from monitor_app.operations.desk import OnDesk
from monitor_app.operations.evidence import Deleted, Found, Imported, NotDeleted, Tag
from monitor_app.ports import Progress
from monitor_app.text import N_, Message
from monitor_app.ui.jobs import Running
from monitor_app.ui.models.rows import Row
from monitor_app.ui.saying import moment, size
from monitor_app.ui.screens.base import Screen
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.fields import ChoiceField, LineField
from monitor_app.ui.widgets.files import AskedFiles, Files
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.pictures import small
from monitor_app.ui.widgets.progress_panel import ProgressPanel
from monitor_app.ui.widgets.row_list import RowList
from monitor_app.ui.widgets.sentences import PICTURE
from monitor_app.ui.widgets.speaking import Button, Words

_AT_ONCE = 8
_MS = 1_000_000


class PictureImport(QWidget):
    """The bulk import of one observation. `at_hand` tells whether pictures wait to be taken in."""

    at_hand = Signal(bool)

    def __init__(self, screen: Screen) -> None:
        super().__init__()
        self.files: Files = AskedFiles()
        self._screen = screen
        self._draft = ""
        self._turn = 0
        self._found: dict[str, Found] = {}
        self._pictures: dict[str, QImage] = {}
        self._ticked: set[str] = set()
        self._kept: tuple[Found, ...] = ()
        self._running: Running | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._build_result()
        self._build_choosing()

    def start_over(self, draft: str) -> None:
        """Begin anew, for a draft."""
        self.stop()
        self._turn += 1
        self._draft = draft
        self._found, self._ticked, self._kept = {}, set(), ()
        self._pictures = {}
        self._arrange()
        self.result.hide()
        self.deleting.hide()

    def stop(self) -> None:
        """Stop taking in; what was taken in is kept."""
        if self._running is not None:
            self._running.stop()

    def _build_choosing(self) -> None:
        self.card = Card(
            N_("Bring in pictures from a phone or card"),
            N_("The original is sealed with its hash; a copy without place and time is made for use."),
        )
        self.choose = Button(N_("Choose the folder of the phone or card"), picture="picture")
        self.choose.clicked.connect(self._choose)
        self.nothing = Words(N_("There is no picture in this folder."), "muted")
        self.list = RowList(N_("Pictures found; the space bar ticks"))
        self.list.ticked.connect(self._tick)
        self.all_button, self.none_button = Button(N_("Tick all")), Button(N_("Tick none"))
        self.all_button.clicked.connect(lambda: self._tick_all(on=True))
        self.none_button.clicked.connect(lambda: self._tick_all(on=False))
        self.area = LineField(
            N_("What area do they show?"), N_("A kind of place, such as canteen. No line or room number.")
        )
        self.rule = ChoiceField(N_("Which rule do they show?"))
        self.take = Button("", "primary")
        self.take.clicked.connect(self._take)
        self.progress = ProgressPanel()
        self.progress.stopped.connect(self.stop)
        row = Flow()
        for button in (self.choose, self.all_button, self.none_button):
            row.addWidget(button)
        self.card.rows.addLayout(row)
        for widget in (self.nothing, self.list, self.area, self.rule):
            self.card.add(widget)
        self.card.add(self.take, left=True)
        self.card.add(self.progress)
        self._column.addWidget(self.card)

    def _build_result(self) -> None:
        self.result = Card("")
        self.refused = RowList(N_("Files that were not taken in"), still=True)
        self.result.add(self.refused)
        self.deleting = Card(
            N_("Delete the originals from the phone or card?"),
            N_("They could be found there. Deleting is not shredding: parts may stay on the card."),
        )
        self.delete = Button("", "danger")
        self.delete.clicked.connect(self._delete)
        self.leave_them = Button(N_("Leave them there"))
        self.leave_them.clicked.connect(self.deleting.hide)
        self.deleted = RowList(N_("What happened to each file"), still=True)
        row = Flow()
        row.addWidget(self.delete)
        row.addWidget(self.leave_them)
        self.deleting.rows.addLayout(row)
        self.deleting.add(self.deleted)
        self._column.addWidget(self.result)
        self._column.addWidget(self.deleting)

    def _arrange(self) -> None:
        some, busy = bool(self._found), self._running is not None
        self.at_hand.emit(some)
        self.choose.setEnabled(not busy)
        for widget in (self.list, self.all_button, self.none_button, self.area, self.rule, self.take):
            widget.setVisible(some)
            widget.setEnabled(not busy)
        self.nothing.hide()
        self.take.say(N_("Take in the ticked pictures: {count}", count=len(self._ticked)))
        self.take.setEnabled(bool(self._ticked) and not busy)
        self.progress.setVisible(busy)

    def _offer_rules(self, rules: list[Provision]) -> None:
        self.rule.offer([("", N_("None in particular")), *((one.key, one.title) for one in rules)])

    def _choose(self) -> None:
        folder = self.files.folder(self, N_("Choose the folder of the phone or card"))
        if folder is None:
            return
        self.start_over(self._draft)

        self._screen.jobs.read(self, finding.provisions, done=self._offer_rules)

        def work(_: OnDesk, __: Progress) -> tuple[list[Found], Changes]:
            return evidence.find_pictures(folder), NOTHING

        self._screen.jobs.run(self, work, done=self._show_found, failed=self._screen.complain)

    def _show_found(self, found: list[Found]) -> None:
        self._found = {str(one.path): one for one in found}
        self._ticked = set(self._found)
        self.list.show_rows([self._row(one) for one in found])
        self._arrange()
        self.nothing.setVisible(not found)
        self._glance(self._turn, list(found))

    def _glance(self, turn: int, rest: Sequence[Found]) -> None:
        """Show small pictures, a few at a time; none is kept."""
        if turn != self._turn or not rest:
            return

        def work(_: OnDesk, __: Progress) -> tuple[dict[Path, QImage], Changes]:
            seen = evidence.glance(rest[:_AT_ONCE])
            return {path: small(content, 2 * PICTURE) for path, content in seen.items()}, NOTHING

        def done(seen: dict[Path, QImage]) -> None:
            if turn == self._turn:
                self._pictures.update({str(path): image for path, image in seen.items()})
                for path in seen:
                    self.list.rows.replace(self._row(self._found[str(path)]))
                self._glance(turn, rest[_AT_ONCE:])

        self._screen.jobs.run(self, work, done=done, failed=lambda _: None)

    def _row(self, one: Found) -> Row:
        is_ticked = str(one.path) in self._ticked
        state: Message = N_("Is taken in") if is_ticked else N_("Stays out")
        told = N_("{size}, {moment}.", size=size(one.size), moment=moment(one.modified // _MS))
        picture = self._pictures.get(str(one.path))
        return Row(str(one.path), one.path.name, state, "accent" if is_ticked else "neutral", (told,), picture)

    def _tick(self, path: str) -> None:
        if path in self._found and self._running is None:
            self._ticked ^= {path}
            self.list.rows.replace(self._row(self._found[path]))
            self._arrange()

    def _tick_all(self, *, on: bool) -> None:
        self._ticked = set(self._found) if on else set()
        self.list.show_rows([self._row(one) for one in self._found.values()])
        self._arrange()

    def _take(self) -> None:
        chosen = [one for path, one in self._found.items() if path in self._ticked]
        tag = Tag(area=self.area.text(), provision=self.rule.value())
        draft = self._draft
        self.progress.begin(N_("Taking in pictures"))
        self._running = self._screen.jobs.run(
            self,
            lambda on_desk, progress: evidence.import_photos(
                on_desk, draft, chosen, tag=tag, progress=progress
            ),
            done=self._taken,
            progressed=self.progress.show_report,
            failed=self._failed,
        )
        self._arrange()

    def _taken(self, imported: Imported) -> None:
        self._running = None
        self._kept = imported.kept
        self._found, self._ticked = {}, set()
        self._turn += 1
        self._arrange()
        self.result.heading.say(N_("Taken in and sealed: {count}", count=len(imported.kept)))
        self.result.heading.show()
        self.refused.show_rows(
            [
                Row(str(one.path), one.path.name, N_("Not taken in"), "bad", (one.reason,))
                for one in imported.refused
            ]
        )
        self.refused.setVisible(bool(imported.refused))
        self.result.show()
        self.deleted.show_rows([])
        self.deleted.hide()
        self.delete.say(N_("Delete these originals: {count}", count=len(imported.kept)))
        for widget in (self.delete, self.leave_them):
            widget.setVisible(True)
        self.deleting.setVisible(bool(imported.kept))
        (self.leave_them if imported.kept else self.choose).setFocus()

    def _failed(self, error: MonitorError) -> None:
        self._running = None
        self._arrange()
        self._screen.complain(error)
        self._screen.refresh()

    def _delete(self) -> None:
        kept = self._kept

        def work(_: OnDesk, __: Progress) -> tuple[list[Deleted | NotDeleted], Changes]:
            return evidence.delete_originals(kept), NOTHING

        self._screen.jobs.run(self, work, done=self._show_deleted, failed=self._screen.complain)

    def _show_deleted(self, results: list[Deleted | NotDeleted]) -> None:
        self._kept = ()
        self.delete.hide()
        self.leave_them.hide()
        self.deleted.show_rows([_told(one) for one in results])
        self.deleted.show()


def _told(one: Deleted | NotDeleted) -> Row:
    if isinstance(one, Deleted):
        gone = N_("It is no longer in its folder.")
        return Row(str(one.path), one.path.name, N_("Deleted"), "ok", (gone,))
    return Row(str(one.path), one.path.name, N_("Still there"), "bad", (one.reason,))
