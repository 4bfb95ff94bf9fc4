"""Questions answered in words: a line, or several. Typing is handed over after a short rest."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from monitor_app.forms.views import Kind, QuestionView
from monitor_app.ui.forms.field import Field
from monitor_app.ui.widgets.discreet import discreet

IDLE_MS = 600
"""How long typing rests before the answer is handed over."""


class TypedField(Field):
    """A question answered by typing: waits for a short rest, or for the focus to leave."""

    def __init__(self, view: QuestionView, parent: QWidget | None = None) -> None:
        self.pause = QTimer()
        self.pause.setSingleShot(True)
        self.pause.setInterval(IDLE_MS)
        self._is_showing = False
        super().__init__(view, parent)
        self.pause.setParent(self)
        self.pause.timeout.connect(self.commit)

    def typed(self) -> None:
        """Note that something was typed."""
        if not self._is_showing:
            self.typing.emit()
            self.pause.start()

    def commit(self) -> None:
        """Hand over what was typed since."""
        if self.pause.isActive() or self.pause.remainingTime() == 0:
            self.pause.stop()
        self.hand_over()

    def hand_over(self) -> None:
        """Read the control and answer if it differs from what is known."""


class LineField(TypedField):
    """One line of text."""

    def build(self) -> QWidget:
        """Make the line."""
        self.line = discreet(QLineEdit())
        self.line.textEdited.connect(lambda _: self.typed())
        return self.line

    def show_value(self, view: QuestionView) -> None:
        """Show the answer, unless the person is typing here."""
        self.line.setReadOnly(view.readonly)
        text = "" if view.value is None else str(view.value)
        if not self.pause.isActive() and self.line.text() != text:
            self.line.setText(text)

    def hand_over(self) -> None:
        """Answer with the line."""
        text = self.line.text().strip() or None
        if text != self.view.value and not self.view.readonly:
            self.answer(text)


class LinesField(TypedField):
    """Several lines of text, as high as the text."""

    def build(self) -> QWidget:
        """Make the place to write."""
        self.edit = GrowingEdit()
        self._text = ""
        self.edit.textChanged.connect(self._perhaps_typed)
        return self.edit

    def _perhaps_typed(self) -> None:
        # Qt also calls a new font or theme a change of the text.
        if self.edit.toPlainText() != self._text:
            self._text = self.edit.toPlainText()
            self.typed()

    def show_value(self, view: QuestionView) -> None:
        """Show the answer, unless the person is typing here."""
        self.edit.setReadOnly(view.readonly)
        text = "" if view.value is None else str(view.value)
        if not self.pause.isActive() and self.edit.toPlainText() != text:
            self._is_showing = True
            self.edit.setPlainText(text)
            self._is_showing = False

    def hand_over(self) -> None:
        """Answer with the text."""
        text = self.edit.toPlainText().strip() or None
        if text != self.view.value and not self.view.readonly:
            self.answer(text)


class GrowingEdit(QPlainTextEdit):
    """A place to write that grows with the text; Tab goes on to the next question."""

    FEWEST = 3
    MOST = 14

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        discreet(self).setTabChangesFocus(True)
        self.textChanged.connect(self._grow)
        self._grow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Count lines anew when the width changes."""
        super().resizeEvent(event)
        self._grow()

    def _grow(self) -> None:
        lines = int(self.document().size().height())
        shown = min(max(lines, self.FEWEST), self.MOST)
        line = QFontMetrics(self.font()).lineSpacing()
        self.setMinimumHeight(shown * line + 28)
        self.setMaximumHeight(shown * line + 28)


def text_field(view: QuestionView) -> Field:
    """Return a place for several lines, or one line for numbers and addresses."""
    if view.kind is Kind.TEXT and "numbers" not in view.appearance and "url" not in view.appearance:
        return LinesField(view)
    return LineField(view)
