"""The line at the bottom that always says in words what is true: kept, encrypted, what waits to be sent."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from monitor_app.text import N_, Message
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.kept_mark import KeptMark
from monitor_app.ui.widgets.speaking import Pill

if TYPE_CHECKING:  # browsing brings the whole vault along; the first window does without
    from monitor_app.operations.browsing import Today


class StateBar(QFrame):
    """Three states in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "state")
        self.kept = KeptMark()
        self.encrypted = Pill(N_("Encrypted on this device"), "ok")
        self.waiting = Pill("", "neutral")
        self.read_only = Pill(N_("Read only: nothing can be kept here"), "warn")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        row = Flow()
        for pill in (self.read_only, self.kept, self.encrypted, self.waiting):
            row.addWidget(pill)
        layout.addLayout(row)
        self.waiting.hide()
        self.read_only.hide()

    def show_today(self, today: "Today") -> None:
        """Say what waits to be sent."""
        self.waiting.show_state(*said(today))
        self.waiting.show()
        self.read_only.setVisible(today.is_read_only)


def said(today: "Today") -> tuple[Message, str]:
    """Return what waits to be sent, in words, and the look of it."""
    if today.waits_for_acceptance:
        return N_("Waiting to be accepted into the project"), "warn"
    if today.unsent:
        return N_("Records waiting to be sent: {count}", count=today.unsent), "warn"
    if today.outbox.waiting:
        return N_("Parts waiting to be sent: {count}", count=today.outbox.waiting), "warn"
    if today.outbox.sent and today.coordinates_alone:
        return N_("All is sent; you coordinate alone, so nobody confirms"), "neutral"
    if today.outbox.sent:
        return N_("Sent, not yet confirmed: {count}", count=today.outbox.sent), "neutral"
    return N_("Nothing waits to be sent"), "neutral"
