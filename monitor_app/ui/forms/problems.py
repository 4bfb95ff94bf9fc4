"""What keeps a record from being finished: one line a problem, each leading to its question."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from monitor_app.forms.views import Problem
from monitor_app.text import N_
from monitor_app.ui.widgets.speaking import Button, Words

_MOST = 8


class ProblemList(QFrame):
    """A heading, and for each problem its reason and a button; `chosen` carries page and question."""

    chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "warn")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(16, 12, 16, 12)
        self._rows.setSpacing(8)
        self.heading = Words("", "strong")
        self.hint = Words(N_("Everything is kept. Press F8 to go from one to the next."))
        self._rows.addWidget(self.heading)
        self._rows.addWidget(self.hint)
        self.lines: list[QWidget] = []
        self.hide()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show these; none hides the list."""
        for line in self.lines:
            line.hide()
            line.deleteLater()
        self.lines = [self._line(problem) for problem in problems[:_MOST]]
        for line in self.lines:
            self._rows.addWidget(line)
        self.heading.say(N_("Before this record can be finished, look at: {count}", count=len(problems)))
        self.setVisible(bool(problems))

    def _line(self, problem: Problem) -> QWidget:
        line = QWidget()
        rows = QVBoxLayout(line)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(Words(problem.label or problem.path, "strong"))
        rows.addWidget(Words(problem.message))
        button = Button(N_("Go to this question"))
        button.setAccessibleName(f"{button.accessibleName()}: {problem.label}")
        button.clicked.connect(lambda: self.chosen.emit(problem.page, problem.path))
        rows.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return line
