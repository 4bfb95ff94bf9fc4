"""A list of any length whose rows read like sentences: all equally tall, and only what is seen is drawn.

A table with one column: Qt's own list works out the place of every row, which takes a second at 100,000.
"""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView

from monitor_app.text import Message
from monitor_app.ui.models.rows import PagedRows, row_at
from monitor_app.ui.translation import bus, tr
from monitor_app.ui.widgets.sentences import SentenceDelegate


class LongList(QTableView):
    """Shows paged rows. `opened` carries the id of a row that was clicked twice or entered."""

    opened = Signal(str)

    def __init__(self, name: Message, rows: PagedRows) -> None:
        super().__init__()
        self._name = name
        self.rows = rows
        self._delegate = SentenceDelegate(self, even=True)
        self.setProperty("look", "cards")
        self.setItemDelegate(self._delegate)
        self.setModel(rows)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self._quiet(self.horizontalHeader())
        self._quiet(self.verticalHeader())
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.activated.connect(lambda index: self.opened.emit(row_at(index).id))
        bus.changed.connect(self.retranslate)
        self.retranslate()

    def current(self) -> str:
        """Return the id of the chosen row, or ""."""
        index = self.currentIndex()
        return row_at(index).id if index.isValid() else ""

    def choose(self, number: int) -> None:
        """Choose a row, the last one at most."""
        self.setCurrentIndex(self.rows.index(min(max(number, 0), self.rows.rowCount() - 1), 0))

    def retranslate(self) -> None:
        """Say it in the language of now."""
        self.setAccessibleName(tr(self._name))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let rows follow the width (for Qt)."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Let rows follow the text size (for Qt)."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    @staticmethod
    def _quiet(header: QHeaderView) -> None:
        header.hide()
        header.setMinimumSectionSize(1)

    def _fit(self) -> None:
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self._delegate.even_height(self.viewport().width()))
