"""How each of these cards is laid out: its state, what it says, its buttons."""

from PySide6.QtWidgets import QWidget

from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.speaking import Button, Pill


def lay(card: Card, state: Pill, *widgets: QWidget, buttons: tuple[Button, ...]) -> None:
    """Put a state, what stands below it, and a row of buttons into a card."""
    row = Flow()
    row.addWidget(state)
    card.rows.addLayout(row)
    for widget in widgets:
        card.add(widget)
    row = Flow()
    for button in buttons:
        row.addWidget(button)
    card.rows.addLayout(row)
