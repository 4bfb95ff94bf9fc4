"""Shows a record question by question: what was asked, quietly; what was answered, plainly."""

from collections.abc import Iterable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from monitor_app.operations.transcript import Line, Section
from monitor_app.text import N_
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.speaking import Words


class TranscriptView(QWidget):
    """One card a group."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(12)
        self._cards: list[QWidget] = []

    def show_sections(self, sections: Iterable[Section]) -> None:
        """Show these groups."""
        clear(self._cards)
        self._cards = [_card(section) for section in sections]
        if not self._cards:
            self._cards = [Card(N_("Nothing was answered"), N_("This record holds no answers in clear."))]
        for card in self._cards:
            self._rows.addWidget(card)


def clear(widgets: Iterable[QWidget]) -> None:
    """Take widgets away."""
    for widget in widgets:
        widget.hide()
        widget.deleteLater()


def add_line(card: Card, line: Line) -> None:
    """Put a question and its answers into a card."""
    card.add(Words(line.question or line.path, "muted"))
    for answer in line.answers:
        card.add(Words(answer))
    card.rows.addSpacing(4)


def _card(section: Section) -> Card:
    card = Card(section.title)
    for line in section.lines:
        add_line(card, line)
    return card
