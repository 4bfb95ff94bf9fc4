"""Choices of any number that a few letters filter."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from monitor_app.forms.views import ChoiceView

_NOWHERE = QModelIndex()


class ChoiceModel(QAbstractListModel):
    """The choices a filter lets through; a tick stands before what is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self._all: tuple[ChoiceView, ...] = ()
        self._folded: list[str] = []
        self._shown: list[int] = []
        self._chosen: frozenset[str] = frozenset()

    def show_choices(self, choices: tuple[ChoiceView, ...], chosen: frozenset[str]) -> None:
        """Show these choices."""
        self.beginResetModel()
        if choices != self._all:
            self._all = choices
            self._folded = [choice.label.plain.casefold() for choice in choices]
            self._shown = list(range(len(choices)))
        self._chosen = chosen
        self.endResetModel()

    def show_found(self, choices: tuple[ChoiceView, ...]) -> None:
        """Show what was found elsewhere, as it is."""
        self.beginResetModel()
        self._all = choices
        self._folded = [choice.label.plain.casefold() for choice in choices]
        self._shown = list(range(len(choices)))
        self.endResetModel()

    def filter(self, text: str) -> None:
        """Show what holds the text."""
        wanted = text.casefold().strip()
        self.beginResetModel()
        self._shown = [at for at, label in enumerate(self._folded) if wanted in label]
        self.endResetModel()

    def value(self, row: int) -> str:
        """Return the value of a shown row."""
        return self._all[self._shown[row]].value

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        """Return how many are shown (for Qt)."""
        return 0 if parent.isValid() else len(self._shown)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the words of a row (for Qt)."""
        if not index.isValid() or role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        choice = self._all[self._shown[index.row()]]
        words = choice.label.plain or choice.value
        return f"✓ {words}" if choice.value in self._chosen else words
