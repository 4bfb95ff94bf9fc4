"""Questions that ask for an order: what is ranked stands on top, moved by its buttons or Alt with an arrow."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from monitor_app.forms.views import QuestionView
from monitor_app.text import N_
from monitor_app.ui.forms.choice_many import ChoiceManyField
from monitor_app.ui.forms.choice_row import ChoiceRow
from monitor_app.ui.translation import tr
from monitor_app.ui.widgets.speaking import Button, Words

_HOW = N_("Choose from the most important on. Alt with an arrow key moves what is chosen up or down.")
_STEPS = {Qt.Key.Key_Up.value: -1, Qt.Key.Key_Down.value: 1}


class RankRow(ChoiceRow):
    """A thing to rank, with a button for each way."""

    def __init__(self, value: str, field: "RankField") -> None:
        super().__init__(value, is_many=True)
        self.up = Button(N_("Up"), "quiet")
        self.down = Button(N_("Down"), "quiet")
        self.up.clicked.connect(lambda: field.move_ranked(value, -1))
        self.down.clicked.connect(lambda: field.move_ranked(value, 1))
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self.up)
            layout.addWidget(self.down)

    def show_rank(self, at: int, of: int, *, is_fixed: bool) -> None:
        """Show the place from 0 among `of` ranked things; -1 for one that is not ranked yet."""
        is_ranked = at >= 0
        self.number.say(str(at + 1) if is_ranked else "")
        for button, possible in ((self.up, at > 0), (self.down, at < of - 1)):
            button.setVisible(is_ranked and not is_fixed)
            button.setEnabled(possible)
            button.setAccessibleName(f"{button.text()}. {self.words.text()}")
        place = tr(N_("Place {number}", number=at + 1)) if is_ranked else tr(N_("Not ranked yet"))
        self.button.setAccessibleDescription(place)


class RankField(ChoiceManyField):
    """Rows in the order of the answer; choosing one puts it behind the others."""

    def build(self) -> QWidget:
        """Make the place for the rows, and say how they are moved."""
        place = super().build()
        self.rows.addWidget(Words(_HOW, "muted"))
        return place

    def make_row(self, value: str, number: int) -> ChoiceRow:  # noqa: ARG002 - the number is the rank here
        """Return a row that can be moved."""
        return RankRow(value, self)

    def show_value(self, view: QuestionView) -> None:
        """Show what is ranked in its order, then the rest."""
        ranked = self.chosen(view.value)
        super().show_value(view)
        order = {value: at for at, value in enumerate(ranked)}
        self.choices.sort(key=lambda row: order.get(row.value, len(order)))
        for at, row in enumerate(self.choices):
            self._rows.removeWidget(row)
            self._rows.insertWidget(at, row)
            if isinstance(row, RankRow):
                row.show_rank(order.get(row.value, -1), len(ranked), is_fixed=view.readonly)

    def move_ranked(self, value: str, step: int) -> None:
        """Move a ranked thing one place up or down."""
        ranked = self.chosen(self.view.value)
        at = ranked.index(value) if value in ranked else -1
        if at < 0 or not 0 <= at + step < len(ranked) or self.view.readonly:
            return
        ranked = [*ranked]
        ranked.insert(at + step, ranked.pop(at))
        self.answer(ranked)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move the row that has the focus by Alt and an arrow; a box would take the arrow for itself."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            row = next((one for one in self.choices if one.button is watched), None)
            step = _STEPS.get(event.key(), 0)
            if row is not None and step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.move_ranked(row.value, step)
                return True
        return super().eventFilter(watched, event)
