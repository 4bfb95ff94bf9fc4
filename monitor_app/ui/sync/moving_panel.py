"""What moves now: what, how much, how fast; with buttons to pause, go on and stop."""

from PySide6.QtWidgets import QFrame, QProgressBar, QVBoxLayout, QWidget

from monitor_app.text import N_
from monitor_app.ui.exchange import Exchange
from monitor_app.ui.sync import words
from monitor_app.ui.translation import tr
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.speaking import Button, Words


class MovingPanel(QFrame):
    """Shows the exchange while there is one."""

    def __init__(self, exchange: Exchange, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._exchange = exchange
        self.setProperty("look", "card")
        self.what = Words("", "strong")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr(N_("Progress")))
        self.how_much = Words("", "muted")
        self.pause = Button(N_("Pause"))
        self.pause.clicked.connect(self._pause_or_go_on)
        self.stop = Button(N_("Stop"))
        self.stop.clicked.connect(exchange.stop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        for widget in (self.what, self.bar, self.how_much):
            layout.addWidget(widget)
        row = Flow()
        row.addWidget(self.pause)
        row.addWidget(self.stop)
        layout.addLayout(row)
        self.hide()

    def show_now(self) -> None:
        """Show what moves now, or nothing."""
        self.setVisible(self._exchange.is_running)
        if not self._exchange.is_running:
            return
        now = self._exchange.moving
        what, how_much = words.moving(now)
        self.what.say(what)
        self.how_much.say(how_much)
        self.how_much.setVisible(bool(how_much))
        self.pause.say(N_("Go on") if now.is_paused else N_("Pause"))
        self.bar.setRange(0, 1000 if now.total else 0)
        if now.total:
            self.bar.setValue(min(round(1000 * now.done / now.total), 1000))

    def _pause_or_go_on(self) -> None:
        if self._exchange.moving.is_paused:
            self._exchange.resume()
        else:
            self._exchange.pause()
