"""Text to read out or to keep in mind, and the box that says it was read."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QWidget

from monitor_app.forms.views import Kind, QuestionView
from monitor_app.text import N_
from monitor_app.ui.forms.field import Field
from monitor_app.ui.translation import tr
from monitor_app.ui.widgets.speaking import look

_OK = "OK"


class NoteField(Field):
    """A note: nothing to answer."""

    def show_value(self, view: QuestionView) -> None:  # noqa: ARG002 - a note has no answer
        """Show the note on a ground of its own."""
        self.control.setVisible(False)
        look(self.label, "")
        look(self, "neutral")

    def name_parts(self, name: str) -> None:
        """Name nothing: a note cannot have the focus."""

    def focus_control(self) -> None:
        """Leave the focus where it is."""


class AcknowledgeField(Field):
    """A box to tick once it was read or said."""

    def build(self) -> QWidget:
        """Make the box."""
        self.box = QCheckBox()
        self.box.clicked.connect(lambda ticked: self.answer(_OK if ticked else None))
        return self.box

    def show_value(self, view: QuestionView) -> None:
        """Show whether it was ticked."""
        self.box.setText(tr(N_("Done")))
        self.box.setChecked(view.value == _OK)
        self.box.setEnabled(not view.readonly)

    def focus_control(self) -> None:
        """Put the focus on the box."""
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)


def note_field(view: QuestionView) -> Field:
    """Return a note, or a box to tick."""
    return AcknowledgeField(view) if view.kind is Kind.ACKNOWLEDGE else NoteField(view)
