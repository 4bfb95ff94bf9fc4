"""Named fields: a line, a text of several lines, a choice, a tick. The name stands above and is heard, too."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from monitor_app.text import Message
from monitor_app.ui.translation import bus, tr
from monitor_app.ui.widgets.discreet import discreet
from monitor_app.ui.widgets.speaking import Words


class _Field(QWidget):
    """A name, something to fill in, and perhaps a hint under it. `touched` tells that a person changed it."""

    touched = Signal()

    def __init__(self, name: Message, within: QWidget, hint: Message | None = None) -> None:
        super().__init__()
        self._name = name
        self._within = within
        self._hint = hint
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(Words(name, "strong"))
        layout.addWidget(within)
        if hint is not None:
            layout.addWidget(Words(hint, "muted"))
        self.setFocusProxy(within)
        bus.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language of now."""
        self._within.setAccessibleName(tr(self._name))
        self._within.setAccessibleDescription(tr(self._hint) if self._hint else "")


class LineField(_Field):
    """One line."""

    def __init__(self, name: Message, hint: Message | None = None) -> None:
        self.line = discreet(QLineEdit())
        super().__init__(name, self.line, hint)
        self.line.textChanged.connect(lambda _: self.touched.emit())

    def text(self) -> str:
        """Return what was typed, without spaces around it."""
        return self.line.text().strip()

    def words(self) -> str:
        """Return what was typed, as it is."""
        return self.line.text()

    def put(self, words: str) -> None:
        """Put back what was typed."""
        self.line.setText(words)


class _Area(QPlainTextEdit):
    """So many lines tall in whatever text size."""

    def __init__(self, lines: int) -> None:
        super().__init__()
        self._lines = lines
        discreet(self).setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the size for the lines (for Qt)."""
        return QSize(super().sizeHint().width(), self.fontMetrics().lineSpacing() * self._lines + 28)


class TextField(_Field):
    """A text of several lines, always plain."""

    def __init__(self, name: Message, hint: Message | None = None, *, lines: int = 4) -> None:
        self.area = _Area(lines)
        super().__init__(name, self.area, hint)
        self.area.textChanged.connect(self.touched)

    def text(self) -> str:
        """Return what was typed, without space around it."""
        return self.area.toPlainText().strip()

    def words(self) -> str:
        """Return what was typed, as it is."""
        return self.area.toPlainText()

    def put(self, words: str) -> None:
        """Put back what was typed."""
        self.area.setPlainText(words)


class ChoiceBox(QComboBox):
    """A box to choose from that shortens what has no room; all of it is in the tool tip and is heard."""

    def __init__(self, letters: int = 8) -> None:
        super().__init__()
        self.setMinimumContentsLength(letters)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.currentTextChanged.connect(self.setToolTip)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box (for Qt)."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self).width() - 8
        text = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)
        option.currentText = text
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


class ChoiceField(_Field):
    """One of several. `chosen` tells the value."""

    chosen = Signal(str)

    def __init__(self, name: Message, hint: Message | None = None) -> None:
        self.box = ChoiceBox()
        self._choices: Sequence[tuple[str, Message | str]] = ()
        super().__init__(name, self.box, hint)
        self.box.activated.connect(lambda _: self.chosen.emit(self.value()))
        self.box.activated.connect(lambda _: self.touched.emit())

    def offer(self, choices: Sequence[tuple[str, Message | str]]) -> None:
        """Offer these, value and words; what was chosen stays chosen."""
        before = self.value()
        self._choices = choices
        self.retranslate()
        self.choose(before)

    def choose(self, value: str) -> None:
        """Choose a value, or the first one if there is no such."""
        self.box.setCurrentIndex(max(self.box.findData(value), 0))

    def value(self) -> str:
        """Return the chosen value, "" if there is none."""
        return str(self.box.currentData() or "")

    def words(self) -> str:
        """Return the chosen value."""
        return self.value()

    def put(self, words: str) -> None:
        """Choose again what was chosen."""
        self.choose(words)

    def retranslate(self) -> None:
        """Say it in the language of now."""
        super().retranslate()
        at = self.box.currentIndex()
        self.box.clear()
        for value, words in self._choices:
            self.box.addItem(tr(words), value)
        self.box.setCurrentIndex(min(max(at, 0), self.box.count() - 1))


class Tick(QWidget):
    """A box to tick and a sentence beside it that wraps; clicking the sentence ticks, too."""

    toggled = Signal(bool)

    def __init__(self, words: Message | str, *, is_ticked: bool = False) -> None:
        super().__init__()
        self._words = words
        self.box = QCheckBox()
        self.box.setChecked(is_ticked)
        self.box.toggled.connect(self.toggled)
        self.label = Words(words)
        self.label.mouseReleaseEvent = lambda _: self.box.click()  # type: ignore[method-assign]  # one label, one use
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.label, 1)
        self.setFocusProxy(self.box)
        bus.changed.connect(self.retranslate)
        self.retranslate()

    def is_ticked(self) -> bool:
        """Say whether it is ticked."""
        return self.box.isChecked()

    def retranslate(self) -> None:
        """Say it in the language of now."""
        self.box.setAccessibleName(tr(self._words))
