"""Content that leaves this vault while the log stays: cleared because others hold it, or sealed for a journey.

What is sealed away opens with a key that is not here. Who holds what, and when it may go, `operations` judges.
"""

from collections.abc import Callable, Iterable, Iterator

import msgspec

from monitor_app.crypto import envelope
from monitor_app.crypto.primitives import Receiver
from monitor_app.domain.events import Event, FileRef, RecordFinished
from monitor_app.vault import attachments, erasing, projections, reading
from monitor_app.vault.vault import Vault, saving

_LOT = 512 * 1024
_CONTEXT = b"fieldwork/archive/v0"


class _Put(msgspec.Struct, frozen=True):
    """A body in the archive, and the sealed files it names (their keys stand in it)."""

    root: str
    content: bytes
    files: tuple[FileRef, ...] = ()


_LOTS = msgspec.msgpack.Decoder(tuple[_Put, ...])


def witnesses(vault: Vault, box: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return (root, devices whose receipts name it) of every body of a device's records that is here."""
    found = vault.rows(
        """SELECT r.root, coalesce((SELECT group_concat(device, ' ') FROM received WHERE root = r.root), '')
        FROM record r JOIN body b ON b.root = r.root WHERE r.device = ? ORDER BY r.root""",
        box,
    )
    return [(root, tuple(sorted(devices.split()))) for root, devices in found]


def waiting_files(vault: Vault, root: str) -> int:
    """Return how many parts of a record's files nobody confirmed yet."""
    event = reading.event_of(vault, root)
    chunks = [chunk for file in _files(event) for chunk in file.chunks]
    return sum(
        vault.row("SELECT 1 FROM outbox WHERE chunk = ? AND state <> 'confirmed'", chunk) is not None
        for chunk in chunks
    )


@saving
def clear(vault: Vault, roots: Iterable[str], *, now_ms: int) -> int:
    """Drop bodies and files that others hold; headers stay. Return how many. Then `erasing.settle`."""
    count = 0
    for root in roots:
        event = reading.event_of(vault, root)
        if isinstance(event, RecordFinished):
            erasing.doom_files(vault, _files(event))
            vault.run("DELETE FROM body WHERE root = ?", root)
            vault.run("INSERT OR IGNORE INTO cleared VALUES (?, ?)", root, now_ms)
            count += 1
    _forget_parcels(vault)
    _afresh(vault)
    return count


def count_cleared(vault: Vault) -> int:
    """Return how many bodies were cleared."""
    return int(vault.rows("SELECT count(*) FROM cleared")[0][0])


@saving
def seal_away(vault: Vault, public: bytes, *, is_kept: Callable[[Event], bool]) -> int:
    """Move bodies but the `is_kept` into the archive of a public key, forget keys of parcels; say how many."""
    count = 0
    for lot in _lots(vault, is_kept):
        payload = msgspec.msgpack.encode(lot)
        sealed = envelope.seal(payload, recipients=[public], context=_CONTEXT)
        vault.run("INSERT INTO archive (sealed) VALUES (?)", sealed)
        for put in lot:
            vault.run("DELETE FROM body WHERE root = ?", put.root)
            for file in put.files:
                vault.run("DELETE FROM attachment WHERE id = ?", file.id)
        count += len(lot)
    # With these keys what waits to be sent, and what lies in the shared place, could still be read here.
    vault.run("UPDATE segment_key SET content_key = x'' WHERE content_key <> x''")
    vault.run("DELETE FROM peer WHERE place >= 'grant/' AND place < 'grant0'")
    if count:
        _afresh(vault)
    return count


def is_received(vault: Vault, root: str) -> bool:
    """Say whether a receipt names a body."""
    return vault.row("SELECT 1 FROM received WHERE root = ?", root) is not None


def count_archived(vault: Vault) -> int:
    """Return how many lots lie in the archive."""
    return int(vault.rows("SELECT count(*) FROM archive")[0][0])


@saving
def bring_back(vault: Vault, seed: bytes) -> int:
    """Open the archive with its key and put everything back; return how many bodies. Raise DecryptionFailed."""
    count = 0
    receiver = Receiver(seed)
    for (sealed,) in vault.rows("SELECT sealed FROM archive ORDER BY id"):
        for put in _LOTS.decode(envelope.unseal(sealed, receive_seed=receiver, context=_CONTEXT)):
            if erasing.is_erased(vault, put.root):
                continue
            vault.run("INSERT OR IGNORE INTO body (root, content) VALUES (?, ?)", put.root, put.content)
            for file in put.files:
                attachments.remember(vault, file)
            count += 1
    vault.run("DELETE FROM archive")
    _afresh(vault)
    return count


def _forget_parcels(vault: Vault) -> None:
    """Forget the keys of parcels with something cleared: they lie in the shared place, and would open there."""
    vault.run(
        """UPDATE segment_key SET content_key = x'' WHERE content_key <> x'' AND name IN (
            SELECT o.name FROM cleared c JOIN event e ON e.root = c.root
            JOIN outbox o ON o.stream = e.stream AND e.number BETWEEN o.first AND o.last)"""
    )


def _lots(vault: Vault, is_kept: Callable[[Event], bool]) -> Iterator[tuple[_Put, ...]]:
    lot: list[_Put] = []
    size = last = 0
    while rows := vault.rows("SELECT id, root, content FROM body WHERE id > ? ORDER BY id LIMIT 200", last):
        for last, root, content in rows:  # noqa: B007 - the loop leaves the last id for the next page
            event = reading.understood(content)
            if event is not None and is_kept(event):
                continue
            lot.append(_Put(root, content, tuple(_files(event))))
            size += len(content)
            if size > _LOT:
                yield tuple(lot)
                lot, size = [], 0
    if lot:
        yield tuple(lot)


def _files(event: Event | None) -> list[FileRef]:
    return erasing.files_of(event.photos) if isinstance(event, RecordFinished) else []


def _afresh(vault: Vault) -> None:
    """Derive all rows from what is left, and have the write-ahead log emptied."""
    projections.rebuild(vault)
    vault.run("INSERT OR IGNORE INTO doomed VALUES (?, '')", erasing.LOG)
