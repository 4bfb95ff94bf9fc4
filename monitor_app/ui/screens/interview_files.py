"""Files for questions of an interview: asked for, sealed in, told by name and size, taken out again."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from monitor_app.errors import MonitorError
from monitor_app.operations import attaching
from monitor_app.operations.attaching import AttachedFile
from monitor_app.text import N_
from monitor_app.ui.forms.file import FileField
from monitor_app.ui.forms.form_view import FormView
from monitor_app.ui.jobs import Jobs
from monitor_app.ui.widgets.files import AskedFiles, Files
from monitor_app.ui.widgets.progress_panel import ProgressPanel


class FileTaking(QObject):
    """Takes files into a draft. `taken` carries the question and the file; `failed` the error."""

    taken = Signal(str, object)
    failed = Signal(object)

    def __init__(self, asker: QWidget, jobs: Callable[[], Jobs], progress: ProgressPanel) -> None:
        super().__init__(asker)
        self.files: Files = AskedFiles()
        self._asker = asker
        self._jobs = jobs
        self._progress = progress
        self._draft = ""
        self._form: FormView | None = None
        self._known: Mapping[str, AttachedFile] = {}

    def follow(self, form: FormView, draft: str) -> None:
        """Serve the questions of a form, for a draft."""
        self._form, self._draft, self._known = form, draft, {}
        form.file_wanted.connect(self._ask)
        form.file_dropped.connect(self._drop)
        form.shown.connect(self.tell)
        self._jobs().read(self, lambda desk: attaching.attached(desk, draft), done=self._learn)

    def take(self, path: str, file: Path) -> None:
        """Seal a file into the record, for the question at `path`."""
        self._progress.begin(N_("Sealing the file"))
        draft = self._draft
        running = self._jobs().run(
            self,
            lambda on_desk, progress: attaching.attach(on_desk, draft, file, question=path, progress=progress),
            done=lambda taken: self._done(path, taken),
            progressed=self._progress.show_report,
            failed=self._failed,
        )
        self._progress.stopped.connect(running.stop)

    def tell(self) -> None:
        """Say at each question what its file was called and how large it is."""
        for field in self._form.built() if self._form is not None else ():
            if isinstance(field, FileField):
                found = self._known.get(str(field.view.value or ""))
                if found is not None:
                    field.tell(found.called, found.size)

    def _ask(self, path: str, endings: str) -> None:
        file = self.files.file(self._asker, N_("Choose a file"), endings)
        if file is not None:
            self.take(path, file)

    def _drop(self, _: str, name: str) -> None:
        draft = self._draft
        self._jobs().write(self, lambda desk: attaching.detach(desk, draft, name), failed=self._failed)

    def _learn(self, known: Mapping[str, AttachedFile]) -> None:
        self._known = {**known, **self._known}
        self.tell()

    def _done(self, path: str, file: AttachedFile) -> None:
        self._progress.hide()
        self._known = {**self._known, file.name: file}
        self.taken.emit(path, file)
        self.tell()

    def _failed(self, error: MonitorError) -> None:
        self._progress.hide()
        self.failed.emit(error)
