"""A quick neutral screen: a clock in place of the content, for when somebody walks in. It locks nothing."""

from PySide6.QtCore import QDateTime, QLocale, Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from monitor_app.ui.translation import bus
from monitor_app.ui.widgets.speaking import Words


class NeutralScreen(QWidget):
    """Date and time, large. How to leave it stands in the list of keys, not here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "ground")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.time = Words("", "clock")
        self.date = Words("", "section")
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        for words in (self.time, self.date):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(words)
        layout.addStretch(1)
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._tell)
        self.hide()

    def rise(self) -> None:
        """Show the time from now on."""
        self._tell()
        self._second.start()
        self.show()
        self.setFocus()

    def fall(self) -> None:
        """Go away."""
        self._second.stop()
        self.hide()

    def _tell(self) -> None:
        locale, now = QLocale(bus.language), QDateTime.currentDateTime()
        self.time.say(locale.toString(now.time(), QLocale.FormatType.ShortFormat))
        self.date.say(locale.toString(now.date(), QLocale.FormatType.LongFormat))
