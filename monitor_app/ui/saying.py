"""Days, moments and sizes as the window's language writes them."""

from PySide6.QtCore import QDateTime, QLocale

from monitor_app.ui.translation import bus


def day(ms: int) -> str:
    """Return the local day of a moment in milliseconds since 1970 UTC."""
    return _locale().toString(QDateTime.fromMSecsSinceEpoch(ms).date(), QLocale.FormatType.ShortFormat)


def moment(ms: int) -> str:
    """Return the local day and time of a moment in milliseconds since 1970 UTC."""
    return _locale().toString(QDateTime.fromMSecsSinceEpoch(ms), QLocale.FormatType.ShortFormat)


def size(count: int) -> str:
    """Return a number of bytes, as `2.8 MB`."""
    return _locale().formattedDataSize(count, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat)


def _locale() -> QLocale:
    return QLocale(bus.language)
