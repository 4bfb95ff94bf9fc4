"""What we know of others' boxes: how far they were read, the content keys of segments, what is held back."""

import msgspec

from monitor_app.vault.opening import Vault


class HeldBack(msgspec.Struct, frozen=True, kw_only=True):
    """A remote object that was not taken in, and why (a stable word and a plain sentence)."""

    name: str
    writer: str
    reason: str
    sentence: str
    since_ms: int


def cursor(vault: Vault, place: str) -> str:
    """Return the mark left at a place ("" if none), for example the last object read of a box."""
    raise NotImplementedError


def set_cursor(vault: Vault, place: str, mark: str) -> None:
    """Leave a mark at a place."""
    raise NotImplementedError


def is_read(vault: Vault, name: str) -> bool:
    """Say whether the object of that name was taken in."""
    raise NotImplementedError


def mark_read(vault: Vault, name: str, *, writer: str, content_key: bytes = b"") -> None:
    """Note that an object was taken in, and keep its content key for later grants."""
    raise NotImplementedError


def read_names(vault: Vault, writer: str) -> list[str]:
    """Return the names of a writer's objects that were taken in, in order."""
    raise NotImplementedError


def content_key(vault: Vault, name: str) -> bytes | None:
    """Return the content key of an object, or None."""
    raise NotImplementedError


def hold_back(vault: Vault, held: HeldBack) -> None:
    """Remember an object that was not taken in; the same name again keeps the first time."""
    raise NotImplementedError


def release(vault: Vault, name: str) -> None:
    """Drop an object from what is held back."""
    raise NotImplementedError


def held_back(vault: Vault) -> list[HeldBack]:
    """Return all that is held back, newest first."""
    raise NotImplementedError
