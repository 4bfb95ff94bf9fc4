"""The interview: one page at a time, every answer kept at once, and finishing when nothing is left to check."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from monitor_app.errors import MonitorError
from monitor_app.forms.filling import Filling
from monitor_app.operations import collecting, evidence, questionnaires
from monitor_app.operations.collecting import FinishOutcome, Resumed
from monitor_app.operations.desk import Desk
from monitor_app.operations.evidence import Imported, Tag
from monitor_app.text import N_
from monitor_app.ui.forms.form_view import FormView
from monitor_app.ui.forms.go_to import GoTo
from monitor_app.ui.forms.interview_head import InterviewHead
from monitor_app.ui.forms.keeping import Keeper
from monitor_app.ui.forms.outline import Outline
from monitor_app.ui.forms.problems import ProblemList
from monitor_app.ui.forms.wording import Wording
from monitor_app.ui.screens.base import Failed, Screen, Shell, Then, scrolled
from monitor_app.ui.translation import bus, tr
from monitor_app.ui.widgets.discreet import discreet
from monitor_app.ui.widgets.progress_panel import ProgressPanel
from monitor_app.ui.widgets.speaking import Button, Words, look

_NARROW_EM = 42
_PICTURES = "*.jpg *.jpeg *.png *.webp *.heic *.tif *.tiff"


@dataclass(frozen=True)
class Opened:
    """A draft as the screen needs it: the filling, and which languages a person has reviewed."""

    resumed: Resumed
    reviewed: Mapping[str, bool]
    readable: frozenset[str]


def open_draft(desk: Desk, draft_id: str) -> Opened:
    """Read a draft and what may be shown of it."""
    resumed = collecting.resume(desk, draft_id)
    form = resumed.filling.form
    reviewed = {language: questionnaires.is_reviewed(form, language) for language in form.languages}
    readable = frozenset(resumed.filling.draft().keys() & resumed.draft.sealed.keys())
    return Opened(resumed, reviewed, readable)


class Interview(Screen):
    """A draft being filled in."""

    scrolls = False

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.draft_id = ""
        self.form_view: FormView | None = None
        self.keeper: Keeper | None = None
        self._opened: Opened | None = None
        self._build()
        self.offers |= {
            "next_page": lambda: self.turn(1),
            "previous_page": lambda: self.turn(-1),
            "next_problem": self.next_problem,
            "go_to_question": self.go_to_question,
            "add_row": self._add_row,
            "toggle_outline": self.head.outline.click,
        }
        bus.changed.connect(self._show_outline)

    # Coming and going
    def enter(self, subject: str = "") -> None:
        """Open the draft `subject` where it was left."""
        self._close_draft()
        self.draft_id = subject
        self.notice.hide()
        self.problems.hide()
        self.jobs.read(self, lambda desk: open_draft(desk, subject), done=self._show_draft)

    def leave(self, then: Then, failed: Failed) -> None:
        """Hand over what is being typed, and wait until all is durable."""
        if self.form_view is None or self.keeper is None:
            then()
            return
        self.form_view.commit()
        self.keeper.after(then, failed)

    def _show_draft(self, opened: Opened) -> None:
        filling, draft = opened.resumed.filling, opened.resumed.draft
        self._opened = opened
        self.wording = Wording(filling, lambda language: opened.reviewed.get(language, True))
        held = {**draft.answers, **{path: filling.draft()[path] for path in opened.readable}}
        self.keeper = Keeper(self.jobs, self.draft_id, filling, held, draft.known)
        self.keeper.state_changed.connect(self.shell.show_kept)
        self.keeper.refused.connect(self.complain)
        self.form_view = FormView(filling, self.wording)
        self.form_view.changed.connect(self._answered)
        self.form_view.typing.connect(self.keeper.typing)
        self.form_view.rested.connect(self._rested)
        self.form_view.page_wanted.connect(self.show_page)
        self.form_view.picture_wanted.connect(self._ask_picture)
        self._page_rows.insertWidget(self._page_rows.indexOf(self.reason_row), self.form_view)
        self.head.show_languages(filling.form.languages, self.wording)
        self.reason_row.setVisible(bool(draft.replaces))
        self.shell.entitle(draft.pseudonym, filling.form.title)
        self._resume_at(opened.resumed.place)

    def _resume_at(self, place: str) -> None:
        pages = self._filling.pages()
        if place in pages:
            self.show_page(place)
            return
        page = self._page_of(place) if place else pages[0]
        self.show_page(page if page in pages else pages[0], place)

    def _page_of(self, path: str) -> str:
        try:
            return self._filling.page_of(path)
        except MonitorError:
            return self._filling.pages()[0]

    def _close_draft(self) -> None:
        if self.form_view is not None:
            self.form_view.blockSignals(True)  # noqa: FBT003 - Qt's own signature
            self.form_view.hide()
            self.form_view.deleteLater()
        self.form_view, self._opened = None, None

    # Pages
    @property
    def _filling(self) -> Filling:
        assert self._opened is not None
        return self._opened.resumed.filling

    def show_page(self, page: str, question: str = "") -> None:
        """Show a page; what was typed on the one before is handed over first."""
        if self.form_view is None or self.keeper is None:
            return
        self.form_view.commit()
        self.form_view.show_page(page, focus=question)
        self.keeper.keep(place=question or page)
        self.area.verticalScrollBar().setValue(0)
        self._show_outline()
        if question:
            QTimer.singleShot(0, self, lambda: self._scroll_to(question))

    def _scroll_to(self, question: str) -> None:
        field = self.form_view.field(question) if self.form_view is not None else None
        inside = self.area.widget()
        if field is not None and inside is not None:
            self.area.verticalScrollBar().setValue(field.mapTo(inside, QPoint(0, 0)).y())

    def turn(self, step: int) -> None:
        """Go to the next or the previous page."""
        if self.form_view is None:
            return
        self.form_view.commit()
        pages = self._filling.pages()
        at = pages.index(self.form_view.path) + step if self.form_view.path in pages else 0
        if at == len(pages):
            self.finish()
        elif at >= 0:
            self.show_page(pages[at])

    def next_problem(self) -> None:
        """Go to the next question that keeps the record from being finished."""
        if self.form_view is None:
            return
        self.form_view.commit()
        problems = self._filling.problems()
        if not problems:
            self.notice.tell(N_("Nothing is left to check."), N_("You can finish the record."), style="ok")
            return
        paths = [problem.path for problem in problems]
        at = paths.index(self._problem) + 1 if self._problem in paths else 0
        chosen = problems[at % len(problems)]
        self.show_problem(chosen.page, chosen.path)

    def show_problem(self, page: str, path: str) -> None:
        """Show a question and what is to check there."""
        self._problem = path
        self.show_page(page, path)
        field = self.form_view.field(path) if self.form_view is not None else None
        if field is not None:
            field.complain_now()

    def go_to_question(self) -> None:
        """Ask for a question and go there."""
        if self.form_view is not None:
            dialog = GoTo(self.wording.entries(), self)
            dialog.chosen.connect(self.show_page)
            dialog.open()

    # Answers
    def _answered(self, path: str) -> None:
        if self.keeper is not None:
            self.keeper.keep(place=path)
        if self.problems.isVisible():
            self.problems.show_problems(self.wording.problems())
        self._show_outline()

    def _rested(self) -> None:
        if self.keeper is not None and self.form_view is not None:
            self.keeper.typed()

    def _speak(self, language: str) -> None:
        if self.form_view is not None and self.keeper is not None:
            self.form_view.commit()
            self._filling.set_language(language)
            self.keeper.keep(language=language)
            self.form_view.refresh()
            self._show_outline()

    def _speak_second(self, language: str) -> None:
        if self.form_view is not None:
            self.wording.second = language
            self.form_view.refresh()

    def _add_row(self) -> None:
        if self.form_view is not None:
            self.form_view.add_entry()

    # Pictures
    def _ask_picture(self, path: str) -> None:
        words = tr(N_("Choose pictures"))
        names, _ = QFileDialog.getOpenFileNames(self, words, "", f"{tr(N_('Pictures'))} ({_PICTURES})")
        if names:
            self.take_pictures(path, [Path(name) for name in names])

    def take_pictures(self, path: str, files: list[Path]) -> None:
        """Seal pictures into the record, for the question at `path`."""
        draft = self.draft_id
        self.progress.begin(N_("Taking in pictures"))
        running = self.jobs.run(
            self,
            lambda on_desk, progress: evidence.import_photos(
                on_desk, draft, [evidence.found_file(file) for file in files], tag=Tag(path), progress=progress
            ),
            done=lambda taken: self._pictures_taken(path, taken),
            progressed=self.progress.show_report,
            failed=self._pictures_failed,
        )
        self.progress.stopped.connect(running.stop)

    def _pictures_taken(self, path: str, taken: Imported) -> None:
        self.progress.hide()
        if taken.kept and self.form_view is not None:
            self._filling.answer(path, taken.names[-1])
            self.form_view.refresh()
            self._answered(path)
        if taken.refused:
            self.notice.tell(
                N_("Pictures that could not be taken in: {count}", count=len(taken.refused)),
                taken.refused[0].reason,
                style="warn",
            )

    def _pictures_failed(self, error: MonitorError) -> None:
        self.progress.hide()
        self.complain(error)

    # Finishing
    def finish(self) -> None:
        """Keep everything, then finish the record if nothing is left to check."""
        self.leave(self._finish_now, self.complain)

    def _finish_now(self) -> None:
        draft, reason = self.draft_id, self.reason.text()
        self.jobs.write(self, lambda desk: collecting.finish(desk, draft, reason=reason), done=self._finished)

    def _finished(self, outcome: FinishOutcome) -> None:
        found = outcome.problems
        self.problems.show_problems(found and (self.wording.problems() or found))
        if outcome.problems:
            self.area.verticalScrollBar().setValue(0)
            self.next_problem()
            return
        code = self._opened.resumed.draft.pseudonym if self._opened is not None else ""
        self._close_draft()
        self.reason.clear()
        self.shell.go("today", code)

    # Building
    def _build(self) -> None:
        self._problem = ""
        self._is_narrow = False
        self.head = InterviewHead()
        self.head.language_chosen.connect(self._speak)
        self.head.second_chosen.connect(self._speak_second)
        self.outline = Outline()
        self.head.outline.toggled.connect(self.outline.setVisible)
        self.outline.chosen.connect(self.show_page)
        self.head.outline.setChecked(True)
        self.progress = ProgressPanel()
        self.body.setSpacing(12)
        self.body.addWidget(self.head)
        self.body.addWidget(self.progress)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.outline)
        row.addLayout(self._build_page(), 1)
        self.body.addLayout(row, 1)

    def _build_page(self) -> QVBoxLayout:
        column = QVBoxLayout()
        self.problems = ProblemList()
        self.problems.chosen.connect(self.show_problem)
        self.reason_row = QWidget()
        reason_rows = QVBoxLayout(self.reason_row)
        self.reason = discreet(QLineEdit())
        self.reason.setAccessibleName(tr(N_("Why was this record changed?")))
        reason_rows.addWidget(Words(N_("Why was this record changed?"), "strong"))
        reason_rows.addWidget(self.reason)
        self.reason_row.hide()
        self._page_rows = QVBoxLayout()
        self._page_rows.setContentsMargins(4, 4, 8, 8)
        self._page_rows.addWidget(self.problems)
        self._page_rows.addWidget(self.reason_row)
        self.area = scrolled(self._page_rows, for_reading=True)
        column.addWidget(self.area, 1)
        column.addLayout(self._build_foot())
        return column

    def _build_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        self.back = Button(N_("Back"), picture="back")
        self.next = Button(N_("Next page"), "primary")
        self.finish_button = Button(N_("Finish the record"))
        self.finish_button.clicked.connect(self.finish)
        self.back.clicked.connect(lambda: self.turn(-1))
        self.next.clicked.connect(lambda: self.turn(1))
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self.finish_button)
        foot.addWidget(self.next)
        return foot

    def _show_outline(self) -> None:
        if self.form_view is None:
            return
        self.outline.show_filling(self._filling, self.form_view.path, self.wording.page_labels())
        whole = self._filling.outline()
        self.head.show_counts(whole.answered, whole.questions)
        pages = self._filling.pages()
        is_last = self.form_view.path == pages[-1]
        self.next.say(N_("Finish the record") if is_last else N_("Next page"))
        self.finish_button.setVisible(not is_last)
        self.back.setEnabled(self.form_view.path != pages[0])
        look(self.next, "primary")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the outline away where the screen gets narrow, and back where it is wide."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Look again whether there is room when the text gets larger."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "head"):
            self._fit()

    def _fit(self) -> None:
        is_narrow = self.width() < self.fontMetrics().averageCharWidth() * 2 * _NARROW_EM
        if is_narrow is self._is_narrow:
            return
        self._is_narrow = is_narrow
        self.head.outline.setChecked(not is_narrow)
        if is_narrow:
            self._page_rows.insertWidget(0, self.head)
        else:
            self.body.insertWidget(0, self.head)
