"""What is seen of the window: watermark, side list, title, the screens, and the line that says what is true.

It knows no vault and decides nothing; `main_window` does.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from monitor_app.text import N_
from monitor_app.ui.locking import LockCover
from monitor_app.ui.neutral import NeutralScreen
from monitor_app.ui.side_list import SideList, scrolling
from monitor_app.ui.state_bar import StateBar
from monitor_app.ui.widgets.speaking import Words

_NARROW_EM = 62


class WindowFrame(QWidget):
    """Lays the parts out; `chosen(place)` when somebody picks one at the side."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "ground")
        self.side = SideList()
        self.side.chosen.connect(self.chosen)
        self.side_area = scrolling(self.side)
        self.stack = QStackedWidget()
        self.title = Words("", "title")
        self.subtitle = Words("", "subtitle")
        self.state_bar = StateBar()
        self.watermark = _watermark()
        self.content = QWidget()
        self.cover = LockCover()
        self.cover.covers(self.content)
        self.neutral = NeutralScreen()
        self._build()

    def show_sides(self, *, is_open: bool) -> None:
        """Show the side list and the line below, or hide both where no vault is open."""
        self.side_area.setVisible(is_open)
        self.state_bar.setVisible(is_open)

    def fit(self) -> None:
        """Show icons alone at the side where the window is narrow."""
        letter = self.fontMetrics().averageCharWidth()
        self.side.narrow(is_narrow=self.width() < letter * 2 * _NARROW_EM)
        self.side_area.fit()

    def _build(self) -> None:
        column = _column(self)
        column.addWidget(self.watermark)
        column.addWidget(self.content, 1)
        column.addWidget(self.cover, 1)
        column.addWidget(self.neutral, 1)
        inner = _column(self.content)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.side_area)
        row.addLayout(self._build_main(), 1)
        inner.addLayout(row, 1)
        inner.addWidget(self.state_bar)

    def _build_main(self) -> QVBoxLayout:
        main = QVBoxLayout()
        main.setContentsMargins(24, 20, 20, 12)
        main.setSpacing(4)
        main.addWidget(self.title)
        main.addWidget(self.subtitle)
        main.addSpacing(12)
        main.addWidget(self.stack, 1)
        return main


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column


def _watermark() -> QFrame:
    strip = QFrame()
    strip.setProperty("look", "watermark")
    row = QHBoxLayout(strip)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(Words(N_("Demo: everything here is invented. Nothing leaves this window.")))
    strip.hide()
    return strip
