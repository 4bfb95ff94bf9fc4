"""A lost device: take it off, change the password, see what it could open, name who warns whom."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from monitor_app.operations import losing, projects
from monitor_app.operations.losing import Exposure, Source
from monitor_app.operations.projects import Person
from monitor_app.text import N_, Message
from monitor_app.ui.screens.base import Screen
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.fields import LineField, Tick
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.speaking import Button, Words


class Losing(Card):
    """Four steps for a device that is lost, stolen or seized. `ended` tells that this is over."""

    ended = Signal()

    def __init__(self, screen: Screen) -> None:
        super().__init__(N_("A device is lost"), N_("Do these four things now, in this order."))
        self._screen = screen
        self._box = ""
        self.warners: dict[str, LineField] = {}
        self.name = Words("", "strong")
        self.remove = Button(N_("1. Take this device off the list"), "danger")
        self.remove.clicked.connect(self._remove)
        self.changed = Tick(
            N_("2. The shared place has a new password; the old one does not open it any more.")
        )
        self.reach = Words("")
        self._workers = QVBoxLayout()
        self.keep = Button(N_("Keep this"), "primary")
        self.keep.clicked.connect(self._keep)
        close = Button(N_("Close"))
        close.clicked.connect(self.ended)
        self.add(self.name)
        self.add(self.remove, left=True)
        self.add(self.changed)
        self.add(self.reach)
        self.add(Words(N_("4. Name for each worker who warns them, safely and soon."), "strong"))
        self.rows.addLayout(self._workers)
        row = Flow()
        row.addWidget(self.keep)
        row.addWidget(close)
        self.rows.addLayout(row)

    def show_person(self, person: Person | None) -> None:
        """Begin with a device, or end."""
        self._box = person.member.box if person else ""
        self.setVisible(person is not None)
        if person is not None:
            self._read()

    def _read(self) -> None:
        box = self._box
        self._screen.jobs.read(self._screen, lambda desk: losing.exposure(desk, box), done=self._show)

    def _show(self, found: Exposure) -> None:
        if found.box != self._box:
            return
        self.name.say(found.name)
        self.remove.setEnabled(found.is_active)
        self.remove.say(
            N_("1. Take this device off the list")
            if found.is_active
            else N_("1. This device is off the list. Sync now, so that the others know.")
        )
        self.changed.box.setChecked(found.is_access_changed)
        self.reach.say(_reach(found))
        _empty(self._workers)
        self.warners = {}
        for source in found.sources:
            field = LineField(_worker(source))
            field.put(found.warners.get(source.pseudonym, ""))
            self.warners[source.pseudonym] = field
            self._workers.addWidget(field)

    def _remove(self) -> None:
        box = self._box
        self._screen.jobs.write(
            self._screen, lambda desk: projects.revoke(desk, box), done=lambda _: self._read()
        )

    def _keep(self) -> None:
        box, is_changed = self._box, self.changed.is_ticked()
        warners = {pseudonym: field.text() for pseudonym, field in self.warners.items()}
        self._screen.jobs.write(
            self._screen,
            lambda desk: losing.note_loss(desk, box, warners=warners, is_access_changed=is_changed),
            done=lambda _: self._screen.notice.tell(
                N_("This is kept. Every coordinator sees it after the next sync."), style="ok"
            ),
        )


def _reach(found: Exposure) -> Message:
    count = len(found.sources)
    if found.reads_all:
        return N_(
            "3. It could open every record: those of {count} workers, as far as is known here.", count=count
        )
    return N_("3. It could open what it recorded itself: records of {count} workers.", count=count)


def _worker(source: Source) -> Message:
    if source.site_name:
        return N_("Who warns {code} ({site})", code=source.pseudonym, site=source.site_name)
    return N_("Who warns {code}", code=source.pseudonym)


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget: QWidget | None = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
