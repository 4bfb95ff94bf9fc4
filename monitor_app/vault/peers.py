"""What we know of others' boxes: how far they were read, the content keys of segments, what is held back."""

from collections.abc import Collection

import msgspec

from monitor_app.domain.events import Start
from monitor_app.vault.vault import Vault, saving

_START = "start/"


class HeldBack(msgspec.Struct, frozen=True, kw_only=True):
    """A remote object that was not taken in, and why (a stable word and a plain sentence)."""

    name: str
    writer: str
    reason: str
    sentence: str
    since_ms: int


def cursor(vault: Vault, place: str) -> str:
    """Return the mark left at a place ("" if none), for example the last object read of a box."""
    row = vault.row("SELECT mark FROM peer WHERE place = ?", place)
    return row[0] if row else ""


def places(vault: Vault, prefix: str) -> list[str]:
    """Return the places under a prefix where a mark was left."""
    found = vault.rows("SELECT place FROM peer WHERE place >= ? AND place < ?", prefix, f"{prefix}\uffff")
    return [place for (place,) in found]


@saving
def clear_cursor(vault: Vault, place: str) -> None:
    """Take the mark at a place away."""
    vault.run("DELETE FROM peer WHERE place = ?", place)


@saving
def set_cursor(vault: Vault, place: str, mark: str) -> None:
    """Leave a mark at a place."""
    vault.run(
        """INSERT INTO peer VALUES (?, ?)
        ON CONFLICT (place) DO UPDATE SET mark = excluded.mark WHERE mark <> excluded.mark""",
        *(place, mark),
    )


def is_read(vault: Vault, name: str) -> bool:
    """Say whether the object of that name was taken in."""
    return vault.row("SELECT 1 FROM segment_key WHERE name = ?", name) is not None


def unread(vault: Vault, names: Collection[str]) -> set[str]:
    """Return those of these objects that were not taken in; many at once cost one question."""
    found = vault.rows(
        "SELECT value FROM json_each(?) WHERE value NOT IN (SELECT name FROM segment_key)",
        msgspec.json.encode(list(names)).decode(),
    )
    return {name for (name,) in found}


@saving
def mark_read(vault: Vault, name: str, *, writer: str, content_key: bytes = b"") -> None:
    """Note that an object was taken in, and keep its content key for later grants."""
    vault.run(
        """INSERT INTO segment_key VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE
        SET writer = excluded.writer, content_key = excluded.content_key""",
        *(name, writer, content_key),
    )
    vault.run("DELETE FROM held_back WHERE name = ?", name)


def read_names(vault: Vault, writer: str) -> list[str]:
    """Return the names of a writer's objects that were taken in, in order."""
    return [
        name for (name,) in vault.rows("SELECT name FROM segment_key WHERE writer = ? ORDER BY name", writer)
    ]


def read_at(vault: Vault, stem: str) -> list[str]:
    """Return the names of the objects taken in that begin so: those of one number of a stream."""
    sql = "SELECT name FROM segment_key WHERE name >= ? AND name < ? ORDER BY name"
    return [name for (name,) in vault.rows(sql, stem, f"{stem}~")]


def last_read(vault: Vault, writer: str) -> str:
    """Return the name of the last of a writer's objects that was taken in, or ""."""
    row = vault.row("SELECT name FROM segment_key WHERE writer = ? ORDER BY name DESC LIMIT 1", writer)
    return row[0] if row else ""


def read_after(vault: Vault, writer: str, name: str) -> list[str]:
    """Return the names of a writer's objects that come after a name, in order."""
    found = vault.rows("SELECT name FROM segment_key WHERE writer = ? AND name > ? ORDER BY name", writer, name)
    return [one for (one,) in found]


def content_key(vault: Vault, name: str) -> bytes | None:
    """Return the content key of an object, or None."""
    row = vault.row("SELECT content_key FROM segment_key WHERE name = ?", name)
    return row[0] or None if row else None


def content_keys(vault: Vault) -> list[tuple[str, bytes]]:
    """Return name and content key of every segment taken in, in order of names."""
    return list(vault.rows("SELECT name, content_key FROM segment_key WHERE content_key <> x'' ORDER BY name"))


@saving
def begin_after(vault: Vault, stream: str, start: Start) -> None:
    """Note where a stream begins for who holds nothing of it: what was before left the shared place."""
    known = start_of(vault, stream)
    if known is None or known.segment < start.segment:
        set_cursor(vault, f"{_START}{stream}", msgspec.json.encode(start).decode())


def start_of(vault: Vault, stream: str) -> Start | None:
    """Return what went last of a stream, or None if all of it may still lie there."""
    mark = cursor(vault, f"{_START}{stream}")
    return msgspec.json.decode(mark, type=Start) if mark else None


def starts(vault: Vault) -> dict[str, Start]:
    """Return what went last of every stream of which something left the shared place."""
    streams = [place.removeprefix(_START) for place in places(vault, _START)]
    return {stream: start for stream in streams if (start := start_of(vault, stream)) is not None}


@saving
def hold_back(vault: Vault, held: HeldBack) -> None:
    """Remember an object that was not taken in; the same name again keeps the first time."""
    vault.run(
        """INSERT INTO held_back VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (name) DO UPDATE SET reason = excluded.reason, sentence = excluded.sentence""",
        *(held.name, held.writer, held.reason, held.sentence, held.since_ms),
    )


@saving
def release(vault: Vault, name: str) -> None:
    """Drop an object from what is held back."""
    vault.run("DELETE FROM held_back WHERE name = ?", name)


def held_back(vault: Vault) -> list[HeldBack]:
    """Return all that is held back, newest first."""
    found = vault.rows(
        "SELECT name, writer, reason, sentence, since_ms FROM held_back ORDER BY since_ms DESC, name"
    )
    return [
        HeldBack(name=name, writer=writer, reason=reason, sentence=sentence, since_ms=since)
        for name, writer, reason, sentence, since in found
    ]
