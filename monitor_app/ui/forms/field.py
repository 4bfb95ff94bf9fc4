"""One question on the screen: its words, its control, and what is not right with the answer.

It shows and asks; what an answer means is for the questionnaire to decide.
"""

from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from monitor_app.forms.views import Answer, QuestionView
from monitor_app.text import N_, Message
from monitor_app.ui.translation import is_right_to_left, tr
from monitor_app.ui.widgets.speaking import Pill, Words


class Field(QFrame):
    """A question. `answered` carries path and answer; `typing` says that something waits to be answered."""

    answered = Signal(str, object)
    typing = Signal()
    left = Signal(str)

    number_keys: ClassVar[bool] = False

    def __init__(self, view: QuestionView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self.view = view
        self.was_left = False
        self._second: tuple[str, str] | None = None
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(20, 16, 20, 16)
        self.rows.setSpacing(8)
        self.needed = Pill(N_("Needed to finish"), "neutral")
        self.secret = Pill(N_("Sealed apart: names and contacts"), "accent")
        self.label = Words("", "question")
        self.second = Words("", "muted")
        self.hint = Words("", "muted")
        self.message = Words("", "warn-text")
        self.unread = Words(
            N_("An answer is kept, sealed. This device cannot show it; a new answer takes its place."), "muted"
        )
        for words in (self.label, self.second, self.hint):
            self.rows.addWidget(words)
        self.control = self.build()
        self.rows.addWidget(self.control)
        self.rows.addWidget(self.unread)
        self.rows.addWidget(self.message)
        for pill in (self.secret, self.needed):
            self.rows.addWidget(pill, 0, Qt.AlignmentFlag.AlignLeft)
        self._watch_focus()
        self.show_view(view)

    # What a kind of question supplies
    def build(self) -> QWidget:
        """Make the control."""
        return QWidget()

    def show_value(self, view: QuestionView) -> None:
        """Show the answer (and the choices) of `view` in the control."""

    def commit(self) -> None:
        """Hand over an answer that is still being typed."""

    def name_parts(self, name: str) -> None:
        """Give every part that can have the focus its name for those who hear it."""
        self.control.setAccessibleName(name)

    def focus_control(self) -> None:
        """Put the focus where the answer is given."""
        self.control.setFocus(Qt.FocusReason.OtherFocusReason)

    # What all share
    def show_view(self, view: QuestionView) -> None:
        """Show the question as it stands now."""
        self.view = view
        self.label.say(view.label.plain or view.path)
        told = (view.hint.plain, view.guidance, tr(named_media(view)))
        _say_or_hide(self.hint, "\n".join(text for text in told if text))
        self.needed.setVisible(view.required and view.value is None and not view.unread)
        self.unread.setVisible(view.unread)
        self.secret.setVisible(view.identity)
        self._show_message()
        self.show_value(view)
        self.name_parts(self.spoken())

    def show_second(self, text: str, language: str = "") -> None:
        """Show the question in a second language under it; "" hides it."""
        if (text, language) == self._second:
            return
        self._second = (text, language)
        _say_or_hide(self.second, text)
        direction = (
            Qt.LayoutDirection.RightToLeft if is_right_to_left(language) else Qt.LayoutDirection.LeftToRight
        )
        self.second.setLayoutDirection(direction if text and language else self.layoutDirection())

    def spoken(self) -> str:
        """Return what is said of the question to those who hear it."""
        parts = [self.view.label.plain or self.view.path, self.view.hint.plain]
        if self.view.required:
            parts.append(tr(N_("Needed to finish")))
        return ". ".join(part for part in parts if part)

    def complain_now(self) -> None:
        """Show what is not right even if the person has not left the question yet."""
        self.was_left = True
        self._show_message()

    def answer(self, value: Answer) -> None:
        """Hand over an answer."""
        self.answered.emit(self.view.path, value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hand over what was typed when the focus leaves."""
        if event.type() == QEvent.Type.FocusOut and not self.isHidden():
            self.commit()
            self.was_left = True
            self._show_message()
            self.left.emit(self.view.path)
        return super().eventFilter(watched, event)

    def _show_message(self) -> None:
        _say_or_hide(self.message, self.view.message if self.was_left else "")

    def _watch_focus(self) -> None:
        for part in (self.control, *self.control.findChildren(QWidget)):
            if part.focusPolicy() != Qt.FocusPolicy.NoFocus:
                part.installEventFilter(self)


def named_media(view: QuestionView) -> Message | str:
    """Return which picture, sound or film the author put beside the question; it is named, not shown."""
    media = view.label.media
    names = ", ".join(
        one for one in (media.image, media.big_image, media.audio, media.video) if one and one != "-"
    )
    return (
        N_("The author put a file beside this question, which is not shown here: {names}", names=names)
        if names
        else ""
    )


def _say_or_hide(words: Words, text: Message | str) -> None:
    words.say(text)
    words.setVisible(bool(text))
