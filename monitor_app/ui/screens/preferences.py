"""How the window looks and speaks on this device, and when it locks itself."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QComboBox

from monitor_app.text import N_, Message
from monitor_app.ui.screens.base import Screen, Shell
from monitor_app.ui.theme import SCALES
from monitor_app.ui.translation import bus, languages, tr
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.guide_link import link_to_guide
from monitor_app.ui.widgets.speaking import Words
from monitor_app.ui.widgets.surroundings_card import SurroundingsCard
from monitor_app.work import surroundings

MINUTES = (2, 5, 10, 20, 60)


class PreferencesScreen(Screen):
    """Language, light or dark, text size, when to lock; and what this computer keeps beside the vault."""

    for_reading = True

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._is_showing = False
        self._retitle: list[Callable[[], None]] = []
        card = Card()
        self.language = self._row(card, N_("Language of this window"))
        self.theme = self._row(card, N_("Light or dark"))
        self.scale = self._row(card, N_("Text size"))
        self.idle = self._row(card, N_("Lock by itself when nobody touches the device"))
        self.asleep = self._tick(card, N_("Lock when the computer goes to sleep"))
        self.hidden = self._tick(card, N_("Lock when the window is put away"))
        self.body.addWidget(card)
        self.surroundings = SurroundingsCard()
        self.body.addWidget(self.surroundings)
        link_to_guide(self.body, shell, "panic-and-lock")
        bus.changed.connect(self._fill)
        self._fill()

    def refresh(self) -> None:
        """Show what is chosen."""
        self.shell.entitle(N_("Settings"), N_("They hold on this device only."))
        self._fill()
        self.jobs.read(
            self, lambda desk: surroundings.look(desk.vault.folder), done=self.surroundings.show_found
        )

    def _tick(self, card: Card, name: Message) -> QCheckBox:
        box = QCheckBox()

        def retitle() -> None:
            box.setText(tr(name))
            box.setAccessibleName(tr(name))

        self._retitle.append(retitle)
        box.toggled.connect(self._chosen)
        card.add(box, left=True)
        return box

    def _row(self, card: Card, name: Message) -> QComboBox:
        words = Words(name, "strong")
        box = QComboBox()
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._retitle.append(lambda: box.setAccessibleName(tr(name)))
        box.currentIndexChanged.connect(self._chosen)
        card.add(words)
        card.add(box, left=True)
        return box

    def _fill(self) -> None:
        now = self.shell.preferences
        self._is_showing = True
        for name in self._retitle:
            name()
        _offer(self.language, [(code, own) for code, own in languages()], now.language)
        _offer(self.theme, [("light", tr(N_("Light"))), ("dark", tr(N_("Dark")))], now.theme)
        _offer(self.scale, [(size, tr(N_("{size} %", size=size))) for size in SCALES], now.scale)
        minutes = [(count, tr(N_("After {count} minutes", count=count))) for count in MINUTES]
        _offer(self.idle, minutes, now.idle_minutes)
        self.asleep.setChecked(now.lock_asleep)
        self.hidden.setChecked(now.lock_hidden)
        self._is_showing = False

    def _chosen(self) -> None:
        if self._is_showing or self.idle.currentData() is None:
            return
        self.shell.prefer(
            replace(
                self.shell.preferences,
                language=str(self.language.currentData()),
                theme=str(self.theme.currentData()),
                scale=int(self.scale.currentData()),
                idle_minutes=int(self.idle.currentData()),
                lock_asleep=self.asleep.isChecked(),
                lock_hidden=self.hidden.isChecked(),
            )
        )


def _offer(box: QComboBox, choices: list[tuple[str, str]] | list[tuple[int, str]], chosen: str | int) -> None:
    box.clear()
    for value, words in choices:
        box.addItem(words, value)
    box.setCurrentIndex(max(box.findData(chosen), 0))
