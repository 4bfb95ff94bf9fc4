"""Finds a question by its words and goes there."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from monitor_app.forms.views import OutlineEntry
from monitor_app.text import N_
from monitor_app.ui.widgets.finder import Finder


class GoTo(Finder):
    """All questions of a form. `chosen` carries page and question."""

    chosen = Signal(str, str)

    def __init__(self, entries: Sequence[OutlineEntry], parent: QWidget) -> None:
        asked = [entry for entry in entries if entry.kind == "question"]
        super().__init__(
            N_("Go to a question"), [(entry.path, entry.label or entry.path) for entry in asked], parent
        )
        pages = {entry.path: entry.page for entry in asked}
        self.found.connect(lambda path: self.chosen.emit(pages[path], path))
