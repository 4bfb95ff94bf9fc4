"""What each segment is in its stream, so that another may stand for it, and what is to leave the shared place.

Knows names and hashes only; who may replace or delete, `operations` judges.
"""

from collections.abc import Collection, Iterable

import msgspec

from monitor_app.vault.vault import Vault, saving

_ROOTS = msgspec.json.Decoder(tuple[str, ...])


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """A segment that is ours or was taken in. `stands_for` are the hashes of those it replaces, oldest first.

    Hashes are hexadecimal. `first` and `last` are event numbers; `bare`: the roots that came without a body.
    """

    name: str
    hash: str
    previous: str
    stands_for: tuple[str, ...] = ()
    first: int
    last: int
    bare: tuple[str, ...] = ()

    @property
    def chain(self) -> str:
        """What the next segment of the stream names."""
        return self.stands_for[0] if self.stands_for else self.hash


@saving
def keep(vault: Vault, parcel: Parcel) -> None:
    """Keep what a segment is; a known one is left alone."""
    vault.run(
        "INSERT OR IGNORE INTO parcel VALUES (?, ?, ?, ?, ?, ?, ?)",
        *(parcel.name, parcel.hash, parcel.previous, " ".join(parcel.stands_for), parcel.first, parcel.last),
        msgspec.json.encode(parcel.bare).decode() if parcel.bare else "",
    )


def get(vault: Vault, name: str) -> Parcel | None:
    """Return what a segment is, or None if that is not known."""
    row = vault.row("SELECT hash, previous, stands_for, first, last, bare FROM parcel WHERE name = ?", name)
    if row is None:
        return None
    digest, previous, stands_for, first, last, bare = row
    return Parcel(
        name=name,
        hash=digest,
        previous=previous,
        stands_for=tuple(stands_for.split()),
        first=first,
        last=last,
        bare=_ROOTS.decode(bare) if bare else (),
    )


def at(vault: Vault, stem: str) -> list[Parcel]:
    """Return what is known of the segments whose names begin so: those of one number of a stream."""
    found = vault.rows("SELECT name FROM parcel WHERE name >= ? AND name < ?", stem, f"{stem}~")
    return [parcel for (name,) in found if (parcel := get(vault, name)) is not None]


@saving
def forget(vault: Vault, names: Iterable[str]) -> None:
    """Forget segments that never left."""
    vault.db.conn.executemany("DELETE FROM parcel WHERE name = ?", [(name,) for name in names])


@saving
def let_leave(vault: Vault, names: Iterable[str], *, replacement: str = "") -> None:
    """Name objects that are to leave the shared place, once their replacement lies there."""
    vault.db.conn.executemany(
        "INSERT INTO leaving VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET replacement = excluded.replacement",
        [(name, replacement) for name in names],
    )


def leaving(vault: Vault, place: str) -> list[tuple[str, str]]:
    """Return (name, name of its replacement or "") of what is to leave a shared place and may still lie there.

    "" stands for a part of a file, which nothing replaces.
    """
    sql = """SELECT name, replacement FROM leaving
        WHERE name NOT IN (SELECT name FROM gone WHERE place = ?) ORDER BY name"""
    return list(vault.rows(sql, place))


def replacements(vault: Vault) -> list[str]:
    """Return the names of the segments that stand for others."""
    found = vault.rows("SELECT DISTINCT replacement FROM leaving WHERE replacement <> '' ORDER BY replacement")
    return [name for (name,) in found]


@saving
def note_gone(vault: Vault, names: Iterable[str], place: str) -> None:
    """Note that objects are gone from a shared place."""
    vault.db.conn.executemany("INSERT OR IGNORE INTO gone VALUES (?, ?)", [(name, place) for name in names])


def is_away(vault: Vault, roots: Collection[str]) -> bool:
    """Say whether bodies may be away without having been erased: sealed for a journey, or held by others."""
    archived = vault.row("SELECT 1 FROM archive LIMIT 1") is not None
    return archived or any(vault.row("SELECT 1 FROM cleared WHERE root = ?", root) for root in roots)
