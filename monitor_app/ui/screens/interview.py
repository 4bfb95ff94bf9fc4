"""The interview: one page at a time, every answer kept at once, and finishing when nothing is left to check."""

from pathlib import Path

from monitor_app.forms.filling import Filling
from monitor_app.operations import collecting
from monitor_app.operations.attaching import AttachedFile
from monitor_app.operations.collecting import FinishOutcome
from monitor_app.operations.evidence import Imported
from monitor_app.text import N_
from monitor_app.ui.forms.form_view import FormView
from monitor_app.ui.forms.keeping import Keeper
from monitor_app.ui.forms.wording import Wording
from monitor_app.ui.screens.base import Failed, Screen, Shell, Then
from monitor_app.ui.screens.interview_files import FileTaking
from monitor_app.ui.screens.interview_frame import InterviewFrame
from monitor_app.ui.screens.interview_pages import InHand, Pages
from monitor_app.ui.screens.interview_pictures import PictureTaking
from monitor_app.ui.screens.interview_resuming import Opened, open_draft
from monitor_app.ui.screens.interview_versions import Versions


class Interview(Screen):
    """A draft being filled in."""

    scrolls = False

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.draft_id = ""
        self.form_view: FormView | None = None
        self.keeper: Keeper | None = None
        self._opened: Opened | None = None
        self.frame = InterviewFrame()
        self.head, self.problems, self.area = self.frame.head, self.frame.problems, self.frame.area
        self.reason = self.frame.reason
        self.body.addWidget(self.frame, 1)
        self.pages = Pages(self, self.frame, self.notice)
        self.versions = Versions(self, self.frame.newer)
        self.pictures = PictureTaking(self, lambda: self.jobs, self.frame.progress)
        self.attachments = FileTaking(self, lambda: self.jobs, self.frame.progress)
        self._connect()
        self.offers |= {
            "next_page": lambda: self.pages.turn(1),
            "previous_page": lambda: self.pages.turn(-1),
            "next_problem": self.pages.next_problem,
            "go_to_question": self.pages.go_to_question,
            "add_row": self._add_row,
            "toggle_outline": self.head.outline.click,
        }

    def _connect(self) -> None:
        frame = self.frame
        frame.head.language_chosen.connect(self._speak)
        frame.head.second_chosen.connect(self._speak_second)
        frame.finish_button.clicked.connect(self.finish)
        frame.urgent.toggled.connect(self._mark_urgent)
        self.pages.passed.connect(self.finish)
        self.pictures.taken.connect(self._pictures_taken)
        self.pictures.failed.connect(self.complain)
        self.attachments.taken.connect(self._file_taken)
        self.attachments.failed.connect(self.complain)

    # Coming and going
    def enter(self, subject: str = "") -> None:
        """Open the draft `subject` where it was left."""
        self._close_draft()
        self.draft_id = subject
        self.notice.hide()
        self.problems.hide()
        self.frame.newer.hide()
        self.jobs.read(self, lambda desk: open_draft(desk, subject), done=self._show_draft)

    def note_place(self) -> None:
        """Come back to the question that has the focus, answered or not."""
        focused = self.form_view.focused() if self.form_view is not None else ""
        if focused and self.keeper is not None:
            self.keeper.keep(place=focused)

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
        self.keeper = Keeper(self.jobs, self.draft_id, filling, opened.held, draft.known)
        self.keeper.state_changed.connect(self.shell.show_kept)
        self.keeper.refused.connect(self.complain)
        self.form_view = FormView(filling, self.wording)
        self.form_view.changed.connect(self._answered)
        self.form_view.typing.connect(self.keeper.typing)
        self.form_view.rested.connect(self._rested)
        self.form_view.page_wanted.connect(self.pages.show)
        self.form_view.picture_wanted.connect(lambda path: self.pictures.ask(self.draft_id, path))
        self.attachments.follow(self.form_view, self.draft_id)
        self.frame.put(self.form_view)
        self.head.show_languages(filling.form.languages, self.wording)
        self.frame.reason_row.setVisible(bool(draft.replaces))
        self.frame.show_urgent(is_urgent=opened.resumed.is_urgent)
        self.shell.entitle(draft.pseudonym, filling.form.title)
        self.versions.show(self.draft_id, opened)
        self.pages.begin(InHand(filling, self.wording, self.keeper, self.form_view), opened.resumed.place)

    def _close_draft(self) -> None:
        self.pages.end()
        if self.form_view is not None:
            self.form_view.blockSignals(True)  # noqa: FBT003 - Qt's own signature
            self.form_view.hide()
            self.form_view.deleteLater()
        self.form_view, self._opened = None, None

    @property
    def _filling(self) -> Filling:
        assert self._opened is not None
        return self._opened.resumed.filling

    # Answers
    def _answered(self, path: str) -> None:
        if self.keeper is not None:
            self.keeper.keep(place=path)
        self.frame.newer.gone_on()
        if self.problems.isVisible():
            self.problems.show_problems(self.wording.problems())
        self.pages.outline_soon()

    def _rested(self) -> None:
        if self.keeper is not None and self.form_view is not None:
            self.keeper.typed()

    def _speak(self, language: str) -> None:
        if self.form_view is not None and self.keeper is not None:
            self.form_view.commit()
            self._filling.set_language(language)
            self.keeper.keep(language=language)
            self.form_view.refresh()
            self.pages.show_outline()

    def _speak_second(self, language: str) -> None:
        if self.form_view is not None:
            self.wording.second = language
            self.form_view.refresh()

    def _add_row(self) -> None:
        if self.form_view is not None:
            self.form_view.add_entry()

    def take_pictures(self, path: str, files: list[Path]) -> None:
        """Seal pictures into the record, for the question at `path`."""
        self.pictures.take(self.draft_id, path, files)

    def _pictures_taken(self, path: str, taken: Imported) -> None:
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

    def _file_taken(self, path: str, file: AttachedFile) -> None:
        if self.form_view is not None:
            self._filling.answer(path, file.name)
            self.form_view.refresh()
            self._answered(path)

    # Finishing
    def finish(self) -> None:
        """Keep everything, then finish the record if nothing is left to check."""
        self.leave(self._finish_now, self.complain)

    def _mark_urgent(self, is_urgent: bool) -> None:  # noqa: FBT001 - Qt's own signature
        draft = self.draft_id
        self.jobs.write(self, lambda desk: collecting.mark_urgent(desk, draft, is_urgent=is_urgent))

    def _finish_now(self) -> None:
        draft, reason = self.draft_id, self.reason.text()
        self.jobs.write(self, lambda desk: collecting.finish(desk, draft, reason=reason), done=self._finished)

    def _finished(self, outcome: FinishOutcome) -> None:
        found = outcome.problems
        self.problems.show_problems(found and (self.wording.problems() or found))
        if outcome.problems:
            self.frame.to_top()
            self.pages.next_problem()
            return
        code = self._opened.resumed.draft.pseudonym if self._opened is not None else ""
        self._close_draft()
        self.reason.clear()
        self.shell.go("today", code)
