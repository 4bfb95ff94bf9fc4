"""Questions with one answer out of a few: a list where number keys and arrows choose."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from monitor_app.forms.views import Answer, QuestionView
from monitor_app.text import N_
from monitor_app.ui.forms.choice_row import ChoiceRow, words_of
from monitor_app.ui.forms.field import Field
from monitor_app.ui.translation import tr
from monitor_app.ui.widgets.speaking import Button

_FIRST_KEY = Qt.Key.Key_1.value


class ChoiceListField(Field):
    """Rows to choose from. Choosing is an answer at once."""

    is_many = False

    def build(self) -> QWidget:
        """Make the place for the rows."""
        self.choices: list[ChoiceRow] = []
        place = QWidget()
        self._rows = QVBoxLayout(place)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self.clear = Button(N_("Take the answer back"), "quiet")
        self.clear.clicked.connect(lambda: self.answer(None))
        self._rows.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignLeft)
        return place

    def show_value(self, view: QuestionView) -> None:
        """Show the choices and which are chosen."""
        values = [choice.value for choice in view.choices]
        if [row.value for row in self.choices] != values:
            self._build_rows(values)
        chosen = self.chosen(view.value)
        for row, choice in zip(self.choices, view.choices, strict=True):
            row.show_choice(words_of(choice), is_chosen=choice.value in chosen, is_fixed=view.readonly)
        self.clear.setVisible(bool(chosen) and not view.readonly)

    def chosen(self, value: Answer) -> list[str]:
        """Return the chosen values of an answer."""
        return [] if value is None else [str(value)]

    def choose(self, value: str) -> None:
        """Choose one."""
        self.answer(value)

    def make_row(self, value: str, number: int) -> ChoiceRow:
        """Return the row of a choice, with the number key that chooses it."""
        return ChoiceRow(value, number=number, is_many=self.is_many)

    def name_parts(self, name: str) -> None:
        """Name each choice by its question and its words."""
        self.control.setAccessibleName(name)
        self.clear.setAccessibleName(f"{tr(N_('Take the answer back'))}. {self.view.label.plain}")
        for row in self.choices:
            row.button.setAccessibleName(f"{row.words.text()}. {self.view.label.plain}")

    def focus_control(self) -> None:
        """Put the focus on the chosen row, or on the first."""
        chosen = [row for row in self.choices if row.button.isChecked()]
        for row in (*chosen, *self.choices)[:1]:
            row.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by number, and move by arrows."""
        at = event.key() - _FIRST_KEY
        if event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}:
            if 0 <= at < min(9, len(self.choices)) and not self.view.readonly:
                self.choices[at].button.setFocus(Qt.FocusReason.OtherFocusReason)
                self.choices[at].button.click()
                return
            if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
                self._move(1 if event.key() == Qt.Key.Key_Down else -1)
                return
        super().keyPressEvent(event)

    def _move(self, step: int) -> None:
        at = next((i for i, row in enumerate(self.choices) if row.button.hasFocus()), 0) + step
        if 0 <= at < len(self.choices):
            self.choices[at].button.setFocus(Qt.FocusReason.TabFocusReason)

    def _build_rows(self, values: list[str]) -> None:
        """Let the rows stand for these values; a row there is takes another value, none is built twice."""
        while len(self.choices) > len(values):
            row = self.choices.pop()
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        for row, value in zip(self.choices, values, strict=False):
            row.value = value
        for at in range(len(self.choices), len(values)):
            row = self.make_row(values[at], at + 1)
            row.clicked.connect(self.choose)
            row.button.installEventFilter(self)
            self._rows.insertWidget(at, row)
            self.choices.append(row)


class ChoiceOneField(ChoiceListField):
    """One answer; choosing another takes the first one's place."""

    def choose(self, value: str) -> None:
        """Choose one; its row stays chosen even if it was so before."""
        for row in self.choices:
            row.button.setChecked(row.value == value)
        if value != self.view.value:
            self.answer(value)
