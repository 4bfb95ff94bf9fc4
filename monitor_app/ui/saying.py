"""Days, moments and sizes as the window's language writes them."""

from PySide6.QtCore import QDateTime, QLocale

from monitor_app.ui.translation import bus

_DAY = "yyyy-MM-dd"
_DAYS = {"en": "d MMM yyyy", "zh_CN": "yyyy年M月d日"}
"""Days without the doubt which number is the month."""


def day(ms: int) -> str:
    """Return the local day of a moment in milliseconds since 1970 UTC."""
    return _locale().toString(QDateTime.fromMSecsSinceEpoch(ms).date(), _DAYS.get(bus.language, _DAY))


def moment(ms: int) -> str:
    """Return the local day and time of a moment in milliseconds since 1970 UTC."""
    return _locale().toString(QDateTime.fromMSecsSinceEpoch(ms), f"{_DAYS.get(bus.language, _DAY)} HH:mm")


def size(count: int) -> str:
    """Return a number of bytes, as `2.8 MB`."""
    return _locale().formattedDataSize(count, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat)


def spoken(language: str) -> str:
    """Return a language's name without its code: `English (en)` is `English`."""
    return language.partition(" (")[0]


def in_threes(number: str) -> str:
    """Return groups of digits three to a line, as they are read aloud."""
    groups = number.split()
    return "\n".join(" ".join(groups[at : at + 3]) for at in range(0, len(groups), 3))


def _locale() -> QLocale:
    return QLocale(bus.language)
