"""What the window does by itself for an open vault: promises kept by the hour, forms made ready, an exchange.

It knows no screen; what fails is for the window to say.
"""

from PySide6.QtCore import QObject, QTimer

from monitor_app.ui.jobs import Jobs
from monitor_app.work.writer import Priority

_HOUR_MS = 60 * 60 * 1000


class Chores(QObject):
    """The chores of one window, begun when a vault is opened."""

    def __init__(self, window: QObject) -> None:
        super().__init__(window)
        self._window = window
        self._jobs: Jobs | None = None
        self._hourly = QTimer(self)
        self._hourly.setInterval(_HOUR_MS)
        self._hourly.timeout.connect(self._keep_promises)

    def begin(self, jobs: Jobs, *, syncs: bool) -> None:
        """Do what is due now, and begin the hours. With `syncs`, exchange as soon as a place is there."""
        from monitor_app.operations import erasing, questionnaires

        self._jobs = jobs
        self._hourly.start()
        jobs.read(self._window, questionnaires.are_shipped_ready, done=self._prepare_questionnaires)
        jobs.write(self._window, erasing.tidy)
        jobs.write(self._window, questionnaires.note_rows, priority=Priority.BACKGROUND)
        if syncs:
            from monitor_app.ui import exchange

            exchange.begin_by_itself(jobs)

    def stop(self) -> None:
        """Do nothing more."""
        self._hourly.stop()
        self._jobs = None

    def _keep_promises(self) -> None:
        """Drop what was promised to be deleted by today: a window may stand open for days."""
        from monitor_app.operations import identity

        if self._jobs is not None:
            self._jobs.write(self._window, identity.enforce, priority=Priority.BACKGROUND)

    def _prepare_questionnaires(self, are_ready: bool) -> None:  # noqa: FBT001 - what was read
        from monitor_app.operations import questionnaires

        if not are_ready and self._jobs is not None:
            self._jobs.run(self._window, lambda on_desk, _: questionnaires.add_shipped(on_desk))
