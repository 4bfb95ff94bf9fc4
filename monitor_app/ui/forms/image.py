"""Pictures for a question: chosen from a phone, card or disk, and sealed at once."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from monitor_app.forms.views import QuestionView
from monitor_app.text import N_
from monitor_app.ui.forms.field import Field
from monitor_app.ui.translation import tr
from monitor_app.ui.widgets.speaking import Button, Words


class ImageField(Field):
    """Says whether a picture was taken in, and asks for one."""

    wanted = Signal(str)

    def build(self) -> QWidget:
        """Make the words and the button."""
        place = QWidget()
        rows = QVBoxLayout(place)
        rows.setContentsMargins(0, 0, 0, 0)
        self.state = Words("")
        self.button = Button(N_("Choose a picture"), picture="picture")
        self.button.clicked.connect(lambda: self.wanted.emit(self.view.path))
        rows.addWidget(self.state)
        rows.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        return place

    def show_value(self, view: QuestionView) -> None:
        """Say whether there is a picture."""
        there = N_("A picture was taken in and sealed. It carries no place and no device name any more.")
        self.state.say(there if view.value else N_("No picture yet."))
        self.button.say(N_("Add another picture") if view.value else N_("Choose a picture"))
        self.button.setEnabled(not view.readonly)

    def name_parts(self, name: str) -> None:
        """Name the button by the question."""
        self.button.setAccessibleName(f"{tr(N_('Choose a picture'))}. {name}")

    def focus_control(self) -> None:
        """Put the focus on the button."""
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)
