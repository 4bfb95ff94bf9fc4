"""What opens a vault, typed once for one purpose: a passphrase, or the words of two recovery sheets."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from monitor_app.text import N_
from monitor_app.ui.widgets.secret_field import SecretField
from monitor_app.ui.widgets.speaking import Button


class WayIn(QWidget):
    """One field or two. `secrets` holds what was typed: one passphrase, or two sheets."""

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.passphrase = SecretField(N_("Passphrase"))
        self.sheets = (SecretField(N_("Words of one sheet")), SecretField(N_("Words of another sheet")))
        self.other = Button(N_("Use two recovery sheets"), "quiet")
        self.other.clicked.connect(lambda: self.use(sheets=self.passphrase.isVisibleTo(self)))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        for field in (self.passphrase, *self.sheets):
            rows.addWidget(field)
            field.line.returnPressed.connect(self.entered)
        rows.addWidget(self.other, 0, Qt.AlignmentFlag.AlignLeft)
        self.use(sheets=False)

    def use(self, *, sheets: bool) -> None:
        """Ask for two sheets, or for the passphrase."""
        self.forget()
        self.passphrase.setVisible(not sheets)
        for field in self.sheets:
            field.setVisible(sheets)
        self.other.say(N_("Use the passphrase") if sheets else N_("Use two recovery sheets"))

    def secrets(self) -> tuple[str, ...]:
        """Return what was typed, nothing if a field is empty."""
        fields = self.sheets if self.sheets[0].isVisibleTo(self) else (self.passphrase,)
        typed = tuple(field.line.text() for field in fields)
        return typed if all(one.strip() for one in typed) else ()

    def forget(self) -> None:
        """Empty the fields."""
        for field in (self.passphrase, *self.sheets):
            field.line.clear()
