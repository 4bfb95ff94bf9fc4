"""Sounds, films and documents for a question: chosen from a disk and sealed at once, as they are."""

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from monitor_app.forms.views import Kind, QuestionView
from monitor_app.text import N_, Message
from monitor_app.ui.forms.field import Field
from monitor_app.ui.translation import bus, tr
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.speaking import Button, Words

_WANTED: dict[Kind, tuple[Message, str]] = {
    Kind.AUDIO: (N_("Choose a sound file"), "*.mp3 *.m4a *.wav *.ogg *.opus *.amr *.aac *.flac"),
    Kind.VIDEO: (N_("Choose a film"), "*.mp4 *.3gp *.mov *.mkv *.webm *.avi"),
    Kind.FILE: (N_("Choose a file"), ""),
}
_INSIDE = N_("Sealed as it is: what the device wrote into it, such as time and place, stays inside.")


class FileField(Field):
    """Says which file was taken in. `wanted` carries path and endings, `dropped` path and the file's name."""

    wanted = Signal(str, str)
    dropped = Signal(str, str)

    def build(self) -> QWidget:
        """Make the words and the buttons."""
        self._called: Message | str = ""
        place = QWidget()
        rows = QVBoxLayout(place)
        rows.setContentsMargins(0, 0, 0, 0)
        self.state, self.inside = Words(""), Words(_INSIDE, "muted")
        self.button = Button(N_("Choose a file"))
        self.button.clicked.connect(lambda: self.wanted.emit(self.view.path, _WANTED[self.view.kind][1]))
        self.remove = Button(N_("Take the file out"), "quiet", picture="remove")
        self.remove.clicked.connect(self._drop)
        row = Flow()
        row.addWidget(self.button)
        row.addWidget(self.remove)
        rows.addWidget(self.state)
        rows.addWidget(self.inside)
        rows.addLayout(row)
        return place

    def show_value(self, view: QuestionView) -> None:
        """Say whether there is a file."""
        there = self._called or N_("A file was taken in and sealed: {name}", name=str(view.value))
        self.state.say(there if view.value else N_("No file yet."))
        self.inside.setVisible(bool(view.value))
        self.button.say(_WANTED[view.kind][0])
        self.button.setVisible(not view.value)
        self.remove.setVisible(bool(view.value))
        for button in (self.button, self.remove):
            button.setEnabled(not view.readonly)

    def tell(self, called: str, size: int) -> None:
        """Say what the file was called where it came from, and how large it is."""
        shown = QLocale(bus.language).formattedDataSize(size)
        self._called = (
            N_("A file was taken in and sealed: {name}, {size}", name=called, size=shown) if called else ""
        )
        self.show_value(self.view)

    def name_parts(self, name: str) -> None:
        """Name the buttons by the question."""
        self.button.setAccessibleName(f"{tr(_WANTED[self.view.kind][0])}. {name}")
        self.remove.setAccessibleName(f"{tr(N_('Take the file out'))}. {name}")

    def focus_control(self) -> None:
        """Put the focus on the button that can be pressed."""
        (self.remove if self.view.value else self.button).setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop(self) -> None:
        name = str(self.view.value or "")
        self._called = ""
        self.answer(None)
        self.dropped.emit(self.view.path, name)
