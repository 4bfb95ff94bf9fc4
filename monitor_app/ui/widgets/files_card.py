"""The sounds, films and documents of one record: listed, and saved as a copy for a reason. Plays nothing."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from monitor_app.domain.events import Photo
from monitor_app.errors import MonitorError
from monitor_app.operations import bundling, copying, evidence
from monitor_app.operations.bundling import Export
from monitor_app.operations.copying import WhichFile
from monitor_app.text import N_
from monitor_app.ui.jobs import Jobs, Running, complain
from monitor_app.ui.models.rows import Row
from monitor_app.ui.saying import size
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.fields import LineField
from monitor_app.ui.widgets.files import AskedFiles, Files
from monitor_app.ui.widgets.progress_panel import ProgressPanel
from monitor_app.ui.widgets.row_list import RowList
from monitor_app.ui.widgets.speaking import Button


class FilesCard(Card):
    """`saved` carries the name of a copy that was written; what goes wrong is said on the screen around."""

    saved = Signal(str)

    def __init__(self, jobs: Callable[[], Jobs], parent: QWidget | None = None) -> None:
        super().__init__(
            N_("Sounds, films and documents"),
            N_("They open in another program only: a copy lies in clear, and that it was saved is logged."),
            parent,
        )
        self.files: Files = AskedFiles()
        self._jobs = jobs
        self._about = ("", "")
        self._running: Running | None = None
        self.list = RowList(N_("Files of this record"))
        self.reason = LineField(N_("Why do you need a copy?"))
        self.save = Button(N_("Save a copy …"))
        self.save.clicked.connect(self._save)
        self.progress = ProgressPanel()
        self.progress.stopped.connect(self._stop)
        for widget in (self.list, self.reason, self.progress):
            self.add(widget)
        self.add(self.save, left=True)

    def about(self, record: str, root: str, photos: Sequence[Photo], *, may_save: bool) -> None:
        """List the files among these that are no pictures; hide where there is none."""
        if record != self._about[0]:
            self.reason.line.clear()
        self._about = (record, root)
        others = [one for one in photos if not one.is_picture]
        self.list.show_rows([_row(one) for one in others])
        self.setVisible(bool(others))
        for widget in (self.reason, self.save):
            widget.setVisible(may_save)

    def _save(self) -> None:
        which, why = WhichFile(*self._about, self.list.current()), self.reason.text()
        try:
            bundling.demand_way_out((), why, in_clear=True)
        except MonitorError as error:
            self._refused(error)
            return
        folder = self.files.folder(self, N_("Choose where to save the copy"))
        if folder is None:
            return
        self.save.setEnabled(False)
        self.progress.begin(N_("Writing the copy"))
        self._running = self._jobs().run(
            self,
            lambda on_desk, progress: copying.save_copy(on_desk, which, folder, reason=why, progress=progress),
            done=self._written,
            progressed=self.progress.show_report,
            failed=self._refused,
        )

    def _stop(self) -> None:
        if self._running is not None:
            self._running.stop()

    def _written(self, written: Export) -> None:
        self._end()
        self.reason.line.clear()
        self.saved.emit(written.path.name)

    def _refused(self, error: MonitorError) -> None:
        self._end()
        complain(self.parent() or self, error)

    def _end(self) -> None:
        self._running = None
        self.progress.hide()
        self.save.setEnabled(True)


def _row(photo: Photo) -> Row:
    return Row(evidence.picture_name(photo), photo.original.name, sentences=(size(photo.original.size),))
