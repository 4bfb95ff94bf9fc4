"""Questions with one or several answers out of many: a line that filters a list."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListView, QVBoxLayout, QWidget

from monitor_app.forms.views import Answer, ChoiceView, Kind, QuestionView
from monitor_app.text import N_
from monitor_app.ui.forms.field import Field
from monitor_app.ui.models.choices import ChoiceModel
from monitor_app.ui.translation import tr
from monitor_app.ui.widgets.discreet import discreet
from monitor_app.ui.widgets.speaking import Words

_SHOWN = 7


class ChoiceLongField(Field):
    """A filter line over a list; Enter or a click chooses.

    Where the view holds only the first of a very long list, `look_up` looks through all of it.
    """

    look_up: Callable[[str], tuple[ChoiceView, ...]] | None = None

    def build(self) -> QWidget:
        """Make line, list, and the words of what is chosen."""
        place = QWidget()
        rows = QVBoxLayout(place)
        rows.setContentsMargins(0, 0, 0, 0)
        self.chosen_words = Words("", "strong")
        self.line = discreet(QLineEdit())
        self.line.setPlaceholderText(tr(N_("Type to find")))
        self.model = ChoiceModel()
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.line.textChanged.connect(self._filter)
        self.line.returnPressed.connect(lambda: self._take(0))
        self.list.activated.connect(lambda index: self._take(index.row()))
        self.list.clicked.connect(lambda index: self._take(index.row()))
        for widget in (self.chosen_words, self.line, self.list):
            rows.addWidget(widget)
        self.list.setMinimumHeight(self.fontMetrics().lineSpacing() * 2 * _SHOWN)
        return place

    def show_value(self, view: QuestionView) -> None:
        """Show what is chosen."""
        chosen = _values(view.value)
        self.model.show_choices(view.choices, frozenset(chosen))
        self._filter(self.line.text())
        names = [choice.label.plain for choice in self._among(chosen)]
        self.chosen_words.say(" · ".join(names))
        self.chosen_words.setVisible(bool(names))

    def name_parts(self, name: str) -> None:
        """Name the line and the list by the question."""
        self.line.setAccessibleName(f"{tr(N_('Type to find'))}. {name}")
        self.list.setAccessibleName(name)

    def focus_control(self) -> None:
        """Put the focus on the line."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _filter(self, text: str) -> None:
        if self.view.more_choices and self.look_up is not None and text.strip():
            self.model.show_found(self.look_up(text.strip()))
            return
        if self.view.more_choices:
            self.model.show_found(self.view.choices)
        self.model.filter(text)

    def _among(self, chosen: list[str]) -> list[ChoiceView]:
        """Return the choices that were chosen, also those far down a very long list."""
        found = [choice for choice in self.view.choices if choice.value in chosen]
        if self.view.more_choices and self.look_up is not None:
            missing = set(chosen) - {choice.value for choice in found}
            found += [one for value in sorted(missing) for one in self.look_up(value) if one.value == value]
        return found

    def _take(self, row: int) -> None:
        if self.view.readonly or row >= self.model.rowCount():
            return
        value, before = self.model.value(row), _values(self.view.value)
        if self.view.kind is Kind.SELECT_ONE:
            self.answer(None if value in before else value)
            return
        after = [one for one in before if one != value] if value in before else [*before, value]
        self.answer(after or None)


def _values(value: Answer) -> list[str]:
    if isinstance(value, list):
        return value
    return [] if value is None else [str(value)]
