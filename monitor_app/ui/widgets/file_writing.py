"""One file that leaves: looked at first, then written, then told where it lies; refusals stand below.

What is prepared and how it is written, the screen knows; which step it is, this one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout

from monitor_app.domain.supply import Party
from monitor_app.errors import Cancelled, KeyRefused, MonitorError
from monitor_app.operations import bundling, letters
from monitor_app.operations.bundling import PreviewRow
from monitor_app.operations.changes import NOTHING, Changes
from monitor_app.operations.desk import OnDesk
from monitor_app.ports import Progress
from monitor_app.text import N_, Message
from monitor_app.ui.jobs import Running
from monitor_app.ui.screens.base import Screen
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.files import Files
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.leaving import Leaving
from monitor_app.ui.widgets.message_panel import MessagePanel
from monitor_app.ui.widgets.progress_panel import ProgressPanel
from monitor_app.ui.widgets.speaking import Button, Words

R = TypeVar("R")
Work = Callable[[OnDesk, Progress], tuple[R, Changes]]


@dataclass(frozen=True, kw_only=True)
class WritingWords:
    """What the steps are called: the buttons, the question for a folder, the result, and what to do with it."""

    write: Message
    where: Message
    writing: Message
    written: Message
    again: Message
    other_way: Message


class Step(Enum):
    """Where somebody stands with a file."""

    CHOOSING = "choosing"
    LOOKING = "looking"
    WRITTEN = "written"


class FileWriting(QObject):
    """Leads through the steps. `changed` when the step or being busy changes; `key_refused` carries the error.

    The screen puts `leaving` and `result` into its body, and the buttons at its foot by `put_foot`.
    """

    changed = Signal()
    key_refused = Signal(object)

    def __init__(self, screen: Screen, words: WritingWords, files: Callable[[], Files]) -> None:
        super().__init__(screen)
        self._screen, self._words, self._files = screen, words, files
        self._running: Running | None = None
        self.step = Step.CHOOSING
        self.leaving = Leaving()
        self.refusal = MessagePanel()
        self.progress = ProgressPanel()
        self.progress.stopped.connect(self._stop)
        self.look = Button(N_("Show what would leave"), "primary")
        self.write = Button(words.write, "primary", picture="export")
        self.back = Button(N_("Back to the choices"), "quiet", picture="back")
        self.back.clicked.connect(self.start_over)
        self._build_result()

    @property
    def is_busy(self) -> bool:
        """Say whether something is being looked at or written."""
        return self._running is not None

    def put_foot(self, outer: QVBoxLayout, *more: Button) -> None:
        """Put refusals, progress and buttons below what scrolls, with `more` of the screen's own."""
        bar = Flow()
        for button in (self.look, self.write, self.back, *more):
            bar.addWidget(button)
        outer.addWidget(self.refusal)
        outer.addWidget(self.progress)
        outer.addLayout(bar)

    def start_over(self) -> None:
        """Go back to the choices, and forget what was prepared."""
        self.refusal.dismiss()
        self._go(Step.CHOOSING)

    def show_prepared(self, rows: Sequence[PreviewRow], audience: Party) -> None:
        """Show what would leave."""
        self.leaving.show_rows(rows, audience)
        self._go(Step.LOOKING)
        self.leaving.setFocus()

    def show_written(self, path: Path, how: Message) -> None:
        """Tell where the file lies and what to do with it."""
        self.result.sentence.say(str(path))
        self.result.sentence.show()
        self.how.say(how)
        self._go(Step.WRITTEN)

    def run(self, what: Message, work: "Work[R]", done: Callable[[R], None]) -> None:
        """Do something long, with progress and a way to stop it."""
        self.refusal.dismiss()
        self._screen.notice.dismiss()
        self.progress.begin(what)

        def ended(result: R) -> None:
            self._end()
            done(result)
            self.arrange()

        self._running = self._screen.jobs.run(
            self, work, done=ended, progressed=self.progress.show_report, failed=self._refused
        )
        self.arrange()

    def write_into(
        self, work: "Callable[[OnDesk, Path, Progress], tuple[R, Changes]]", done: Callable[[R], None]
    ) -> None:
        """Ask for a folder and write there."""
        folder = self._files().folder(self._screen, self._words.where)
        if folder is not None:
            self.run(self._words.writing, lambda on_desk, progress: work(on_desk, folder, progress), done)

    def arrange(self) -> None:
        """Show what belongs to this step."""
        is_looking = self.step is Step.LOOKING
        self.leaving.setVisible(is_looking)
        self.result.setVisible(self.step is Step.WRITTEN)
        self.look.setVisible(self.step is Step.CHOOSING)
        self.write.setVisible(is_looking)
        self.back.setVisible(is_looking)
        for button in (self.look, self.write, self.back):
            button.setEnabled(not self.is_busy)
        self.changed.emit()

    def _go(self, step: Step) -> None:
        self.step = step
        self.arrange()

    def _build_result(self) -> None:
        self.result = Card(self._words.written, "")
        self.how = Words("")
        self.save_signers = Button(N_("Save the file allowed_signers"), "primary")
        self.save_signers.clicked.connect(self._save_signers)
        self.another = Button(self._words.again)
        self.another.clicked.connect(self.start_over)
        self.buttons = Flow()
        for button in (self.save_signers, self.another):
            self.buttons.addWidget(button)
        self.result.add(self.how)
        self.result.rows.addLayout(self.buttons)

    def _save_signers(self) -> None:
        path = self._files().new_file(self._screen, N_("Save the file allowed_signers"), "allowed_signers")
        if path is None:
            return

        def work(on_desk: OnDesk, _: Progress) -> tuple[Path, Changes]:
            letters.write_letter(path, on_desk(bundling.allowed_signers))
            return path, NOTHING

        self._screen.jobs.run(self, work, done=self._saved, failed=self._screen.complain)

    def _saved(self, path: Path) -> None:
        told = N_("The list of signers is saved as {file}.", file=path.name)
        self._screen.notice.tell(told, self._words.other_way, style="ok")

    def _stop(self) -> None:
        if self._running is not None:
            self._running.stop()

    def _refused(self, error: MonitorError) -> None:
        self._end()
        if isinstance(error, Cancelled) and self.step is Step.LOOKING:
            self.refusal.tell(error.message, N_("Nothing was written."))
        else:
            if isinstance(error, KeyRefused):
                self.key_refused.emit(error)
            self.refusal.complain(error)
        self.arrange()

    def _end(self) -> None:
        self._running = None
        self.progress.hide()
