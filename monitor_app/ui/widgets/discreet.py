"""Places to type whose words no input method may learn: its dictionary keeps names on disk, in clear."""

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

Field = TypeVar("Field", bound=QWidget)


def discreet(field: Field) -> Field:
    """Ask the input method to keep nothing that is typed here; return the field."""
    field.setInputMethodHints(field.inputMethodHints() | Qt.InputMethodHint.ImhSensitiveData)
    return field
