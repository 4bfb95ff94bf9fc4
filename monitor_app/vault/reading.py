"""Bodies read back into events. Nothing is written here."""

import msgspec

from monitor_app.crypto import bodies
from monitor_app.domain.events import Event, from_leaves
from monitor_app.vault.vault import Vault


def understood(content: bytes) -> Event | None:
    """Read a body's event; None if it is of a kind only a newer program knows. Raise BadInput if malformed.

    A leaf may be hidden where the event does without it: the identity part, once its day has come.
    """
    try:
        return from_leaves(bodies.values_of(bodies.decode_kept(content)))
    except (msgspec.ValidationError, TypeError):
        return None


def body(vault: Vault, root: str) -> bytes | None:
    """Return the body's bytes, or None if it is sealed away, erased or unknown."""
    row = vault.row("SELECT content FROM body WHERE root = ?", root)
    return row[0] if row else None


def event_of(vault: Vault, root: str) -> Event | None:
    """Return the event with this body root, or None if it is not here or not understood."""
    content = body(vault, root)
    return understood(content) if content is not None else None
