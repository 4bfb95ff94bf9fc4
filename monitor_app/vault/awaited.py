"""Chunks that events name: those we lack, and those that came and are not confirmed to their writer yet.

Fetching and confirming are not done here.
"""

from collections.abc import Iterable, Sequence

from monitor_app.vault.vault import Vault, saving


@saving
def expect(vault: Vault, chunks: Iterable[str], *, kind: int, box: str) -> None:
    """Await these chunks of a writer; what is awaited or came already is left alone. Lower kinds go first.

    Without a `box` nobody is told that they came: they are for many, and one receipt speaks for one only.
    """
    vault.db.conn.executemany(
        "INSERT OR IGNORE INTO awaited VALUES (?, ?, ?, 0)", [(chunk, kind, box) for chunk in chunks]
    )


def wanted(vault: Vault, *, up_to: int, limit: int) -> list[tuple[str, int]]:
    """Return ids and kinds of chunks we lack, of kinds no higher than `up_to`, by kind."""
    found = vault.rows(
        "SELECT chunk, kind FROM awaited WHERE is_here = 0 AND kind <= ? ORDER BY kind, chunk LIMIT ?",
        *(up_to, limit),
    )
    return [(chunk, kind) for chunk, kind in found]


def count_wanted(vault: Vault) -> int:
    """Count the chunks we lack."""
    (count,) = vault.row("SELECT count(*) FROM awaited WHERE is_here = 0") or (0,)
    return int(count)


def lacking_from(vault: Vault) -> set[str]:
    """Return the writers of whose files we lack something."""
    return {box for (box,) in vault.rows("SELECT DISTINCT box FROM awaited WHERE is_here = 0")}


@saving
def note_here(vault: Vault, chunks: Sequence[str]) -> set[str]:
    """Note that chunks are kept now and wait to be confirmed; return their writers."""
    for chunk in chunks:
        vault.run("DELETE FROM awaited WHERE chunk = ? AND box = ''", chunk)
        vault.run("UPDATE awaited SET is_here = 1 WHERE chunk = ?", chunk)
    found = [vault.row("SELECT box FROM awaited WHERE chunk = ?", chunk) for chunk in chunks]
    return {row[0] for row in found if row}


def unconfirmed(vault: Vault, box: str, *, limit: int) -> list[str]:
    """Return a writer's chunks that are here and not confirmed."""
    found = vault.rows("SELECT chunk FROM awaited WHERE is_here = 1 AND box = ? LIMIT ?", box, limit)
    return [chunk for (chunk,) in found]


@saving
def forget(vault: Vault, chunks: Iterable[str]) -> None:
    """Drop chunks that were confirmed, or that nobody wants any more."""
    vault.db.conn.executemany("DELETE FROM awaited WHERE chunk = ?", [(chunk,) for chunk in chunks])
