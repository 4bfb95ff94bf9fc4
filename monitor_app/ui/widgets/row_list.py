"""A list whose rows read like sentences, each with its state in words; all of it by keyboard."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QSizePolicy, QStyleOptionViewItem

from monitor_app.text import Message
from monitor_app.ui.models.rows import Row, RowModel, row_at
from monitor_app.ui.translation import bus, tr
from monitor_app.ui.widgets.sentences import SentenceDelegate


class RowList(QListView):
    """Shows rows of a model. `opened` carries the id of a row that was clicked twice or entered.

    It is as tall as its rows, so it is for short lists. `ticked` tells of a click or the space bar, for lists
    to tick in. In a list only to read (`still`) nothing is chosen.
    """

    opened = Signal(str)
    chosen = Signal(str)
    ticked = Signal(str)

    def __init__(self, name: Message, *, still: bool = False) -> None:
        super().__init__()
        self._name = name
        self._still = still
        self.rows = RowModel(self)
        self.setProperty("look", "cards")
        self.setModel(self.rows)
        self.setItemDelegate(SentenceDelegate(self, even=False))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        if still:
            self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.activated.connect(lambda index: self.opened.emit(row_at(index).id))
        self.clicked.connect(lambda index: self.ticked.emit(row_at(index).id))
        self.rows.modelReset.connect(self._fit)
        self.rows.dataChanged.connect(lambda *_: self._fit())
        self.selectionModel().currentChanged.connect(lambda *_: self.chosen.emit(self.current()))
        bus.changed.connect(self.retranslate)
        self.retranslate()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows, and keep the chosen one chosen."""
        before = self.current()
        self.rows.show_rows(rows)
        at = next((number for number, row in enumerate(rows) if row.id == before), 0)
        if rows and not self._still:
            self.setCurrentIndex(self.rows.index(at, 0))

    def current(self) -> str:
        """Return the id of the chosen row, or ""."""
        index = self.currentIndex()
        return row_at(index).id if index.isValid() else ""

    def retranslate(self) -> None:
        """Say it in the language of now."""
        self.setAccessibleName(tr(self._name))
        self.scheduleDelayedItemsLayout()
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick with the space bar, too (for Qt)."""
        if event.key() == Qt.Key.Key_Space:
            self.ticked.emit(self.current())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let rows follow the width (for Qt)."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Let rows follow the text size (for Qt)."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.scheduleDelayedItemsLayout()
            self._fit()

    def _fit(self) -> None:
        option, delegate = QStyleOptionViewItem(), self.itemDelegate()
        indexes = (self.rows.index(number, 0) for number in range(self.rows.rowCount()))
        wanted = sum(delegate.sizeHint(option, index).height() for index in indexes) + 2 * self.frameWidth() + 4
        if wanted != self.height():
            self.setFixedHeight(wanted)
