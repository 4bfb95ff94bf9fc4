"""Draws one row of a list: picture, title, warning and state in words, sentences. Mirrored right-to-left."""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QAbstractItemView, QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from monitor_app.text import Message
from monitor_app.ui import theme
from monitor_app.ui.models.rows import COMING, Row, row_at
from monitor_app.ui.tokens import Tokens
from monitor_app.ui.translation import tr

PICTURE = 72
_INSIDE = 12
_GAP = 4
_BETWEEN = 8
_EXPECTED = 100  # letters of sentences in a row that is as tall as all others
_MOST_LINES = 3
_TALLEST = 10_000
_SCRIPTS = "gÅ国မြန်हिन्दी"
_ISOLATE, _END = "\u2068", "\u2069"
_LEADING = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_WRAPPED = _LEADING | int(Qt.TextFlag.TextWordWrap)
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class _Places:
    """Where the parts of a row stand, as if written from the left."""

    picture: QRect
    title: QRect
    mark: QRect
    state: QRect
    told: QRect
    height: int


class SentenceDelegate(QStyledItemDelegate):
    """Draws rows. `even`: every row is as tall as one with sentences of the usual length."""

    def __init__(self, view: QAbstractItemView, *, even: bool) -> None:
        super().__init__(view)
        self._view = view
        self._even = even

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt's signature
        """Return a row's size (for Qt)."""
        width = self._view.viewport().width()
        return QSize(width, self._lay_out(row_at(index), width).height)

    def even_height(self, width: int) -> int:
        """Return how tall every row of an even list is."""
        return self._lay_out(COMING, width).height

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row (for Qt)."""
        row, tokens = row_at(index), _tokens()
        whole = QRect(option.rect)
        places = self._lay_out(row, whole.width())
        bold, plain = self._fonts()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, option, tokens)

        def at(rect: QRect) -> QRect:
            return QStyle.visualRect(option.direction, whole, rect.translated(whole.topLeft()))

        if row.picture is not None:
            _draw_picture(painter, at(places.picture), row.picture)
        painter.setFont(bold)
        painter.setPen(QColor(tokens.text))
        painter.drawText(at(places.title), _WRAPPED, _fitted(tr(row.title), bold, places.title))
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        pills = ((row.mark, "bad", places.mark), (row.state, row.style, places.state))
        for words, style, rect in pills:
            if words:
                _draw_pill(painter, at(rect), tr(words), plain, style=style, on_accent=is_chosen)
        painter.setFont(plain)
        painter.setPen(QColor(tokens.muted))
        painter.drawText(at(places.told), _WRAPPED, _fitted(_told(row), plain, places.told))
        painter.restore()

    def _lay_out(self, row: Row, width: int) -> _Places:
        bold, plain = self._fonts()
        left = _INSIDE + (PICTURE + _INSIDE if row.picture is not None else 0)
        room = max(width - left - _INSIDE, 1)
        mark, state = (_pill_width(words, plain) for words in (row.mark, row.state))
        pills = mark + state + (_BETWEEN if mark and state else 0)
        tall = QFontMetrics(plain).height() + 8
        beside = room - pills - (_BETWEEN if pills else 0)
        is_stacked = (
            bool(pills) and QFontMetrics(bold).horizontalAdvance(tr(row.title)) > beside and not self._even
        )
        title = QRect(left, _INSIDE, room if is_stacked else beside, 0)
        lines = _tallest(bold) if self._even else _height(tr(row.title), bold, title.width())
        title.setHeight(lines)
        x, y = (left, title.bottom() + 1 + _GAP) if is_stacked else (left + room - pills, _INSIDE)
        marked = QRect(x, y, min(mark, room), tall)
        pill = QRect(x + pills - state, y, min(state, room), tall if pills or self._even else 0)
        below = max(title.bottom(), pill.bottom() if pills or self._even else 0) + 1 + _GAP
        told_height = _even_height(plain, room) if self._even else _height(_told(row), plain, room)
        told = QRect(left, below, room, told_height)
        height = told.bottom() + 1 + _INSIDE if told_height else below - _GAP + _INSIDE
        picture = QRect(_INSIDE, _INSIDE, PICTURE, PICTURE)
        return _Places(
            picture, title, marked, pill, told, max(height, PICTURE + 2 * _INSIDE if row.picture else 0)
        )

    def _fonts(self) -> tuple[QFont, QFont]:
        plain = self._view.font()
        bold = QFont(plain)
        bold.setWeight(QFont.Weight.DemiBold)
        return bold, plain

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, tokens: Tokens) -> None:
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setPen(QColor(tokens.focus if is_chosen else tokens.line))
        painter.setBrush(QColor(tokens.accent_soft if is_chosen else tokens.panel))
        painter.drawRoundedRect(QRect(option.rect).adjusted(1, 2, -2, -3), 8, 8)


def _tokens() -> Tokens:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return theme.current(application)


def _pill_width(words: Message | str, font: QFont) -> int:
    return QFontMetrics(font).horizontalAdvance(tr(words)) + 20 if words else 0


def _draw_pill(painter: QPainter, rect: QRect, words: str, font: QFont, *, style: str, on_accent: bool) -> None:
    tokens = _tokens()
    colours = {
        "ok": (tokens.ok, tokens.ok_soft),
        "warn": (tokens.warn, tokens.warn_soft),
        "bad": (tokens.bad, tokens.bad_soft),
        "accent": (tokens.accent, tokens.accent_soft),
    }
    ink, soft = colours.get(style, (tokens.text, tokens.line))
    ground = tokens.panel if on_accent else soft
    painter.setPen(QColor(ground))
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(rect, 10, 10)
    painter.setPen(QColor(ink))
    painter.setFont(font)
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), words)


def _draw_picture(painter: QPainter, rect: QRect, image: QImage) -> None:
    size = image.size().scaled(rect.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRect(rect.topLeft(), size)
    place.moveCenter(rect.center())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(place, image)


def _fitted(text: str, font: QFont, rect: QRect) -> str:
    """Shorten what has no room; all of it stands in the tool tip and is heard."""
    if _height(text, font, rect.width()) <= rect.height() + 2:
        return text
    metrics = QFontMetrics(font)
    lines = max(rect.height() // metrics.lineSpacing(), 1)
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(rect.width() * (lines - 0.3)))


def _height(text: str, font: QFont, width: int) -> int:
    if not text:
        return 0
    return QFontMetrics(font).boundingRect(QRect(0, 0, max(width, 1), _TALLEST), _WRAPPED, text).height()


def _even_height(font: QFont, width: int) -> int:
    metrics = QFontMetrics(font)
    lines = -(-_EXPECTED * metrics.averageCharWidth() // width)
    return min(lines, _MOST_LINES) * _tallest(font)


def _tallest(font: QFont) -> int:
    """Return the height of a line in the tallest of the scripts that may stand in it."""
    return _tallest_of(font.family(), font.pointSizeF(), int(font.weight()))


@lru_cache(maxsize=16)
def _tallest_of(family: str, points: float, weight: int) -> int:
    font = QFont(family, weight=weight)
    font.setPointSizeF(points)
    return _height(_SCRIPTS, font, _TALLEST)


def _told(row: Row) -> str:
    """Return the sentences, each in its own direction: one in another script does not turn those beside it."""
    return " ".join(f"{_ISOLATE}{tr(part)}{_END}" for part in row.sentences)
