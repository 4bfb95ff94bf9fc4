"""A calendar to pick a day from, in the language of the window. It opens in place; Escape closes it."""

import datetime
from collections.abc import Callable

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QPalette, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QToolButton, QVBoxLayout, QWidget

from monitor_app.text import N_
from monitor_app.ui.translation import bus, tr
from monitor_app.ui.widgets.discreet import discreet

_ARROWS = (
    ("qt_calendar_prevmonth", "‹", N_("Month before")),
    ("qt_calendar_nextmonth", "›", N_("Month after")),
)


class CalendarPanel(QWidget):
    """A month to look at; Enter or a click takes the day."""

    def __init__(self, take: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._take = take
        self.days = QCalendarWidget()
        self.days.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self._calm()
        self.days.activated.connect(self._picked)
        self.days.clicked.connect(self._picked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.days, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def _calm(self) -> None:
        """Take away Qt's own colours: no red days, no bar, arrows in the colour of the text."""
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.days.setWeekdayTextFormat(day, QTextCharFormat())
        bar = self.days.findChild(QWidget, "qt_calendar_navigationbar")
        if bar is not None:
            bar.setBackgroundRole(QPalette.ColorRole.Base)
        for name, sign, words in _ARROWS:
            button = self.days.findChild(QToolButton, name)
            if button is not None:
                button.setIcon(QIcon())
                button.setText(sign)
                button.setAccessibleName(tr(words))

        for year in self.days.findChildren(QLineEdit):
            discreet(year)

    def turn(self, day: datetime.date | None) -> None:
        """Open at a day, or at today where there is none yet; close if it is open."""
        if not self.isHidden():
            self.hide()
            return
        self.days.setLocale(QLocale(bus.language))
        if day is not None:
            self.days.setSelectedDate(QDate(day.year, day.month, day.day))
        wide = self.fontMetrics().horizontalAdvance("0")
        self.days.setMinimumWidth(wide * 56)
        self.days.setAccessibleName(tr(N_("Calendar")))
        self.show()
        self.days.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return
        super().keyPressEvent(event)

    def _picked(self, day: QDate) -> None:
        self.hide()
        self._take(day.toString(Qt.DateFormat.ISODate))
