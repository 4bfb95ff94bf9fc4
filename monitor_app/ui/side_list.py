"""The dark list at the side: the screens this person may use. Shows icons alone where the window is narrow."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QFrame, QScrollArea, QVBoxLayout, QWidget

from monitor_app.domain.people import Right
from monitor_app.text import N_, Message
from monitor_app.ui.screens.places import PLACES, Place
from monitor_app.ui.widgets.speaking import Button, Words

_LAST = "preferences"


class SideList(QFrame):
    """Buttons for the screens of a person's rights; `chosen` carries a screen's id."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "side")
        self.buttons: dict[str, Button] = {}
        self._group = QButtonGroup(self)
        self.brand = Words(N_("Fieldwork"), "brand")
        self.project = Words("")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 20, 12, 12)
        outer.setSpacing(4)
        outer.addWidget(self.brand)
        outer.addWidget(self.project)
        outer.addSpacing(12)
        outer.addLayout(self._rows)
        outer.addStretch(1)
        self._foot = QVBoxLayout()
        outer.addLayout(self._foot)
        self._narrow = False

    def show_for(self, rights: frozenset[Right], project: Message | str) -> None:
        """Show the screens of these rights."""
        self.project.say(project)
        self.project.setVisible(bool(project) and not self._narrow)
        for button in self.buttons.values():
            self._group.removeButton(button)
            button.deleteLater()
        self.buttons = {}
        for place in allowed(rights):
            self._add(place)
        self.narrow(is_narrow=self._narrow)

    def mark(self, place: str) -> None:
        """Mark the screen that is shown; none if it is not in the list."""
        self._group.setExclusive(False)
        for id_, button in self.buttons.items():
            button.setChecked(id_ == place)
        self._group.setExclusive(True)

    def narrow(self, *, is_narrow: bool) -> None:
        """Show icons alone, or icons with words."""
        self._narrow = is_narrow
        self.brand.setVisible(not is_narrow)
        self.project.setVisible(bool(self.project.text()) and not is_narrow)
        for button in self.buttons.values():
            button.show_words(shown=not is_narrow)

    def _add(self, place: Place) -> None:
        button = Button(place.title, "nav", picture=place.icon)
        button.setCheckable(True)
        button.clicked.connect(lambda: self.chosen.emit(place.id))
        self._group.addButton(button)
        self.buttons[place.id] = button
        (self._foot if place.id == _LAST else self._rows).addWidget(button)


def allowed(rights: frozenset[Right]) -> Iterable[Place]:
    """Return the places of the side list that these rights open."""
    return [place for place in PLACES if place.icon and (place.right is None or place.right in rights)]


def scrolling(side: SideList) -> "SideArea":
    """Return the list in a place that scrolls when the window is low."""
    area = SideArea()
    area.follow(side)
    return area


class SideArea(QScrollArea):
    """As wide as what is in it, never scrolled sideways."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def follow(self, inside: QWidget) -> None:
        """Hold the list, and be as wide as it whenever its words or its looks change."""
        self.setWidget(inside)
        inside.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit again when something inside asks for other room (for Qt)."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        return super().eventFilter(watched, event)

    def fit(self) -> None:
        """Take the width of the list."""
        inside = self.widget()
        if inside is not None:
            inside.ensurePolished()
            self.setFixedWidth(inside.sizeHint().width() + _room_for_bold(inside))


def _room_for_bold(side: QWidget) -> int:
    """Return how much wider the widest word gets when its screen is the one shown."""
    extra = 0
    for button in side.findChildren(Button):
        font = button.font()
        font.setWeight(QFont.Weight.DemiBold)
        wide = QFontMetrics(font).horizontalAdvance(button.text())
        extra = max(extra, wide - button.fontMetrics().horizontalAdvance(button.text()))
    return extra
