"""Dates and times in parts that can be empty: year, month, day; hour, minute. Digits of any script are read.

A part left out means no answer yet, and that is said; nothing is guessed.
"""

import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from monitor_app.forms.views import Kind, QuestionView
from monitor_app.text import N_, Message
from monitor_app.ui.forms import digits
from monitor_app.ui.forms.calendar import CalendarPanel
from monitor_app.ui.forms.text import TypedField
from monitor_app.ui.translation import tr
from monitor_app.ui.widgets.discreet import discreet
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.speaking import Button, Words

_DATE: tuple[tuple[str, Message, int], ...] = (
    ("year", N_("Year"), 4),
    ("month", N_("Month"), 2),
    ("day", N_("Day"), 2),
)
_TIME: tuple[tuple[str, Message, int], ...] = (("hour", N_("Hour"), 2), ("minute", N_("Minute"), 2))


_OTHER_CALENDARS = {"ethiopian", "coptic", "islamic", "bikram-sambat", "myanmar", "persian"}
_GREGORIAN = N_("The author asks for another calendar. Write the date of the Gregorian calendar.")


class DateTimeField(TypedField):
    """Small lines for the parts."""

    def build(self) -> QWidget:
        """Make a line for each part this question asks for."""
        self.parts: dict[str, QLineEdit] = {}
        place = QWidget()
        column = QVBoxLayout(place)
        column.setContentsMargins(0, 0, 0, 0)
        row = Flow(spacing=8)
        column.addLayout(row)
        for name, words, length in _parts(self.view):
            line = discreet(QLineEdit())
            line.setMaxLength(length)
            line.setPlaceholderText("0" * length)
            line.setMinimumWidth(self.fontMetrics().horizontalAdvance("0" * (length + 4)) + 16)
            line.setMaximumWidth(line.minimumWidth())
            line.textEdited.connect(lambda _: self.typed())
            self.parts[name] = line
            row.addWidget(Words(words, "muted"))
            row.addWidget(line)
        self.calendar = Button(N_("Calendar"), "quiet")
        self.calendar.clicked.connect(self.open_calendar)
        self.month = CalendarPanel(self._take_day)
        if _has_calendar(self.view):
            row.addWidget(self.calendar)
            column.addWidget(self.month)
        if _OTHER_CALENDARS & set(self.view.appearance):
            row.addWidget(Words(_GREGORIAN, "warn-text"))
        return place

    def open_calendar(self) -> None:
        """Let the person pick a day, beginning at what is typed already; close it again."""
        if not self.view.readonly:
            self.month.turn(self._day())

    def _day(self) -> datetime.date | None:
        try:
            return datetime.date.fromisoformat((self._read() or "")[:10])
        except ValueError:
            return None

    def _take_day(self, day: str) -> None:
        for name, text in _split(day).items():
            if name in {"year", "month", "day"}:
                self.parts[name].setText(text)
        self.hand_over()
        self.calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_value(self, view: QuestionView) -> None:
        """Show the parts, unless the person is typing here."""
        for line in self.parts.values():
            line.setReadOnly(view.readonly)
        self.calendar.setEnabled(not view.readonly)
        if self.pause.isActive() or self._read() == view.value:
            return
        for name, text in _split(str(view.value or "")).items():
            if name in self.parts:
                self.parts[name].setText(text)

    def name_parts(self, name: str) -> None:
        """Name each part by its question."""
        for key, words, _ in (*_DATE, *_TIME):
            if key in self.parts:
                self.parts[key].setAccessibleName(f"{tr(words)}. {name}")
        self.calendar.setAccessibleName(f"{tr(N_('Calendar'))}. {name}")

    def focus_control(self) -> None:
        """Put the focus on the first part."""
        next(iter(self.parts.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def hand_over(self) -> None:
        """Answer; a date with a part left out is kept as it is, and the questionnaire says so."""
        value = self._read()
        if value != self.view.value and not self.view.readonly:
            self.answer(value)

    def _read(self) -> str | None:
        typed = {name: digits.latin(line.text()) for name, line in self.parts.items()}
        if not any(typed.values()):
            return None
        return _whole(typed, self.view.kind) or _partly(typed, self.view.kind)


def _has_calendar(view: QuestionView) -> bool:
    shortened = {"year", "month-year", "no-calendar", *_OTHER_CALENDARS} & set(view.appearance)
    return view.kind is not Kind.TIME and not shortened


def _parts(view: QuestionView) -> tuple[tuple[str, Message, int], ...]:
    if view.kind is Kind.TIME:
        return _TIME
    dates = _DATE[:1] if "year" in view.appearance else _DATE[:2] if "month-year" in view.appearance else _DATE
    return (*dates, *_TIME) if view.kind is Kind.DATETIME else dates


def _whole(typed: dict[str, str], kind: Kind) -> str | None:
    """Return a date or time that exists, None for anything else."""
    given = {name: digits.whole(text) for name, text in typed.items()}
    numbers = {name: number for name, number in given.items() if number is not None}
    if len(numbers) < len(typed):
        return None
    try:
        day = datetime.date(numbers.get("year", 2000), numbers.get("month", 1), numbers.get("day", 1))
        time = datetime.time(numbers.get("hour", 0), numbers.get("minute", 0))
    except ValueError:
        return None
    return _put(day.isoformat(), time.isoformat("seconds"), kind)


def _partly(typed: dict[str, str], kind: Kind) -> str:
    """Return what was typed with its gaps: no date for anyone, and yet nothing is lost."""
    date = "-".join(typed.get(name, "") for name in ("year", "month", "day"))
    time = ":".join(typed.get(name, "") for name in ("hour", "minute"))
    return _put(date, time, kind)


def _put(date: str, time: str, kind: Kind) -> str:
    if kind is Kind.TIME:
        return time
    return f"{date}T{time}" if kind is Kind.DATETIME else date


def _split(text: str) -> dict[str, str]:
    date, _, time = text.partition("T")
    if not time and ":" in date:
        date, time = "", date
    year, month, day = (*date.split("-"), "", "", "")[:3]
    hour, minute = (*time[:5].split(":"), "", "")[:2]
    return {"year": year, "month": month, "day": day, "hour": hour, "minute": minute}
