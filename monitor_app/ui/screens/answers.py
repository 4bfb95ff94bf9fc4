"""Answers out and in: tables or submissions of a questionnaire, seen before they leave; a zip taken in."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout

from monitor_app.domain.supply import Party
from monitor_app.operations import answers, submissions
from monitor_app.operations.answers import Export, Preparation, Questionnaire, Reader
from monitor_app.operations.changes import NOTHING, Changes, Topic
from monitor_app.operations.desk import OnDesk
from monitor_app.operations.submissions import Refusal, Report
from monitor_app.ports import Progress
from monitor_app.text import N_, Message
from monitor_app.ui.models.rows import Row
from monitor_app.ui.saying import size
from monitor_app.ui.screens.base import Failed, Screen, Shell, Then
from monitor_app.ui.widgets.answer_choices import READERS, AnswerChoices
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.file_writing import FileWriting, Step, WritingWords
from monitor_app.ui.widgets.files import AskedFiles, Files
from monitor_app.ui.widgets.guide_link import link_to_guide
from monitor_app.ui.widgets.row_list import RowList
from monitor_app.ui.widgets.speaking import Button, look

_SHOWN = 50
_WORDS = WritingWords(
    write=N_("Seal and write the file …"),
    where=N_("Choose where to write the file"),
    writing=N_("Writing answers"),
    written=N_("The file is written and was read back"),
    again=N_("Write another file"),
    other_way=N_("Give it to the recipient by another way than the package."),
)


class Answers(Screen):
    """Answers how what was answered gets into tables and other programs, and from there to here."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.QUESTIONNAIRES})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.files: Files = AskedFiles()
        self._known: list[Questionnaire] = []
        self._prepared: Preparation | None = None
        self.choices = AnswerChoices()
        self.writing = writing = FileWriting(self, _WORDS, lambda: self.files)
        self.leaving, self.result, self.refusal = writing.leaving, writing.result, writing.refusal
        self.look, self.write, self.save_signers = writing.look, writing.write, writing.save_signers
        self._build_taking()
        for widget in (self.choices, self.leaving, self.result, self.taking):
            self.body.addWidget(widget)
        link_to_guide(self.body, shell, "answers")
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)
        writing.put_foot(outer)
        self._connect()

    def enter(self, subject: str = "") -> None:
        """Show the choices, for a questionnaire of this id if there is one."""
        self.notice.dismiss()
        self.choices.start_over()
        self.report.hide()
        self.writing.start_over()
        self.refresh()
        if subject:
            self.choices.form.choose(subject)

    def leave(self, then: Then, failed: Failed) -> None:
        """Forget what was prepared and any secret shown."""
        self.choices.start_over()
        self.writing.start_over()
        super().leave(then, failed)

    def refresh(self) -> None:
        """Read the questionnaires again."""
        self.shell.entitle(N_("Answers"), N_("Tables for a spreadsheet, and the way from and to ODK and Kobo."))
        self.jobs.read(self, answers.questionnaires, done=self._offer)

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

    def _connect(self) -> None:
        self.choices.changed.connect(self.writing.start_over)
        self.look.clicked.connect(self._prepare)
        self.write.clicked.connect(self._write)
        self.writing.changed.connect(self._arrange)
        self.writing.key_refused.connect(self.choices.recipients.notice.complain)

    def _offer(self, known: list[Questionnaire]) -> None:
        self._known = known
        self.choices.offer(known)
        if not known:
            self.notice.tell(
                N_("There is no questionnaire here yet."), N_("Add one under Questionnaires first.")
            )
        self.writing.arrange()

    def _arrange(self) -> None:
        is_choosing, is_busy = self.writing.step is Step.CHOOSING, self.writing.is_busy
        for widget in (self.choices, self.taking):
            widget.setVisible(is_choosing)
        self.look.setEnabled(bool(self._known) and not is_busy)
        self.take.setEnabled(not is_busy)
        if is_choosing:
            self._prepared = None

    def _prepare(self) -> None:
        request = self.choices.request()

        def work(on_desk: OnDesk, progress: Progress) -> tuple[Preparation, Changes]:
            return answers.prepare(on_desk, request, progress=progress), NOTHING

        self.writing.run(N_("Looking at every record"), work, self._show_prepared)

    def _show_prepared(self, prepared: Preparation) -> None:
        is_sealed = bool(prepared.request.recipients)
        self.write.say(_WORDS.write if is_sealed else N_("Write the file in clear …"))
        look(self.write, "primary" if is_sealed else "danger")
        self.write.repaint_icon()
        self.writing.show_prepared(prepared.rows, Party.WORKERS)
        self.leaving.audience.say(READERS[Reader(prepared.request.reader)][0])
        self._prepared = prepared

    def _write(self) -> None:
        prepared = self._prepared
        if prepared is not None:
            self.writing.write_into(
                lambda on_desk, folder, progress: answers.export(on_desk, prepared, folder, progress=progress),
                lambda written: self._show_written(written, is_sealed=bool(prepared.request.recipients)),
            )

    def _show_written(self, written: Export, *, is_sealed: bool) -> None:
        told = size(written.written.sealed_size)
        how = (
            N_("{size}, sealed. Hand the file allowed_signers over by another way.", size=told)
            if is_sealed
            else N_(
                "{size}, in clear. Delete it when it is no longer needed; that it was written is noted.",
                size=told,
            )
        )
        self.writing.show_written(written.path, how)
        self.save_signers.setVisible(is_sealed)
        self.writing.another.setFocus()

    def _take(self) -> None:
        path = self.files.file(self, N_("Choose a zip of submissions"), "*.zip")
        if path is None:
            return
        self.report.hide()
        self.writing.run(
            N_("Taking in submissions"),
            lambda on_desk, progress: submissions.take_in(on_desk, path, progress=progress),
            self._show_report,
        )

    def _show_report(self, report: Report) -> None:
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


def _told(refusals: Sequence[Refusal], state: Message, style: str) -> list[Row]:
    return [
        Row(f"{style}{at}", N_("Entry {number} of the zip", number=one.number), state, style, (one.reason,))
        for at, one in enumerate(refusals)
    ]
