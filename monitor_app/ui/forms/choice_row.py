"""One thing to choose: an indicator and words that wrap beside it. Both can be clicked."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QHBoxLayout, QRadioButton, QWidget

from monitor_app.forms.views import ChoiceView
from monitor_app.ui.widgets.speaking import Words


def words_of(choice: ChoiceView) -> str:
    """Return what a choice is called; a picture or sound that the author put beside it is named, not shown."""
    media = choice.label.media
    named = ", ".join(one for one in (media.image, media.audio, media.video) if one and one != "-")
    words = choice.label.plain if choice.label.plain != "-" else ""
    return f"{words or choice.value} ({named})" if named else words or choice.value


class ChoiceRow(QWidget):
    """A radio button or a box, its number key, and its words; at least 36 px high."""

    clicked = Signal(str)

    def __init__(self, value: str, *, number: int = 0, is_many: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.value = value
        self.button: QAbstractButton = QCheckBox() if is_many else QRadioButton()
        self.button.setAutoExclusive(False)
        self.words = Words("")
        self.number = Words(str(number) if 0 < number < 10 else "", "muted")
        self.number.setWordWrap(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addStrut(36)
        layout.addWidget(self.button)
        layout.addWidget(self.number)
        layout.addWidget(self.words, 1)
        self.button.clicked.connect(lambda: self.clicked.emit(self.value))

    def show_choice(self, words: str, *, is_chosen: bool, is_fixed: bool) -> None:
        """Show the words, and whether it is chosen; a fixed one cannot be changed."""
        self.words.say(words)
        self.button.setAccessibleName(words)
        self.button.setChecked(is_chosen)
        self.button.setEnabled(not is_fixed)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take a click on the words as one on the indicator."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.button.setFocus(Qt.FocusReason.MouseFocusReason)
            self.button.click()
        event.accept()
