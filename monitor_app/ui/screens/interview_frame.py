"""What stands around the page of an interview: head, outline, problems, reason, and the buttons below.

It arranges and shows; what a button does is for the screen.
"""

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from monitor_app.text import N_
from monitor_app.ui.forms.interview_head import InterviewHead
from monitor_app.ui.forms.newer_card import NewerCard
from monitor_app.ui.forms.outline import Outline
from monitor_app.ui.forms.problems import ProblemList
from monitor_app.ui.screens.base import scrolled
from monitor_app.ui.translation import tr
from monitor_app.ui.widgets.discreet import discreet
from monitor_app.ui.widgets.fields import Tick
from monitor_app.ui.widgets.progress_panel import ProgressPanel
from monitor_app.ui.widgets.speaking import Button, Words, look

_NARROW_EM = 42


class InterviewFrame(QWidget):
    """The parts, each by its name, in their places."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_narrow = False
        self.head = InterviewHead()
        self.outline = Outline()
        self.progress = ProgressPanel()
        self.problems = ProblemList()
        self.newer = NewerCard()
        self.head.outline.toggled.connect(self.outline.setVisible)
        self.head.outline.setChecked(True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._column.addWidget(self.head)
        self._column.addWidget(self.progress)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.outline)
        row.addLayout(self._build_page(), 1)
        self._column.addLayout(row, 1)

    def put(self, page: QWidget) -> None:
        """Put the questionnaire's page into its place."""
        self._page_rows.insertWidget(self._page_rows.indexOf(self.reason_row), page)

    def to_top(self) -> None:
        """Scroll to the top of the page."""
        self.area.verticalScrollBar().setValue(0)

    def scroll_to(self, field: QWidget) -> None:
        """Scroll a question of the page to the top."""
        inside = self.area.widget()
        if inside is not None:
            self.area.verticalScrollBar().setValue(field.mapTo(inside, QPoint(0, 0)).y())

    def show_position(self, *, is_first: bool, is_last: bool) -> None:
        """Say what the buttons below do on this page."""
        self.next.say(N_("Finish the record") if is_last else N_("Next page"))
        self.finish_button.setVisible(not is_last)
        self.back.setEnabled(not is_first)
        look(self.next, "primary")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the outline away where the screen gets narrow, and back where it is wide."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Look again whether there is room when the text gets larger."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "area"):
            self._fit()

    def _build_page(self) -> QVBoxLayout:
        column = QVBoxLayout()
        self._page_rows = QVBoxLayout()
        self._page_rows.setContentsMargins(4, 4, 8, 8)
        self._page_rows.addWidget(self.newer)
        self._page_rows.addWidget(self.problems)
        self._page_rows.addWidget(self._build_reason())
        self._page_rows.addWidget(self._build_urgent())
        self.area = scrolled(self._page_rows, for_reading=True)
        column.addWidget(self.area, 1)
        column.addLayout(self._build_foot())
        return column

    def _build_reason(self) -> QWidget:
        self.reason_row = QWidget()
        rows = QVBoxLayout(self.reason_row)
        self.reason = discreet(QLineEdit())
        self.reason.setAccessibleName(tr(N_("Why was this record changed?")))
        rows.addWidget(Words(N_("Why was this record changed?"), "strong"))
        rows.addWidget(self.reason)
        self.reason_row.hide()
        return self.reason_row

    def _build_urgent(self) -> QWidget:
        row = QWidget()
        rows = QVBoxLayout(row)
        rows.setContentsMargins(0, 8, 0, 0)
        rows.setSpacing(4)
        self.urgent = Tick(N_("Somebody is in danger now: send this first"))
        self.urgent_words = Words(
            N_(
                "When it is finished, it leaves before everything else, also when the day's limit is used up. "
                "Coordinators see it at the top until it was answered. If help cannot wait, call somebody now."
            ),
            "muted",
        )
        self.urgent.toggled.connect(self.urgent_words.setVisible)
        self.urgent_words.hide()
        rows.addWidget(self.urgent)
        rows.addWidget(self.urgent_words)
        return row

    def show_urgent(self, *, is_urgent: bool) -> None:
        """Show whether the record is to be sent first; this is nobody's click."""
        self.urgent.box.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.urgent.box.setChecked(is_urgent)
        self.urgent.box.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self.urgent_words.setVisible(is_urgent)

    def _build_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        self.back = Button(N_("Back"), picture="back")
        self.next = Button(N_("Next page"), "primary")
        self.finish_button = Button(N_("Finish the record"))
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self.finish_button)
        foot.addWidget(self.next)
        return foot

    def _fit(self) -> None:
        is_narrow = self.width() < self.fontMetrics().averageCharWidth() * 2 * _NARROW_EM
        if is_narrow is self._is_narrow:
            return
        self._is_narrow = is_narrow
        self.head.outline.setChecked(not is_narrow)
        if is_narrow:
            self._page_rows.insertWidget(0, self.head)
        else:
            self._column.insertWidget(0, self.head)
