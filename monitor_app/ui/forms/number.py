"""Questions answered with a number. Digits of any script are read; an empty field is no answer."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from monitor_app.forms.views import Answer, Kind, QuestionView
from monitor_app.ui.forms import digits
from monitor_app.ui.forms.text import TypedField
from monitor_app.ui.widgets.discreet import discreet


class NumberField(TypedField):
    """A line for a number: whole, or with decimals."""

    def build(self) -> QWidget:
        """Make the line."""
        self.line = QLineEdit()
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        discreet(self.line)
        self.line.textEdited.connect(lambda _: self.typed())
        return self.line

    def show_value(self, view: QuestionView) -> None:
        """Show the number, unless the person is typing here or it stands here in digits of their own."""
        self.line.setReadOnly(view.readonly)
        stands_here = self._read() == view.value and view.value is not None
        if not self.pause.isActive() and not stands_here:
            self.line.setText(_shown(view.value))

    def hand_over(self) -> None:
        """Answer with the number; what is no number is kept as typed, and the questionnaire says so."""
        number = self._read()
        answer = self.line.text().strip() or None if number is None else number
        if answer != self.view.value and not self.view.readonly:
            self.answer(answer)

    def _is_whole(self) -> bool:
        whole_range = self.view.kind is Kind.RANGE and (self.view.step or 1.0).is_integer()
        return self.view.kind is Kind.INTEGER or whole_range

    def _read(self) -> Answer:
        text = self.line.text()
        return digits.whole(text) if self._is_whole() else digits.decimal(text)


def _shown(value: Answer) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
