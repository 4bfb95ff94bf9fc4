"""An organisation's spare key is read from a file or pasted, and its number compared by people."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal

from monitor_app.errors import MonitorError
from monitor_app.operations import letters, recovering
from monitor_app.operations.recovering import SpareKey
from monitor_app.text import N_
from monitor_app.ui.saying import in_threes
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.fields import TextField
from monitor_app.ui.widgets.files import Files
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.speaking import Button, Words


class SpareKeyCard(Card):
    """`agreed` carries the key once a person has said that the numbers are the same."""

    agreed = Signal(object)
    left = Signal()

    def __init__(self, files: Callable[[], Files], complain: Callable[[MonitorError], None]) -> None:
        super().__init__(
            N_("The spare key of your organisation"),
            N_(
                "With it, two people of the organisation who each hold a sheet can open this vault when you "
                "cannot. You are told when they did."
            ),
        )
        self._files, self._complain = files, complain
        self._key: SpareKey | None = None
        self.choose = Button(N_("Choose the file of the key"))
        self.choose.clicked.connect(self._choose)
        self.pasted = TextField(N_("Or paste the key here"), lines=3)
        self.pasted.touched.connect(self._read_pasted)
        self.ask = Words(N_("Call somebody of the organisation whose voice you know, and compare this number:"))
        self.number = Words("", "passphrase")
        self.number.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.same = Button(N_("The numbers are the same"), "primary")
        self.same.clicked.connect(lambda: self.agreed.emit(self._key))
        self.back = Button(N_("Back"), "quiet")
        self.back.clicked.connect(self.left)
        self.add(self.choose, left=True)
        for widget in (self.pasted, self.ask, self.number):
            self.add(widget)
        row = Flow()
        row.addWidget(self.same)
        row.addWidget(self.back)
        self.rows.addLayout(row)
        self.begin()

    def begin(self) -> None:
        """Begin without a key."""
        self.pasted.put("")
        self._show(None)

    def _choose(self) -> None:
        path = self._files().file(self, N_("Choose the file of the key"), "*.txt")
        if path is None:
            return
        try:
            self._show(recovering.read_spare_key(letters.read_letter(path)))
        except MonitorError as error:
            self._show(None)
            self._complain(error)

    def _read_pasted(self) -> None:
        text = self.pasted.text()
        if not text:
            return
        try:
            self._show(recovering.read_spare_key(text))
        except MonitorError as error:
            self._show(None)
            self._complain(error)

    def _show(self, key: SpareKey | None) -> None:
        self._key = key
        for widget in (self.ask, self.number, self.same):
            widget.setVisible(key is not None)
        self.number.say(in_threes(key.fingerprint) if key else "")
