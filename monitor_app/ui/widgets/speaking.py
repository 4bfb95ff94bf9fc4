"""Labels and buttons that say a sentence, and say it again when the language changes.

Text is always plain: nothing from outside is read as markup.
"""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QSizePolicy, QWidget

from monitor_app.text import Message
from monitor_app.ui import icons, theme
from monitor_app.ui.translation import bus, tr


def look(widget: QWidget, name: str) -> None:
    """Give a widget a look of the style sheet, also while it is shown."""
    if widget.property("look") != name:
        widget.setProperty("look", name)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class Words(QLabel):
    """Text that wraps. `say` takes a sentence of ours, or text from outside."""

    def __init__(self, text: Message | str = "", style: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text: Message | str = text
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        if style:
            self.setProperty("look", style)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        bus.changed.connect(self.retranslate)
        self.retranslate()
        self._lean()

    def say(self, text: Message | str) -> None:
        """Show this."""
        self._text = text
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language of now."""
        self.setText(tr(self._text))

    def changeEvent(self, event: QEvent) -> None:
        """Lean to the other side when the window turns around."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._lean()

    def _lean(self) -> None:
        # Qt leans a label by its letters; a code in Latin letters would leave its place in an Arabic window.
        if not self.alignment() & Qt.AlignmentFlag.AlignHCenter:
            is_rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            side = Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft
            self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)


class Pill(Words):
    """One state in words on a coloured ground: neutral, accent, ok, warn or bad."""

    def __init__(self, text: Message | str = "", style: str = "neutral", parent: QWidget | None = None) -> None:
        super().__init__(text, style, parent)
        self.setWordWrap(False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)

    def show_state(self, text: Message | str, style: str) -> None:
        """Show another state."""
        look(self, style)
        self.say(text)


class Button(QPushButton):
    """A button with a sentence, a look (primary, quiet, danger, nav) and perhaps an icon."""

    def __init__(
        self, text: Message | str, style: str = "", *, picture: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._text: Message | str = text
        self._picture = picture
        self.words_shown = True
        self.setAutoDefault(False)
        if style:
            self.setProperty("look", style)
        bus.changed.connect(self.retranslate)
        self.retranslate()
        self.repaint_icon()

    def say(self, text: Message | str) -> None:
        """Show this."""
        self._text = text
        self.retranslate()

    def show_words(self, *, shown: bool) -> None:
        """Show the words, or only the icon; the words stay for those who hear them."""
        self.words_shown = shown
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language of now."""
        words = tr(self._text)
        gap = " " if self._picture else ""
        self.setText(f"{gap}{words}" if self.words_shown else "")
        self.setAccessibleName(words)
        self.setToolTip("" if self.words_shown else words)

    def changeEvent(self, event: QEvent) -> None:
        """Point the other way when the window turns around, and fade with the words."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LayoutDirectionChange, QEvent.Type.EnabledChange}:
            self.repaint_icon()

    def _pointing(self) -> str:
        is_rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return {"next": "back", "back": "next"}.get(self._picture, self._picture) if is_rtl else self._picture

    def repaint_icon(self) -> None:
        """Draw the icon in the colour of this button's words."""
        application = QApplication.instance()
        if not self._picture or not isinstance(application, QApplication):
            return
        tokens = theme.current(application)
        colours = {
            "primary": tokens.on_accent,
            "nav": tokens.side_text,
            "quiet": tokens.accent,
            "danger": tokens.bad,
        }
        colour = (
            colours.get(str(self.property("look") or ""), tokens.text) if self.isEnabled() else tokens.muted
        )
        side = max(20, round(self.fontMetrics().height()))
        self.setIcon(icons.icon(self._pointing(), colour, side))
        self.setIconSize(QSize(side, side))
