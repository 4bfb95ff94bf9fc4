"""Looks inside a vault as somebody with its key could: every page decrypted, free ones too, and every table."""

from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from monitor_app.crypto.keys import VaultKeys
from monitor_app.vault.vault import Vault

PAGE, RESERVED, SALT = 4096, 48, 16
FRAME_HEAD, LOG_HEAD = 24, 32


def pages(folder: Path, keys: VaultKeys) -> list[bytes]:
    """Return the content of every page of the database and of its write-ahead log, in clear."""
    database = (folder / "vault.db").read_bytes()
    found = [_opened(database[at : at + PAGE], keys.database, at == 0) for at in range(0, len(database), PAGE)]
    log = folder / "vault.db-wal"
    frames = log.read_bytes()[LOG_HEAD:] if log.exists() else b""
    for at in range(0, len(frames), FRAME_HEAD + PAGE):
        number = int.from_bytes(frames[at : at + 4], "big")
        found.append(_opened(frames[at + FRAME_HEAD : at + FRAME_HEAD + PAGE], keys.database, number == 1))
    return found


def _opened(page: bytes, key: bytes, is_first: bool) -> bytes:
    start = SALT if is_first else 0
    vector = page[PAGE - RESERVED : PAGE - RESERVED + 16]
    decrypting = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    return decrypting.update(page[start : PAGE - RESERVED]) + decrypting.finalize()


def cells(vault: Vault) -> dict[str, list[object]]:
    """Return every value of every table, those that search keeps for itself included."""
    tables = [name for (name,) in vault.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {
        table: [value for row in vault.rows(f'SELECT * FROM "{table}"') for value in row] for table in tables
    }


def tables_with(vault: Vault, text: str) -> list[str]:
    """Return the tables that hold a text, in letters or in bytes."""
    wanted = text.casefold()

    def holds(value: object) -> bool:
        if isinstance(value, bytes):
            return wanted.encode() in value.lower()
        return isinstance(value, str) and wanted in value.casefold()

    return [table for table, values in cells(vault).items() if any(map(holds, values))]
