"""A place as latitude and longitude, typed or pasted. Nothing here ever looks up where the device is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from monitor_app.forms.views import QuestionView
from monitor_app.text import N_, Message
from monitor_app.ui.forms import digits
from monitor_app.ui.forms.text import TypedField
from monitor_app.ui.translation import tr
from monitor_app.ui.widgets.discreet import discreet
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.speaking import Words

_PARTS: tuple[tuple[str, Message], ...] = (("latitude", N_("Latitude")), ("longitude", N_("Longitude")))
_ROUGH = N_("A rough place protects people: two decimals mean about a kilometre.")


class PlaceField(TypedField):
    """Two lines; pasting both numbers into the first fills the second."""

    def build(self) -> QWidget:
        """Make the lines and the advice."""
        self.parts: dict[str, QLineEdit] = {}
        self._rest = ""
        place = QWidget()
        row = Flow(place, spacing=8)
        for name, words in _PARTS:
            line = QLineEdit()
            line.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
            discreet(line)
            line.setMinimumWidth(self.fontMetrics().horizontalAdvance("0" * 14))
            line.textEdited.connect(lambda _: self._typed())
            self.parts[name] = line
            row.addWidget(Words(words, "muted"))
            row.addWidget(line)
        row.addWidget(Words(_ROUGH, "muted"))
        return place

    def show_value(self, view: QuestionView) -> None:
        """Show the numbers, unless the person is typing here."""
        for line in self.parts.values():
            line.setReadOnly(view.readonly)
        if self.pause.isActive() or self._read() == view.value:
            return
        latitude, longitude, *rest = (*str(view.value or "").split(), "", "")
        self._rest = " ".join(one for one in rest if one)
        self.parts["latitude"].setText(latitude)
        self.parts["longitude"].setText(longitude)

    def name_parts(self, name: str) -> None:
        """Name each line by the question."""
        for key, words in _PARTS:
            self.parts[key].setAccessibleName(f"{tr(words)}. {name}")

    def focus_control(self) -> None:
        """Put the focus on the first line."""
        self.parts["latitude"].setFocus(Qt.FocusReason.OtherFocusReason)

    def hand_over(self) -> None:
        """Answer; what is no place is kept as typed, and the questionnaire says so."""
        value = self._read()
        if value != self.view.value and not self.view.readonly:
            self.answer(value)

    def _typed(self) -> None:
        both = self.parts["latitude"].text().replace(",", " , ").replace(";", " ; ").split()
        numbers = [one for one in both if digits.decimal(one) is not None]
        if len(numbers) == 2 and len(both) <= 3 and not self.parts["longitude"].text():
            self.parts["latitude"].setText(numbers[0])
            self.parts["longitude"].setText(numbers[1])
        self.typed()

    def _read(self) -> str | None:
        typed = [digits.latin(line.text()) for line in self.parts.values()]
        if not any(typed):
            return None
        return f"{typed[0]} {typed[1]} {self._rest or '0 0'}".strip() if all(typed) else " ".join(typed).strip()
