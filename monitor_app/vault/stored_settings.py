"""Settings that belong to the vault, as JSON values by key. What a key means is not known here."""

from typing import Any

import msgspec

from monitor_app.vault.vault import Vault, saving


def get(vault: Vault, key: str, default: Any = None) -> Any:  # noqa: ANN401 - JSON; who asks knows its shape
    """Return the value, or `default`."""
    row = vault.row("SELECT value FROM setting WHERE key = ?", key)
    return msgspec.json.decode(row[0]) if row else default


@saving
def put(vault: Vault, key: str, value: Any) -> None:  # noqa: ANN401 - as above
    """Keep a value; None forgets it."""
    if value is None:
        vault.run("DELETE FROM setting WHERE key = ?", key)
        return
    vault.run("INSERT OR REPLACE INTO setting VALUES (?, ?)", key, msgspec.json.encode(value).decode())
