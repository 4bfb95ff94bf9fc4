"""A quiet way from a screen to its page of the guide."""

from PySide6.QtWidgets import QVBoxLayout

from monitor_app.text import N_
from monitor_app.ui.screens.base import Shell
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.speaking import Button


def link_to_guide(body: QVBoxLayout, shell: Shell, page: str) -> Button:
    """Put a button to a page of the guide at the end of a screen."""
    button = Button(N_("How this works"), "quiet", picture="guide")
    button.clicked.connect(lambda: shell.go("guide", page))
    row = Flow()
    row.addWidget(button)
    body.addLayout(row)
    return button
