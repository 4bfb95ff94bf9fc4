"""The dark list at the side: the screens this person may use, what is rarer folded under what is used more.

Shows icons alone where the window is narrow.
"""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from monitor_app.domain.people import Right
from monitor_app.text import N_, Message
from monitor_app.ui.screens.places import Place, has_place, listed, place
from monitor_app.ui.widgets.speaking import Button, Words

_AT_THE_FOOT = frozenset({"guide", "preferences"})
_INDENT = 20


class Fold(QWidget):
    """The entries folded under one other, a little inwards; open only while one of the family is shown."""

    def __init__(self) -> None:
        super().__init__()
        self._indent = QWidget()
        self._indent.setFixedWidth(_INDENT)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(4)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._indent)
        row.addLayout(self.rows, 1)
        self.hide()

    def narrow(self, *, is_narrow: bool) -> None:
        """Stand straight below where there is no room."""
        self._indent.setVisible(not is_narrow)

    def width_wanted(self) -> int:
        """Return how wide it would be unfolded; a hidden layout does not hear of words that change."""
        self._row.invalidate()
        self.rows.invalidate()
        return self._row.sizeHint().width()


class SideList(QFrame):
    """Buttons for the screens of a person's rights; `chosen` carries a screen's id."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "side")
        self.buttons: dict[str, Button] = {}
        self._folds: dict[str, Fold] = {}
        self._places: list[Place] = []
        self._shown = ""
        self._narrow = False
        self._group = QButtonGroup(self)
        self.brand = Words(N_("Fieldwork"), "brand")
        self.project = Words("")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self._outer = outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 20, 12, 12)
        outer.setSpacing(4)
        outer.addWidget(self.brand)
        outer.addWidget(self.project)
        outer.addSpacing(12)
        outer.addLayout(self._rows)
        outer.addStretch(1)
        self._foot = QVBoxLayout()
        self._foot.setSpacing(4)
        outer.addLayout(self._foot)

    def show_for(self, rights: frozenset[Right], project: Message | str) -> None:
        """Show the screens of these rights; what has the focus keeps it where nothing is new."""
        self.project.say(project)
        self.project.setVisible(bool(project) and not self._narrow)
        if (places := listed(rights)) != self._places:
            self._build(places)
        self.narrow(is_narrow=self._narrow)

    def mark(self, place_id: str) -> None:
        """Mark the screen that is shown, and unfold its family; none is marked if it is not in the list."""
        self._shown = place_id
        self._group.setExclusive(False)
        for id_, button in self.buttons.items():
            button.setChecked(id_ == place_id)
        self._group.setExclusive(True)
        above = (place(place_id).under or place_id) if has_place(place_id) else ""
        for id_, fold in self._folds.items():
            fold.setVisible(id_ == above)

    def narrow(self, *, is_narrow: bool) -> None:
        """Show icons alone, or icons with words."""
        self._narrow = is_narrow
        self.brand.setVisible(not is_narrow)
        self.project.setVisible(bool(self.project.text()) and not is_narrow)
        for button in self.buttons.values():
            button.show_words(shown=not is_narrow)
        for fold in self._folds.values():
            fold.narrow(is_narrow=is_narrow)

    def sizeHint(self) -> QSize:
        """Keep room for what is folded away, so that nothing moves when it unfolds (for Qt)."""
        sides = self._outer.contentsMargins()
        widest = max((fold.width_wanted() for fold in self._folds.values()), default=0)
        return super().sizeHint().expandedTo(QSize(widest + sides.left() + sides.right(), 0))

    def _build(self, places: list[Place]) -> None:
        for button in self.buttons.values():
            self._group.removeButton(button)
        for widget in (*self.buttons.values(), *self._folds.values()):
            widget.deleteLater()
        self._places, self.buttons, self._folds = places, {}, {}
        for one in places:
            self._add(one)
        self.mark(self._shown)

    def _add(self, one: Place) -> None:
        button = Button(one.title, "nav", picture=one.icon)
        button.setCheckable(True)
        button.clicked.connect(lambda: self.chosen.emit(one.id))
        self._group.addButton(button)
        self.buttons[one.id] = button
        if one.under in self.buttons:
            self._fold(one.under).rows.addWidget(button)
        else:
            (self._foot if one.id in _AT_THE_FOOT else self._rows).addWidget(button)

    def _fold(self, above: str) -> Fold:
        if above not in self._folds:
            self._folds[above] = fold = Fold()
            self._rows.insertWidget(self._rows.indexOf(self.buttons[above]) + 1, fold)
        return self._folds[above]


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
