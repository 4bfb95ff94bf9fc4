"""A panel with a heading, sentences and buttons: what most screens are made of."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from monitor_app.text import Message
from monitor_app.ui.widgets.speaking import Words


class Card(QFrame):
    """A panel; things are put into `rows`."""

    def __init__(
        self, heading: Message | str = "", sentence: Message | str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(20, 16, 20, 16)
        self.rows.setSpacing(8)
        self.heading = Words(heading, "section")
        self.sentence = Words(sentence, "muted")
        self.heading.setVisible(bool(heading))
        self.sentence.setVisible(bool(sentence))
        self.rows.addWidget(self.heading)
        self.rows.addWidget(self.sentence)

    def add(self, widget: QWidget, *, left: bool = False) -> None:
        """Put a thing at the end, over the whole width or at its beginning."""
        alignment = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag(0)
        self.rows.addWidget(widget, 0, alignment)
