"""All commands and their keys, in words; first those that hide, lock and destroy."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from monitor_app.text import N_, Message
from monitor_app.ui.commands import COMMANDS, command
from monitor_app.ui.screens.base import scrolled
from monitor_app.ui.translation import tr
from monitor_app.ui.widgets.speaking import Button, Words

_URGENT = ("lock", "cover")


class KeysSheet(QDialog):
    """A list to look at; Escape or the button closes it. `panic_keys` are what destroys the keys, or ""."""

    def __init__(self, parent: QWidget, panic_keys: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr(N_("Keys")))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(16)
        layout.addWidget(Words(N_("Everything works by keyboard."), "section"))
        rows = QVBoxLayout()
        rows.setSpacing(12)
        grid = _Grid()
        grid.tell(
            N_("In a hurry"), [*_told(_URGENT), (_PANIC, _shown(panic_keys) if panic_keys else tr(_NO_PANIC))]
        )
        grid.remark(N_("Lock and cover work over every dialog. From the clock, Escape leads back."))
        grid.tell(N_("Everything else"), _told(one.id for one in COMMANDS if one.id not in _URGENT))
        grid.remark(N_("Numbers 1 to 9 choose an answer of the question that has the focus."))
        rows.addLayout(grid)
        layout.addWidget(scrolled(rows), 1)
        button = Button(N_("Close"), "primary")
        button.clicked.connect(self.accept)
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(parent.width() * 2 // 3, parent.height() * 3 // 4)


_PANIC = N_("Destroy the keys of this vault: hold for two seconds. Let go to stop.")
_NO_PANIC = N_("Off")


def _told(ids: Iterable[str]) -> list[tuple[Message, str]]:
    return [(command(one).title, _shown(command(one).keys)) for one in ids]


def _shown(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


class _Grid(QGridLayout):
    """Lines of what a command does and its keys, in two columns for all of them."""

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalSpacing(24)
        self.setColumnStretch(0, 3)
        self.setColumnStretch(1, 2)

    def tell(self, heading: Message, lines: Sequence[tuple[Message, str]]) -> None:
        """Add a heading and its lines."""
        self.addWidget(Words(heading, "strong"), self.rowCount(), 0, 1, 2)
        for what, keys in lines:
            at = self.rowCount()
            self.addWidget(Words(what), at, 0)
            self.addWidget(Words(keys, "strong"), at, 1)

    def remark(self, what: Message) -> None:
        """Add a sentence about the lines before."""
        self.addWidget(Words(what, "muted"), self.rowCount(), 0, 1, 2)
