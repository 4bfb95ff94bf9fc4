"""A field for a passphrase: hidden while typed, shown on request, out of reach of the clipboard history."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from monitor_app.text import N_, Message
from monitor_app.ui.translation import bus, tr
from monitor_app.ui.widgets.speaking import Words


class SecretField(QWidget):
    """A name, a hidden line, and a box to show it."""

    def __init__(self, name: Message, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.words = Words(name, "strong")
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.box = QCheckBox()
        self.box.toggled.connect(lambda on: self._show(shown=on))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (self.words, self.line, self.box):
            layout.addWidget(widget)
        bus.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language of now."""
        self.line.setAccessibleName(tr(self._name))
        self.box.setText(tr(N_("Show what I type")))
        self.box.setAccessibleName(self.box.text())

    def _show(self, *, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.line.setEchoMode(mode)
