"""Choices side by side: a head row with their words, rows of buttons under it, or both (a likert scale).

Rows of one table share their columns, so that questions under one head read as a table.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QGridLayout, QRadioButton, QSizePolicy, QWidget

from monitor_app.forms.views import Answer, Kind, QuestionView
from monitor_app.text import N_
from monitor_app.ui.forms.choice_row import words_of
from monitor_app.ui.forms.field import Field
from monitor_app.ui.translation import tr
from monitor_app.ui.widgets.speaking import Button, Words

MOST_COLUMNS = 8
"""More choices than these are read better below each other."""
_WORDS, _CHOICE = 5, 2
"""Shares of the width: the question's words, and each choice."""


class StripField(Field):
    """One row of a table of choices; `has_head` shows the words, `has_buttons` lets choose."""

    def __init__(self, view: QuestionView, *, has_head: bool, has_buttons: bool) -> None:
        self._has_head = has_head
        self._has_buttons = has_buttons
        super().__init__(view)

    def build(self) -> QWidget:
        """Make the place for words and buttons."""
        self.buttons: dict[str, QAbstractButton] = {}
        self._heads: list[Words] = []
        self._beside = Words("", "question")
        self.clear = Button(N_("Take the answer back"), "quiet")
        self.clear.clicked.connect(lambda: self.answer(None))
        place = QWidget()
        self._grid = QGridLayout(place)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        return place

    def show_value(self, view: QuestionView) -> None:
        """Show the choices and which are chosen."""
        if [one.value for one in view.choices] != list(self.buttons):
            self._fill(view)
        chosen = _values(view.value)
        for choice, head in zip(view.choices, self._heads, strict=True):
            head.say(words_of(choice))
        for value, button in self.buttons.items():
            button.setChecked(value in chosen)
            button.setEnabled(not view.readonly)
        self._beside.say(view.label.plain or view.path)
        is_row = self._has_buttons and not self._has_head
        self.label.setVisible(not is_row and bool(view.label.plain.strip()) and view.label.plain != "-")
        self._beside.setVisible(is_row)
        self.clear.setVisible(bool(chosen) and not view.readonly)

    def name_parts(self, name: str) -> None:
        """Name each button by its choice and the question."""
        self.control.setAccessibleName(name)
        self.clear.setAccessibleName(f"{tr(N_('Take the answer back'))}. {self.view.label.plain}")
        for choice in self.view.choices:
            self.buttons[choice.value].setAccessibleName(f"{words_of(choice)}. {self.view.label.plain}")

    def focus_control(self) -> None:
        """Put the focus on the chosen button, or on the first."""
        if self._has_buttons:
            chosen = [button for button in self.buttons.values() if button.isChecked()]
            for button in (*chosen, *self.buttons.values())[:1]:
                button.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between the choices by arrows, and choose by number."""
        buttons = list(self.buttons.values())
        at = event.key() - Qt.Key.Key_1.value
        if self._has_buttons and 0 <= at < min(9, len(buttons)) and buttons[at].isEnabled():
            buttons[at].setFocus(Qt.FocusReason.OtherFocusReason)
            buttons[at].click()
            return
        if event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            forward = (event.key() == Qt.Key.Key_Right) is not is_mirrored
            self._move(1 if forward else -1)
            return
        super().keyPressEvent(event)

    def _move(self, step: int) -> None:
        buttons = list(self.buttons.values())
        at = next((i for i, button in enumerate(buttons) if button.hasFocus()), 0) + step
        if self._has_buttons and 0 <= at < len(buttons):
            buttons[at].setFocus(Qt.FocusReason.TabFocusReason)

    def _fill(self, view: QuestionView) -> None:
        for old in (*self._heads, *self.buttons.values()):
            old.hide()
            old.deleteLater()
        self._heads, self.buttons = [], {}
        is_table = "likert" not in view.appearance
        first = 1 if is_table else 0
        if is_table:
            self._grid.addWidget(self._beside, 1, 0)
            self._grid.setColumnStretch(0, _WORDS)
        for at, choice in enumerate(view.choices, first):
            self._add_choice(choice.value, at, is_many=view.kind is Kind.SELECT_MULTIPLE)
        self._grid.addWidget(self.clear, 2, 0, 1, -1, Qt.AlignmentFlag.AlignLeft)

    def _add_choice(self, value: str, at: int, *, is_many: bool) -> None:
        head = Words("", "muted")
        head.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)
        head.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        head.setVisible(self._has_head)
        button: QAbstractButton = QCheckBox() if is_many else QRadioButton()
        button.setAutoExclusive(False)
        button.setMinimumHeight(36)
        button.setVisible(self._has_buttons)
        button.clicked.connect(lambda: self._choose(value))
        button.installEventFilter(self)
        self._heads.append(head)
        self.buttons[value] = button
        self._grid.addWidget(head, 0, at)
        self._grid.addWidget(button, 1, at, Qt.AlignmentFlag.AlignHCenter)
        self._grid.setColumnStretch(at, _CHOICE)

    def _choose(self, value: str) -> None:
        if self.view.kind is not Kind.SELECT_MULTIPLE:
            for other, button in self.buttons.items():
                button.setChecked(other == value)
            self.answer(value)
            return
        chosen = set(_values(self.view.value)) ^ {value}
        self.answer([one for one in self.buttons if one in chosen] or None)


def strip_for(view: QuestionView) -> Field | None:
    """Return a strip where the author wants one and the choices fit beside each other, else None."""
    looks = set(view.appearance)
    if not looks & {"likert", "label", "list-nolabel", "list"} or not 0 < len(view.choices) <= MOST_COLUMNS:
        return None
    has_head = bool(looks & {"likert", "label", "list"})
    return StripField(view, has_head=has_head, has_buttons="label" not in looks)


def _values(value: Answer) -> list[str]:
    if isinstance(value, list):
        return value
    return [] if value is None else [str(value)]
