"""Settings that belong to the vault, as JSON values by key. What a key means is not known here."""

from typing import Any

from monitor_app.vault.opening import Vault


def get(vault: Vault, key: str, default: Any = None) -> Any:
    """Return the value, or `default`."""
    raise NotImplementedError


def put(vault: Vault, key: str, value: Any) -> None:
    """Keep a value; None forgets it."""
    raise NotImplementedError
