"""Whose keys open a sealed package: paste them, or draw a pair for somebody who has none."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from monitor_app.operations import bundling
from monitor_app.text import N_
from monitor_app.ui.models.rows import Row
from monitor_app.ui.translation import tr
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.fields import LineField
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.message_panel import MessagePanel
from monitor_app.ui.widgets.row_list import RowList
from monitor_app.ui.widgets.speaking import Button


class Recipients(Card):
    """The keys of those who will be able to open the package."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            N_("Who can open it?"),
            N_("Only the holders of these keys can. Check each key with its owner in a call."),
            parent,
        )
        self._keys: list[str] = []
        self.notice = MessagePanel()
        self.key = LineField(N_("A recipient's key"), N_("It begins with age1."))
        self.key.line.returnPressed.connect(self._add_typed)
        self.add_button = Button(N_("Add this key"), picture="plus")
        self.add_button.clicked.connect(self._add_typed)
        self.draw = Button(N_("The recipient has no key"))
        self.draw.clicked.connect(self._draw)
        self.list = RowList(N_("Keys of the recipients"))
        self.remove = Button(N_("Take the chosen key out"))
        self.remove.clicked.connect(self._remove)
        row = Flow()
        for button in (self.add_button, self.draw, self.remove):
            row.addWidget(button)
        for widget in (self.notice, self.list, self.key):
            self.add(widget)
        self.rows.addLayout(row)
        self._build_secret()
        self._show()

    def keys(self) -> tuple[str, ...]:
        """Return the keys."""
        return tuple(self._keys)

    def start_over(self) -> None:
        """Forget every key, and the secret."""
        self._keys = []
        self._hide_secret()
        self.key.line.clear()
        self.notice.dismiss()
        self._show()

    def _build_secret(self) -> None:
        self.secret_card = Card(
            N_("A key for the recipient, shown once"),
            N_(
                "Hand it over by another way than the package, best by hand. It is kept nowhere on this device."
            ),
        )
        self.secret = QPlainTextEdit()  # wraps anywhere, and is copied as one word
        self.secret.setReadOnly(True)
        self.secret.setTabChangesFocus(True)
        self.secret.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self.secret.setAccessibleName(tr(N_("Secret key for the recipient")))
        self.done = Button(N_("I have written it down or handed it over"))
        self.done.clicked.connect(self._hide_secret)
        self.secret_card.add(self.secret)
        self.secret_card.add(self.done, left=True)
        self.secret_card.hide()
        self.add(self.secret_card)

    def _add_typed(self) -> None:
        if self.key.text():
            self._add(self.key.text())
            self.key.line.clear()

    def _draw(self) -> None:
        identity, recipient = bundling.new_recipient()
        self.secret.setPlainText(identity)
        self.secret.setFixedHeight(self.secret.fontMetrics().lineSpacing() * 4 + 24)
        self.secret_card.show()
        self._add(recipient)

    def _add(self, key: str) -> None:
        if key not in self._keys:
            self._keys.append(key)
        self._show()
        self.changed.emit()

    def _remove(self) -> None:
        self._keys = [key for key in self._keys if key != self.list.current()]
        self._show()
        self.changed.emit()

    def _hide_secret(self) -> None:
        self.secret.clear()
        self.secret_card.hide()

    def _show(self) -> None:
        self.list.show_rows([Row(key, f"{key[:12]} … {key[-8:]}") for key in self._keys])
        self.list.setVisible(bool(self._keys))
        self.remove.setVisible(bool(self._keys))
