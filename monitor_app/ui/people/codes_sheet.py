"""Codes to photograph, side by side: an invitation or a reply that goes from screen to camera."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from monitor_app.text import N_
from monitor_app.ui.screens.base import scrolled
from monitor_app.ui.translation import tr
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.speaking import Button, Words


class CodesSheet(QDialog):
    """Shows the codes until it is closed; nothing of them is written anywhere."""

    def __init__(self, parent: QWidget, pictures: Sequence[bytes]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr(N_("Codes")))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(12)
        layout.addWidget(Words(N_("Photograph all {count} codes", count=len(pictures)), "section"))
        layout.addWidget(
            Words(
                N_("One photo or several, close and in good light. Whoever sees these codes can use them."),
                "muted",
            )
        )
        codes = Flow()
        for at, picture in enumerate(pictures, 1):
            codes.addWidget(_code(picture, at, len(pictures)))
        rows = QVBoxLayout()
        rows.addLayout(codes)
        layout.addWidget(scrolled(rows), 1)
        close = Button(N_("Close"), "primary")
        close.clicked.connect(self.accept)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(parent.window().width() * 4 // 5, parent.window().height() * 9 // 10)


def _code(picture: bytes, at: int, total: int) -> QLabel:
    label = QLabel()
    pixmap = QPixmap()
    pixmap.loadFromData(picture, "PNG")
    label.setPixmap(pixmap)
    label.setAccessibleName(tr(N_("Code {number} of {total}", number=at, total=total)))
    return label
