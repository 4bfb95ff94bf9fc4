"""What one row of a list says, and models of rows: a short list, and a long one that is read page by page.

`data()` never reads the vault: a page that is not here yet is asked for, and its rows say so until it comes.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage

from monitor_app.text import N_, Message
from monitor_app.ui.translation import tr

Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
_ROLE = Qt.ItemDataRole.UserRole
PAGE = 200
PAGES_KEPT = 20


@dataclass(frozen=True)
class Row:
    """One row: what it is, its state in words on a coloured ground (`style`), and sentences about it.

    `mark` warns of the row itself, beside its state: where it comes from is not sure, say.
    """

    id: str
    title: Message | str
    state: Message | str = ""
    style: str = "neutral"
    sentences: tuple[Message | str, ...] = ()
    picture: QImage | None = None
    mark: Message | str = ""

    def said(self) -> str:
        """Return all of it, for those who hear it."""
        parts = (self.title, self.mark, self.state, *self.sentences)
        return ". ".join(tr(part).rstrip(".") for part in parts if part)


COMING = Row("", N_("Being read …"))


class RowModel(QAbstractTableModel):
    """A short list of rows, all here."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Row] = ()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def replace(self, row: Row) -> None:
        """Show a row in place of the one with its id."""
        at = next((number for number, one in enumerate(self._rows) if one.id == row.id), -1)
        if at >= 0:
            self._rows = [*self._rows[:at], row, *self._rows[at + 1 :]]
            self.dataChanged.emit(self.index(at, 0), self.index(at, 0))

    def row(self, number: int) -> Row:
        """Return a row."""
        return self._rows[number]

    def rowCount(self, parent: Index = _TOP) -> int:
        """Return how many rows there are (for Qt)."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _TOP) -> int:
        """Return 1 (for Qt)."""
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own
        """Return what a row says (for Qt)."""
        if not index.isValid():
            return None
        row = self.row(index.row())
        if role == _ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(row.title)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return row.said()
        return None


Fetch = Callable[[int, int, Callable[[Sequence[Row]], None]], None]


class PagedRows(RowModel):
    """A list of any length. `fetch(offset, limit, arrived)` reads a page away from the window's thread."""

    def __init__(self, fetch: Fetch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._count = 0
        self._turn = 0
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()
        self._asked: set[int] = set()

    def start_over(self, count: int) -> None:
        """Show so many rows, none of them read yet."""
        self.beginResetModel()
        self._turn += 1
        self._count = count
        self._pages.clear()
        self._asked.clear()
        self.endResetModel()

    def row(self, number: int) -> Row:
        """Return a row, or ask for its page."""
        page, at = divmod(number, PAGE)
        held = self._pages.get(page)
        if held is None:
            self._ask(page)
            return COMING
        self._pages.move_to_end(page)
        return held[at] if at < len(held) else COMING

    def rowCount(self, parent: Index = _TOP) -> int:
        """Return how many rows there are (for Qt)."""
        return 0 if parent.isValid() else self._count

    def _ask(self, page: int) -> None:
        if page in self._asked:
            return
        self._asked.add(page)
        turn = self._turn
        self._fetch(page * PAGE, PAGE, lambda rows: self._arrived(turn, page, rows))

    def _arrived(self, turn: int, page: int, rows: Sequence[Row]) -> None:
        if turn != self._turn:
            return
        self._asked.discard(page)
        self._pages[page] = rows
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        last = min((page + 1) * PAGE, self._count) - 1
        if rows and last >= page * PAGE:
            self.dataChanged.emit(self.index(page * PAGE, 0), self.index(last, 0))


def row_at(index: Index) -> Row:
    """Return the row at an index."""
    row = index.data(_ROLE)
    assert isinstance(row, Row)
    return row
