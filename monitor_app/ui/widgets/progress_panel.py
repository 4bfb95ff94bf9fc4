"""How far a long job is, in words and a bar, with a button to stop it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from monitor_app.text import N_, Message
from monitor_app.ui.translation import tr
from monitor_app.ui.widgets.speaking import Button, Words
from monitor_app.work.progress import Report


class ProgressPanel(QFrame):
    """Words, a bar, and a way to stop."""

    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self.words = Words("", "strong")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr(N_("Progress")))
        self.button = Button(N_("Stop"))
        self.button.clicked.connect(self.stopped)
        column = QVBoxLayout()
        column.addWidget(self.words)
        column.addWidget(self.bar)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(16)
        layout.addLayout(column, 1)
        layout.addWidget(self.button)
        self.hide()

    def begin(self, what: Message) -> None:
        """Show that something has started."""
        self.words.say(what)
        self.bar.setRange(0, 0)
        self.show()

    def show_report(self, report: Report) -> None:
        """Show how far it is."""
        if report.what is not None:
            self.words.say(report.what)
        self.bar.setRange(0, 1000 if report.total else 0)
        if report.total:
            self.bar.setValue(round(1000 * report.done / report.total))
