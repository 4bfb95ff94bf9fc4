"""A layout that puts things in a row and breaks the row where the room ends; mirrored for right-to-left."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget


class Flow(QLayout):
    """Rows of things, each as wide as it likes, broken where the room ends."""

    def __init__(self, parent: QWidget | None = None, *, spacing: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        """Take a thing in (for Qt)."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many things there are (for Qt)."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return a thing (for Qt)."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take a thing out (for Qt)."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Say that no more room is wanted (for Qt)."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Say that the height follows from the width (for Qt)."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at a width (for Qt)."""
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), moving=False)
        return self._heights[width]

    def invalidate(self) -> None:
        """Forget the heights: something inside is another size now (for Qt)."""
        self._heights.clear()
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:
        """Put everything in its place (for Qt)."""
        super().setGeometry(rect)
        self._arrange(rect, moving=True)

    def sizeHint(self) -> QSize:
        """Return the size that holds everything in one row (for Qt)."""
        shown = self._shown()
        wide = sum(item.sizeHint().width() for item in shown) + self.spacing() * max(len(shown) - 1, 0)
        return QSize(wide, max((item.sizeHint().height() for item in shown), default=0))

    def minimumSize(self) -> QSize:
        """Return the size of the largest thing (for Qt)."""
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _arrange(self, rect: QRect, *, moving: bool) -> int:
        y = 0
        for row in self._broken(rect.width()):
            tall = max(size.height() for _, size in row)
            x = 0
            for item, size in row:
                if moving:
                    corner = rect.topLeft() + QPoint(x, y + (tall - size.height()) // 2)
                    item.setGeometry(QStyle.visualRect(self._direction(), rect, QRect(corner, size)))
                x += size.width() + self.spacing()
            y += tall + self.spacing()
        return max(y - self.spacing(), 0)

    def _broken(self, room: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        rows: list[list[tuple[QLayoutItem, QSize]]] = []
        x = 0
        for item in self._shown():
            size = _size(item, room)
            if not rows or x + size.width() > room:
                rows.append([])
                x = 0
            rows[-1].append((item, size))
            x += size.width() + self.spacing()
        return rows

    def _direction(self) -> Qt.LayoutDirection:
        owner = self.parentWidget()
        return owner.layoutDirection() if owner else Qt.LayoutDirection.LeftToRight


def _size(item: QLayoutItem, room: int) -> QSize:
    wanted = item.sizeHint()
    width = min(wanted.width(), max(room, item.minimumSize().width()))
    return QSize(width, item.heightForWidth(width) if item.hasHeightForWidth() else wanted.height())
