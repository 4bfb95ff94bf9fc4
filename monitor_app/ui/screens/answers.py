"""Answers out and in: tables or submissions of a questionnaire, seen before they leave; a zip taken in."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout

from monitor_app.domain.supply import Party
from monitor_app.errors import Cancelled, KeyRefused, MonitorError
from monitor_app.operations import answers, bundling, letters, submissions
from monitor_app.operations.answers import Export, Preparation, Questionnaire, Reader
from monitor_app.operations.changes import NOTHING, Changes, Topic
from monitor_app.operations.desk import OnDesk
from monitor_app.operations.submissions import Refusal, Report
from monitor_app.ports import Progress
from monitor_app.text import N_, Message
from monitor_app.ui.jobs import Running
from monitor_app.ui.models.rows import Row
from monitor_app.ui.saying import size
from monitor_app.ui.screens.base import Failed, Screen, Shell, Then
from monitor_app.ui.widgets.answer_choices import READERS, AnswerChoices
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.files import AskedFiles, Files
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.guide_link import link_to_guide
from monitor_app.ui.widgets.leaving import Leaving
from monitor_app.ui.widgets.message_panel import MessagePanel
from monitor_app.ui.widgets.progress_panel import ProgressPanel
from monitor_app.ui.widgets.row_list import RowList
from monitor_app.ui.widgets.speaking import Button, Words, look

_SHOWN = 50


class Answers(Screen):
    """Answers how what was answered gets into tables and other programs, and from there to here."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.QUESTIONNAIRES})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.files: Files = AskedFiles()
        self._known: list[Questionnaire] = []
        self._prepared: Preparation | None = None
        self._written: Export | None = None
        self._running: Running | None = None
        self.choices = AnswerChoices()
        self.choices.changed.connect(self._start_over)
        self.leaving = Leaving()
        self._build_result()
        self._build_taking()
        for widget in (self.choices, self.leaving, self.result, self.taking):
            self.body.addWidget(widget)
        link_to_guide(self.body, shell, "answers")
        self._build_bar()

    def enter(self, subject: str = "") -> None:
        """Show the choices, for a questionnaire of this id if there is one."""
        self.notice.dismiss()
        self.choices.start_over()
        self.report.hide()
        self._start_over()
        self.refresh()
        if subject:
            self.choices.form.choose(subject)

    def leave(self, then: Then, failed: Failed) -> None:
        """Forget what was prepared and any secret shown."""
        self.choices.start_over()
        self._start_over()
        super().leave(then, failed)

    def refresh(self) -> None:
        """Read the questionnaires again."""
        self.shell.entitle(N_("Answers"), N_("Tables for a spreadsheet, and the way from and to ODK and Kobo."))
        self.jobs.read(self, answers.questionnaires, done=self._offer)

    def _build_result(self) -> None:
        self.result = Card(N_("The file is written and was read back"), "")
        self.how = Words("")
        self.save_signers = Button(N_("Save the file allowed_signers"))
        self.save_signers.clicked.connect(self._save_signers)
        self.another = Button(N_("Write another file"))
        self.another.clicked.connect(self._start_over)
        row = Flow()
        for button in (self.save_signers, self.another):
            row.addWidget(button)
        self.result.add(self.how)
        self.result.rows.addLayout(row)

    def _build_taking(self) -> None:
        self.taking = Card(
            N_("Take submissions in"),
            N_(
                "A zip from ODK, Kobo or this program, with one XML file for each submission and its pictures. "
                "What is here already is left as it is."
            ),
        )
        self.take = Button(N_("Choose a zip …"), picture="plus")
        self.take.clicked.connect(self._take)
        self.report = Card(N_("What came of it"), "")
        self.refusals = RowList(N_("What was refused or left out"), still=True)
        self.report.add(self.refusals)
        self.taking.add(self.take, left=True)
        self.taking.add(self.report)

    def _build_bar(self) -> None:
        self.refusal = MessagePanel()
        self.progress = ProgressPanel()
        self.progress.stopped.connect(self._stop)
        self.look = Button(N_("Show what would leave"), "primary")
        self.look.clicked.connect(self._prepare)
        self.write = Button(N_("Seal and write the file …"), "primary")
        self.write.clicked.connect(self._write)
        self.back = Button(N_("Back to the choices"), "quiet", picture="back")
        self.back.clicked.connect(self._start_over)
        bar = Flow()
        for button in (self.look, self.write, self.back):
            bar.addWidget(button)
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)
        outer.addWidget(self.refusal)
        outer.addWidget(self.progress)
        outer.addLayout(bar)

    def _offer(self, known: list[Questionnaire]) -> None:
        self._known = known
        self.choices.offer(known)
        if not known:
            self.notice.tell(
                N_("There is no questionnaire here yet."), N_("Add one under Questionnaires first.")
            )
        self._arrange()

    def _start_over(self) -> None:
        self._prepared, self._written = None, None
        self.refusal.dismiss()
        self._arrange()

    def _arrange(self) -> None:
        prepared, written, busy = self._prepared, self._written, self._running is not None
        is_choosing = prepared is None and written is None
        self.leaving.setVisible(prepared is not None and written is None)
        self.result.setVisible(written is not None)
        for widget in (self.choices, self.taking, self.look):
            widget.setVisible(is_choosing)
        for button in (self.write, self.back):
            button.setVisible(prepared is not None and written is None)
        self.look.setEnabled(bool(self._known) and not busy)
        for button in (self.write, self.back, self.take):
            button.setEnabled(not busy)

    def _prepare(self) -> None:
        request = self.choices.request()
        self._begin(N_("Looking at every record"))

        def work(on_desk: OnDesk, progress: Progress) -> tuple[Preparation, Changes]:
            return answers.prepare(on_desk, request, progress=progress), NOTHING

        self._running = self.jobs.run(
            self, work, done=self._show_prepared, progressed=self.progress.show_report, failed=self._refused
        )
        self._arrange()

    def _show_prepared(self, prepared: Preparation) -> None:
        self._end()
        self._prepared = prepared
        self.leaving.show_rows(prepared.rows, Party.WORKERS)
        self.leaving.audience.say(READERS[Reader(prepared.request.reader)][0])
        is_sealed = bool(prepared.request.recipients)
        self.write.say(N_("Seal and write the file …") if is_sealed else N_("Write the file in clear …"))
        look(self.write, "primary" if is_sealed else "danger")
        self._arrange()
        self.leaving.setFocus()

    def _write(self) -> None:
        prepared = self._prepared
        folder = self.files.folder(self, N_("Choose where to write the file"))
        if prepared is None or folder is None:
            return
        self._begin(N_("Writing answers"))
        self._running = self.jobs.run(
            self,
            lambda on_desk, progress: answers.export(on_desk, prepared, folder, progress=progress),
            done=self._show_written,
            progressed=self.progress.show_report,
            failed=self._refused,
        )
        self._arrange()

    def _show_written(self, written: Export) -> None:
        self._end()
        is_sealed = self._prepared is not None and bool(self._prepared.request.recipients)
        self._written = written
        self.result.sentence.say(str(written.path))
        self.result.sentence.show()
        told = size(written.written.sealed_size)
        self.how.say(
            N_("{size}, sealed. Hand the file allowed_signers over by another way.", size=told)
            if is_sealed
            else N_(
                "{size}, in clear. Delete it when it is no longer needed; that it was written is noted.",
                size=told,
            )
        )
        self.save_signers.setVisible(is_sealed)
        self._arrange()
        self.another.setFocus()

    def _save_signers(self) -> None:
        path = self.files.new_file(self, N_("Save the file allowed_signers"), "allowed_signers")
        if path is None:
            return

        def work(on_desk: OnDesk, _: Progress) -> tuple[Path, Changes]:
            letters.write_letter(path, on_desk(bundling.allowed_signers))
            return path, NOTHING

        self.jobs.run(self, work, done=self._saved)

    def _saved(self, path: Path) -> None:
        self.notice.tell(N_("The list of signers is saved as {file}.", file=path.name), style="ok")

    def _take(self) -> None:
        path = self.files.file(self, N_("Choose a zip of submissions"), "*.zip")
        if path is None:
            return
        self.report.hide()
        self._begin(N_("Taking in submissions"))
        self._running = self.jobs.run(
            self,
            lambda on_desk, progress: submissions.take_in(on_desk, path, progress=progress),
            done=self._show_report,
            progressed=self.progress.show_report,
            failed=self._refused,
        )
        self._arrange()

    def _show_report(self, report: Report) -> None:
        self._end()
        self.report.sentence.say(
            N_(
                "New records: {made}. Revised: {revised}. Known before: {known}. Pictures: {pictures}.",
                made=report.made,
                revised=report.revised,
                known=report.known,
                pictures=report.pictures,
            )
        )
        self.report.sentence.show()
        rows = [*_told(report.refused, N_("Refused"), "bad"), *_told(report.left_out, N_("Left out"), "warn")]
        self.refusals.show_rows(rows[:_SHOWN])
        self.refusals.setVisible(bool(rows))
        self.report.show()
        self._arrange()

    def _begin(self, what: Message) -> None:
        self.refusal.dismiss()
        self.notice.dismiss()
        self.progress.begin(what)

    def _stop(self) -> None:
        if self._running is not None:
            self._running.stop()

    def _refused(self, error: MonitorError) -> None:
        self._end()
        if isinstance(error, Cancelled) and self._prepared is not None:
            self.refusal.tell(error.message, N_("Nothing was written."))
        else:
            if isinstance(error, KeyRefused):
                self.choices.recipients.notice.complain(error)
            self.refusal.complain(error)
        self._arrange()

    def _end(self) -> None:
        self._running = None
        self.progress.hide()


def _told(refusals: Sequence[Refusal], state: Message, style: str) -> list[Row]:
    return [
        Row(f"{style}{at}", N_("Entry {number} of the zip", number=one.number), state, style, (one.reason,))
        for at, one in enumerate(refusals)
    ]
