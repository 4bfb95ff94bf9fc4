"""The shared places of this project: how it stands with each; add, change, test, sync, order, remove."""

from collections.abc import Callable
from typing import ClassVar

from monitor_app.errors import MonitorError
from monitor_app.operations import connecting, places, syncing
from monitor_app.operations.changes import NOTHING, Changes, Topic
from monitor_app.operations.connecting import Tried
from monitor_app.operations.desk import Desk, OnDesk
from monitor_app.operations.syncing import PlaceState
from monitor_app.ports import Progress
from monitor_app.text import N_, Message
from monitor_app.ui import exchange
from monitor_app.ui.jobs import Running
from monitor_app.ui.screens.base import Screen, Shell
from monitor_app.ui.shared.words import place_row
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.empty_state import EmptyState
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.guide_link import link_to_guide
from monitor_app.ui.widgets.progress_panel import ProgressPanel
from monitor_app.ui.widgets.row_list import RowList
from monitor_app.ui.widgets.speaking import Button, Words


class SharedPlaces(Screen):
    """Answers over which places this device exchanges, in which order, and which one is in trouble."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.SYNC})
    for_reading = True

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._found: tuple[PlaceState, ...] = ()
        self._running: Running | None = None
        self.empty = EmptyState(
            N_("No shared place yet"),
            N_("A folder, a stick or a server where your devices leave sealed parcels for each other."),
        )
        self.list = RowList(N_("Shared places"))
        self.list.chosen.connect(lambda _: self._allow())
        self.list.opened.connect(lambda place: shell.go("shared_place", place))
        self.body.addWidget(self.empty)
        self.body.addWidget(self.list)
        self._build_buttons()
        self._build_removing()
        self.progress = ProgressPanel()
        self.progress.stopped.connect(self._stop)
        self.body.addWidget(self.progress)
        link_to_guide(self.body, shell, "shared-place")

    def refresh(self) -> None:
        """Read again how it stands with each."""
        self.shell.entitle(
            N_("Shared places"),
            N_("They are visited in this order. What nobody confirmed goes to each of them."),
        )
        self.jobs.read(self, lambda desk: syncing.state(desk).places, done=self._show)

    def _build_buttons(self) -> None:
        self.add = Button(N_("Add a place"), "primary")
        self.add.clicked.connect(lambda: self.shell.go("shared_place", "new"))
        self.change = Button(N_("Change"))
        self.change.clicked.connect(lambda: self.shell.go("shared_place", self.list.current()))
        self.test = Button(N_("Test the connection"))
        self.test.clicked.connect(self._test)
        self.sync = Button(N_("Sync with this one only"))
        self.sync.clicked.connect(self._sync)
        self.earlier, self.later = Button(N_("Earlier")), Button(N_("Later"))
        self.earlier.clicked.connect(lambda: self._move(up=True))
        self.later.clicked.connect(lambda: self._move(up=False))
        self.remove = Button(N_("Remove"))
        self.remove.clicked.connect(self._ask)
        self._about_one = (self.change, self.test, self.sync, self.earlier, self.later, self.remove)
        row = Flow()
        for button in (self.add, *self._about_one):
            row.addWidget(button)
        self.body.addLayout(row)

    def _build_removing(self) -> None:
        self.removing = Card(N_("Remove this place?"))
        self.meaning = Words("")
        self.sure = Button(N_("Remove it"), "danger")
        self.sure.clicked.connect(self._remove)
        self.not_sure = Button(N_("Keep it"))
        self.not_sure.clicked.connect(self.removing.hide)
        self.removing.add(self.meaning)
        row = Flow()
        row.addWidget(self.sure)
        row.addWidget(self.not_sure)
        self.removing.rows.addLayout(row)
        self.removing.hide()
        self.body.addWidget(self.removing)

    def _show(self, found: tuple[PlaceState, ...]) -> None:
        self._found = found
        self.list.show_rows([place_row(one) for one in found])
        self.list.setVisible(bool(found))
        self.empty.setVisible(not found)
        self.removing.hide()
        self._allow()

    def _chosen(self) -> PlaceState | None:
        chosen = self.list.current()
        return next((one for one in self._found if one.place.id == chosen), None)

    def _allow(self) -> None:
        chosen = self._chosen()
        for button in self._about_one:
            button.setVisible(bool(self._found))
            button.setEnabled(chosen is not None and self._running is None)
        several = len(self._found) > 1
        self.earlier.setVisible(several)
        self.later.setVisible(several)
        self.sync.setVisible(several)
        if chosen is not None and self._running is None:
            self.earlier.setEnabled(chosen is not self._found[0])
            self.later.setEnabled(chosen is not self._found[-1])
            self.sync.setEnabled(chosen.place.is_on)
        self.removing.hide()

    def _move(self, *, up: bool) -> None:
        if chosen := self.list.current():
            self._write(lambda desk: places.move(desk, chosen, up=up))

    def _sync(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            exchange.of(self.jobs).start(place=chosen.place.name)
            self.shell.go("sync")

    def _ask(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        self.removing.heading.say(N_("Remove {name}?", name=chosen.place.name))
        self.meaning.say(_meaning(len(self._found)))
        self.removing.show()
        self.not_sure.setFocus()

    def _remove(self) -> None:
        if chosen := self.list.current():
            self._write(lambda desk: places.remove(desk, chosen))

    def _write(self, work: "Callable[[Desk], tuple[object, Changes]]") -> None:
        self.notice.dismiss()
        self.jobs.write(self, work, done=lambda _: self.refresh(), failed=self.complain)

    def _test(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        access = chosen.place.access
        self.notice.dismiss()
        self.progress.begin(N_("Testing the connection"))

        def work(on_desk: OnDesk, progress: Progress) -> tuple[Tried, Changes]:
            ids = on_desk(lambda desk: desk.ids)
            return connecting.try_out(access, ids=ids, progress=progress), NOTHING

        self._running = self.jobs.run(
            self,
            work,
            done=self._tried,
            progressed=self.progress.show_report,
            failed=self._failed,
        )
        self._allow()

    def _stop(self) -> None:
        if self._running is not None:
            self._running.stop()

    def _tried(self, tried: Tried) -> None:
        self._end()
        if tried.error is not None:
            self.complain(tried.error)
        else:
            self.notice.tell(
                N_("The connection works."), N_("Listing, storing and reading back all went well."), style="ok"
            )

    def _failed(self, error: MonitorError) -> None:
        self._end()
        self.complain(error)

    def _end(self) -> None:
        self._running = None
        self.progress.hide()
        self._allow()


def _meaning(count: int) -> Message:
    if count > 1:
        return N_(
            "What opens it is forgotten here. What only it had, and nobody confirmed, goes to the others."
        )
    return N_("What opens it is forgotten here. What nobody confirmed waits here until there is another place.")
