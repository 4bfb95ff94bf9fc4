"""Small things a vault remembers between operations, read back with their type."""

from typing import Any, TypeVar

import msgspec

from monitor_app.operations.desk import Desk
from monitor_app.vault import stored_settings

T = TypeVar("T")


def recall(desk: Desk, key: str, kind: type[T], default: T) -> T:
    """Return what was noted under `key`, as `kind`, or `default`."""
    value = stored_settings.get(desk.vault, key)
    return default if value is None else msgspec.convert(value, kind)


def note(desk: Desk, key: str, value: object) -> None:
    """Remember a value made of plain types and structs; None forgets it."""
    plain: Any = msgspec.to_builtins(value)
    stored_settings.put(desk.vault, key, plain)
