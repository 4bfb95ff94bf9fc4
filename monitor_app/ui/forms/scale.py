"""Questions answered on a scale: a slider beside a number. Nothing is chosen until a person moves or types.

A wheel that only scrolls the page never moves an answer.
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QSlider, QVBoxLayout, QWidget

from monitor_app.forms.views import Answer, QuestionView
from monitor_app.text import N_
from monitor_app.ui.forms.number import NumberField
from monitor_app.ui.translation import tr
from monitor_app.ui.widgets.speaking import Words, look

_MOST_STEPS = 10_000


class ScaleField(NumberField):
    """A slider from the lowest to the highest value, and the line of a number."""

    def build(self) -> QWidget:
        """Make slider, ends and line."""
        line = super().build()
        self._shows = False
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setMinimumHeight(36)
        self.slider.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.slider.installEventFilter(self)
        self.slider.valueChanged.connect(lambda _: self._moved())
        self.low_words, self.high_words, self.state = (
            Words("", "muted"),
            Words("", "muted"),
            Words("", "strong"),
        )
        for words in (self.low_words, self.high_words):
            words.setWordWrap(False)
        ends = QHBoxLayout()
        ends.setSpacing(12)
        ends.addWidget(self.low_words)
        ends.addWidget(self.slider, 1)
        ends.addWidget(self.high_words)
        place = QWidget()
        column = QVBoxLayout(place)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(ends)
        column.addWidget(self.state)
        column.addWidget(line)
        return place

    def show_value(self, view: QuestionView) -> None:
        """Show where the answer stands on the scale, or that there is none."""
        super().show_value(view)
        self._shows = True
        self.slider.setRange(0, max(1, steps_of(view)))
        self.slider.setTickPosition(QSlider.TickPosition.TicksBelow)
        self.slider.setTickInterval(1 if self.slider.maximum() <= 50 else self.slider.maximum() // 10)
        self.slider.setValue(self._place(view.value))
        look(self.slider, "unset" if view.value is None else "")
        self.slider.setEnabled(not view.readonly)
        self.low_words.say(self._named(view.low or 0.0))
        self.high_words.say(self._named(view.high or 0.0))
        self.state.say(N_("No answer yet.") if view.value is None else self._words_of(view.value))
        self._shows = False

    def name_parts(self, name: str) -> None:
        """Name slider and line by the question."""
        self.line.setAccessibleName(name)
        scale = tr(N_("Scale"))  # the catalogue is not gathered from within a text
        self.slider.setAccessibleName(f"{scale}. {name}")
        self.slider.setAccessibleDescription(self.state.text())

    def focus_control(self) -> None:
        """Put the focus on the slider."""
        self.slider.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let a wheel pass on to the page."""
        if watched is self.slider and event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _moved(self) -> None:
        if self._shows or self.view.readonly:
            return
        value = value_at(self.view, self.slider.value())
        self.line.setText(_plain(value))
        self.pause.stop()
        self.answer(int(value) if self._is_whole() else value)

    def _place(self, value: Answer) -> int:
        low, step = self.view.low or 0.0, self.view.step or 1.0
        return round((value - low) / step) if isinstance(value, int | float) else 0

    def _named(self, value: float) -> str:
        """Return what an end of the scale is called: its label, if the author gave one."""
        label = next((c.label.plain for c in self.view.choices if c.value == _plain(value)), "")
        return f"{_plain(value)} · {label}" if label else _plain(value)

    def _words_of(self, value: Answer) -> str:
        return self._named(float(value)) if isinstance(value, int | float) else str(value)


def has_scale(view: QuestionView) -> bool:
    """Say whether a scale can be drawn: two ends, and steps that fit between them."""
    return view.low is not None and view.high is not None and 0 < steps_of(view) <= _MOST_STEPS


def steps_of(view: QuestionView) -> int:
    """Return how many steps lie between the ends; 0 where they make no scale."""
    step = abs(view.step or 1.0)
    return max(0, int(((view.high or 0.0) - (view.low or 0.0)) / step + 1e-9))


def value_at(view: QuestionView, place: int) -> float:
    """Return the value at a step."""
    return round((view.low or 0.0) + place * abs(view.step or 1.0), 9)


def _plain(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:g}"
