"""Gathers a letter from photos of its codes, one photo after another."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from monitor_app.operations import letters
from monitor_app.operations.changes import NOTHING, Changes
from monitor_app.operations.desk import OnDesk
from monitor_app.operations.letters import Gathered
from monitor_app.ports import Progress
from monitor_app.text import N_
from monitor_app.ui.screens.base import Screen
from monitor_app.ui.widgets.speaking import Words

_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif", ".tif", ".tiff", ".avif"})


def is_picture(path: Path) -> bool:
    """Say whether a file is named like a picture."""
    return path.suffix.lower() in _PICTURES


class Photographed(QWidget):
    """Says how many codes are still missing; hands over the text once all are there."""

    def __init__(self, screen: Screen, whole: Callable[[str], None]) -> None:
        super().__init__()
        self._screen, self._whole = screen, whole
        self._gathered = letters.NO_CODES
        self.state = Words("", "muted")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.state)
        self.hide()

    def add(self, path: Path) -> None:
        """Read one more photo."""
        before = self._gathered

        def work(_: OnDesk, __: Progress) -> tuple[tuple[Gathered, str], Changes]:
            return letters.read_codes(path, before=before), NOTHING

        self._screen.jobs.run(self._screen, work, done=self._added)

    def _added(self, found: tuple[Gathered, str]) -> None:
        self._gathered, text = found
        if text:
            self._gathered = letters.NO_CODES
            self.hide()
            self._whole(text)
            return
        self.state.say(
            N_(
                "{count} of {total} codes are read. Choose another photo, with the codes that are missing.",
                count=len(self._gathered.parts),
                total=self._gathered.total,
            )
            if self._gathered.total
            else N_(
                "There is no code of ours in this picture. Photograph the codes again, close and in good light."
            )
        )
        self.show()
