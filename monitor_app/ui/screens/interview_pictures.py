"""Pictures for a question of an interview: asked for, sealed in, and what could not be taken."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from monitor_app.errors import MonitorError
from monitor_app.operations import evidence
from monitor_app.operations.evidence import Imported, Tag
from monitor_app.text import N_
from monitor_app.ui.jobs import Jobs
from monitor_app.ui.widgets.files import AskedFiles
from monitor_app.ui.widgets.progress_panel import ProgressPanel

_PICTURES = "*.jpg *.jpeg *.png *.webp *.heic *.tif *.tiff"


class PictureTaking(QObject):
    """Takes pictures into a draft. `taken` carries the question and what came of it; `failed` the error."""

    taken = Signal(str, object)
    failed = Signal(object)

    def __init__(self, asker: QWidget, jobs: Callable[[], Jobs], progress: ProgressPanel) -> None:
        super().__init__(asker)
        self._asker = asker
        self._jobs = jobs
        self._progress = progress

    def ask(self, draft: str, path: str) -> None:
        """Ask for picture files for the question at `path`, and take them in."""
        chosen = AskedFiles().several(self._asker, N_("Choose pictures"), _PICTURES)
        if chosen:
            self.take(draft, path, chosen)

    def take(self, draft: str, path: str, files: list[Path]) -> None:
        """Seal pictures into the record, for the question at `path`."""
        self._progress.begin(N_("Taking in pictures"))
        running = self._jobs().run(
            self,
            lambda on_desk, progress: evidence.import_photos(
                on_desk, draft, [evidence.found_file(file) for file in files], tag=Tag(path), progress=progress
            ),
            done=lambda taken: self._done(path, taken),
            progressed=self._progress.show_report,
            failed=self._failed,
        )
        self._progress.stopped.connect(running.stop)

    def _done(self, path: str, taken: Imported) -> None:
        self._progress.hide()
        self.taken.emit(path, taken)

    def _failed(self, error: MonitorError) -> None:
        self._progress.hide()
        self.failed.emit(error)
