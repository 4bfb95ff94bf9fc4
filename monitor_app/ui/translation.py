"""The window's language: sentences looked up in `resources/locale`, and one signal when it changes.

A `Message` is looked up; a `str` is text from outside (a title, a pseudonym) and stays as it is. Like Qt's own
translator this is one for the whole program, because one person at a time sits before it.
"""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from monitor_app.settings import resource_folder
from monitor_app.text import Message

DOMAIN = "monitor_app"
SOURCE = "en"


class LanguageBus(QObject):
    """Holds the words of one language and says when it changes. It also is a `ports.Words`."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.language = SOURCE
        self._sentences: Mapping[str, str] = {}

    def speak(self, language: str) -> None:
        """Change the language (`en`, `zh_CN`); one without a catalogue speaks English."""
        self._sentences = sentences(language)
        self.language = language
        direction = QLocale(language).textDirection()
        if isinstance(QGuiApplication.instance(), QGuiApplication):
            QGuiApplication.setLayoutDirection(direction)
        self.changed.emit()

    def say(self, message: Message) -> str:
        """Return the sentence in the current language, its values filled in."""
        template = self._sentences.get(message.template) or message.template
        return str(Message(template, message.values))


bus = LanguageBus()


def tr(text: Message | str) -> str:
    """Return a sentence of ours in the current language; text from outside as it is."""
    return bus.say(text) if isinstance(text, Message) else text


def is_right_to_left(language: str) -> bool:
    """Say whether a language is written from the right; `language` may be `العربية (ar)` or `ar`."""
    code = language.rsplit("(", 1)[-1].strip(" )")
    return QLocale(code).textDirection() == Qt.LayoutDirection.RightToLeft


def languages() -> list[tuple[str, str]]:
    """Return the languages the window speaks: code, and its name in itself."""
    found = sorted(path.name for path in resource_folder("locale").glob("*") if catalogue(path.name).is_file())
    codes = [SOURCE, *(code for code in found if code != SOURCE)]
    return [(code, _own_name(code)) for code in codes]


def _own_name(code: str) -> str:
    return "English" if code == SOURCE else QLocale(code).nativeLanguageName()


def catalogue(language: str) -> Path:
    """Return where the sentences of a language lie."""
    return resource_folder("locale", language, "LC_MESSAGES", f"{DOMAIN}.po")


def sentences(language: str) -> Mapping[str, str]:
    """Read a language's sentences; none for English and for a language without a catalogue."""
    path = catalogue(language)
    if language == SOURCE or not path.is_file():
        return {}
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file) if entry.id and entry.string}


def day(ms: int) -> str:
    """Return a day as people of the current language write it, from milliseconds since 1970."""
    when = QDateTime.fromMSecsSinceEpoch(ms)
    return QLocale(bus.language).toString(when.date(), QLocale.FormatType.ShortFormat)


def moment(ms: int) -> str:
    """Return a day and a time as people of the current language write them."""
    when = QDateTime.fromMSecsSinceEpoch(ms)
    return QLocale(bus.language).toString(when, QLocale.FormatType.ShortFormat)


def size(count: int) -> str:
    """Return a number of bytes in the units of the current language."""
    return QLocale(bus.language).formattedDataSize(count)
