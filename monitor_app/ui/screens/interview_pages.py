"""Which page of a draft is shown: turning, going to a question or to what is left to check, and the outline.

It keeps the place through the keeper; what an answer does is for the screen.
"""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from monitor_app.errors import MonitorError
from monitor_app.forms.filling import Filling
from monitor_app.text import N_
from monitor_app.ui.forms.form_view import FormView
from monitor_app.ui.forms.go_to import GoTo
from monitor_app.ui.forms.keeping import Keeper
from monitor_app.ui.forms.wording import Wording
from monitor_app.ui.screens.interview_frame import InterviewFrame
from monitor_app.ui.translation import bus
from monitor_app.ui.widgets.message_panel import MessagePanel

_SOON_MS = 15


@dataclass(frozen=True)
class InHand:
    """A draft that is being filled in, and what shows and keeps it."""

    filling: Filling
    wording: Wording
    keeper: Keeper
    form_view: FormView


class Pages(QObject):
    """Shows the pages of the draft in hand. `passed` tells that somebody turned past the last one."""

    passed = Signal()

    def __init__(self, screen: QWidget, frame: InterviewFrame, notice: MessagePanel) -> None:
        super().__init__(screen)
        self._screen, self._frame, self._notice = screen, frame, notice
        self._hand: InHand | None = None
        self._problem = ""
        self._outline_due = QTimer(self)
        self._outline_due.setSingleShot(True)
        self._outline_due.setInterval(_SOON_MS)
        self._outline_due.timeout.connect(self.show_outline)
        frame.outline.chosen.connect(self.show)
        frame.problems.chosen.connect(self.show_problem)
        frame.back.clicked.connect(lambda: self.turn(-1))
        frame.next.clicked.connect(lambda: self.turn(1))
        bus.changed.connect(self.show_outline)

    def begin(self, hand: InHand, place: str) -> None:
        """Show a draft where it was left: at a page, or at the page of a question."""
        self._hand = hand
        pages = hand.filling.pages()
        if place in pages:
            self.show(place)
            return
        page = _page_of(hand.filling, place) if place else pages[0]
        self.show(page if page in pages else pages[0], place)

    def end(self) -> None:
        """Show nothing any more."""
        self._hand = None

    def show(self, page: str, question: str = "") -> None:
        """Show a page; what was typed on the one before is handed over first."""
        hand = self._hand
        if hand is None:
            return
        hand.form_view.commit()
        hand.form_view.show_page(page, focus=question)
        hand.keeper.keep(place=question or page)
        self._frame.to_top()
        self.outline_soon()
        if question:
            QTimer.singleShot(0, self, lambda: self._scroll_to(question))

    def turn(self, step: int) -> None:
        """Go to the next or the previous page."""
        hand = self._hand
        if hand is None:
            return
        hand.form_view.commit()
        pages = hand.filling.pages()
        at = pages.index(hand.form_view.path) + step if hand.form_view.path in pages else 0
        if at == len(pages):
            self.passed.emit()
        elif at >= 0:
            self.show(pages[at])

    def next_problem(self) -> None:
        """Go to the next question that keeps the record from being finished."""
        hand = self._hand
        if hand is None:
            return
        hand.form_view.commit()
        problems = hand.filling.problems()
        if not problems:
            self._notice.tell(N_("Nothing is left to check."), N_("You can finish the record."), style="ok")
            return
        paths = [problem.path for problem in problems]
        at = paths.index(self._problem) + 1 if self._problem in paths else 0
        chosen = problems[at % len(problems)]
        self.show_problem(chosen.page, chosen.path)

    def show_problem(self, page: str, path: str) -> None:
        """Show a question and what is to check there."""
        self._problem = path
        self.show(page, path)
        field = self._hand.form_view.field(path) if self._hand is not None else None
        if field is not None:
            field.complain_now()

    def go_to_question(self) -> None:
        """Ask for a question and go there."""
        if self._hand is not None:
            dialog = GoTo(self._hand.wording.entries(), self._screen)
            dialog.chosen.connect(self.show)
            dialog.open()

    def outline_soon(self) -> None:
        """Say in a turn of its own what is answered, so that a page and an answer come first."""
        if not self._outline_due.isActive():
            self._outline_due.start()

    def show_outline(self) -> None:
        """Say what is answered on each page."""
        self._outline_due.stop()
        if self._hand is None:
            return
        whole, path = self._hand.wording.outline(), self._hand.form_view.path
        self._frame.outline.show_pages(whole.children, path, self._hand.filling.form.title)
        self._frame.head.show_counts(whole.answered, whole.questions)
        self._frame.show_position(
            is_first=path == whole.children[0].path, is_last=path == whole.children[-1].path
        )

    def _scroll_to(self, question: str) -> None:
        if self._hand is None:
            return
        if not self._hand.form_view.is_whole:
            QTimer.singleShot(_SOON_MS, self, lambda: self._scroll_to(question))
            return
        field = self._hand.form_view.field(question)
        if field is not None:
            self._frame.scroll_to(field)


def _page_of(filling: Filling, path: str) -> str:
    try:
        return filling.page_of(path)
    except MonitorError:
        return filling.pages()[0]
