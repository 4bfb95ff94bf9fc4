"""Our own small icons: strokes in `resources/icons`, drawn in the colour asked for."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from monitor_app.settings import resource_folder


def icon(name: str, colour: str, size: int = 20) -> QIcon:
    """Return an icon in one colour (`#RRGGBB`), drawn for normal and for dense screens."""
    return QIcon(pixmap(name, colour, size))


def pixmap(name: str, colour: str, size: int = 20) -> QPixmap:
    """Return an icon as a picture of `size` × `size` points."""
    from PySide6.QtSvg import QSvgRenderer

    drawn = QPixmap(size * 2, size * 2)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode())).render(
        painter, QRectF(0, 0, size * 2, size * 2)
    )
    painter.end()
    drawn.setDevicePixelRatio(2)
    return drawn


@lru_cache(maxsize=64)
def _source(name: str) -> str:
    return resource_folder("icons", f"{name}.svg").read_text(encoding="utf-8")
