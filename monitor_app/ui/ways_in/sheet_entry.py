"""Where the words of a sheet are typed: counts them, and points at the one that cannot be right."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from monitor_app.text import N_, Message
from monitor_app.ui.widgets.fields import TextField
from monitor_app.ui.widgets.speaking import Words, look

if TYPE_CHECKING:
    from monitor_app.operations.recovering import Typed

_PAUSE_MS = 250


class SheetEntry(QWidget):
    """A text of several lines and a sentence about it. `checked` tells that it was looked at."""

    checked = Signal()

    def __init__(self, name: Message) -> None:
        super().__init__()
        self.field = TextField(name, lines=3)
        self.told = Words("", "muted")
        self.is_whole = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.check)
        self.field.touched.connect(self._pause.start)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.field)
        layout.addWidget(self.told)
        self.setFocusProxy(self.field)
        self.check()

    def text(self) -> str:
        """Return what was typed."""
        return self.field.text()

    def clear(self) -> None:
        """Leave nothing of it on the screen."""
        self.field.put("")
        self.check()

    def check(self) -> None:
        """Look at what was typed so far."""
        from monitor_app.operations import recovering  # brings the vault along; the first window does without

        progress = recovering.progress(self.text())
        self.is_whole = progress.is_whole
        look(self.told, "ok-text" if progress.is_whole else "warn-text" if progress.faults else "muted")
        self.told.say(_sentence(progress))
        self.checked.emit()


def _sentence(progress: "Typed") -> Message:
    if progress.is_whole:
        return N_("Sheet {number}: every word fits.", number=progress.number)
    if progress.faults:
        fault = progress.faults[0]
        if fault.nearest:
            near = ", ".join(fault.nearest)
            return N_("Word {place} is not right. Perhaps: {words}?", place=fault.place, words=near)
        return N_("Word {place} is not right. Compare it with the paper.", place=fault.place)
    if progress.is_long_enough:
        return N_("Something is not as on the sheet. Compare every word and their order with the paper.")
    return N_("{count} words so far; a sheet has 20, that of an organisation 33.", count=progress.count)
