"""Questions answered with a number. Digits of any script are read; an empty field is no answer."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from monitor_app.forms.views import Answer, Kind, QuestionView
from monitor_app.text import N_
from monitor_app.ui.forms import digits
from monitor_app.ui.forms.text import TypedField
from monitor_app.ui.translation import tr


class NumberField(TypedField):
    """A line for a number: whole, or with decimals."""

    def build(self) -> QWidget:
        """Make the line."""
        self.line = QLineEdit()
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.line.textEdited.connect(lambda _: self.typed())
        return self.line

    def show_value(self, view: QuestionView) -> None:
        """Show the number, unless the person is typing here."""
        self.line.setReadOnly(view.readonly)
        is_typed = self.pause.isActive() or self._read() == view.value
        if not is_typed and not (self.line.hasFocus() and self._read() is None and self.line.text()):
            self.line.setText(_shown(view.value))

    def hand_over(self) -> None:
        """Answer with the number; what is no number stays in the field and is said."""
        number = self._read()
        if self.line.text().strip() and number is None:
            whole = N_("This is not a whole number yet, so it is not kept. Type digits only.")
            decimal = N_("This is not a number yet, so it is not kept. Type digits only.")
            self.say_unfinished(tr(whole if self._is_whole() else decimal))
            return
        self.say_unfinished("")
        if number != self.view.value and not self.view.readonly:
            self.answer(number)

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
