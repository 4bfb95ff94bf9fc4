"""Erasure in a vault: what of a record goes, what stays, and how it stays gone.

A transaction drops rows and names what is doomed; `settle` then deletes files and empties the write-ahead
log. Who may erase was judged before this is reached.
"""

from collections.abc import Collection, Iterable, Sequence

import msgspec

from monitor_app.domain.events import (
    BodiesReceived,
    Event,
    FileRef,
    Photo,
    RecordErased,
    RecordFinished,
    RecordReviewed,
)
from monitor_app.vault import attachments, parcels, reading, record_rows, stored_settings
from monitor_app.vault.vault import Vault, saving

_FILE = "file"
_SEGMENT = "segment"
LOG = "log"
_PHOTOS = msgspec.json.Decoder(tuple[Photo, ...])


def is_erased(vault: Vault, root: str) -> bool:
    """Say whether the body with this root was erased."""
    return vault.row("SELECT 1 FROM erased WHERE root = ?", root) is not None


def refuses(vault: Vault, root: str, event: Event | None) -> bool:
    """Say whether a body must not come (back): it was erased, or it speaks of a version that was."""
    match event:
        case RecordFinished():
            sql = "SELECT 1 FROM erased WHERE subject = ? AND device = ?"
            return is_erased(vault, root) or vault.row(sql, event.subject, event.device) is not None
        case RecordReviewed():
            return is_erased(vault, root) or is_erased(vault, event.about)
    return is_erased(vault, root)


def bury(vault: Vault, root: str, event: Event | None) -> None:
    """Note that a body which was refused is one of an erased record, too. Runs inside a transaction."""
    if isinstance(event, RecordFinished):
        vault.run(
            "INSERT OR IGNORE INTO erased SELECT ?, subject, device, by_root, ms FROM erased WHERE subject = ?",
            *(root, event.subject),
        )
        _erase_files(vault, files_of(event.photos))


def erase(vault: Vault, by_root: str, event: RecordErased) -> None:
    """Carry out an erasure as far as rows go. Runs inside a transaction; may run twice without harm."""
    files = [file for root in event.roots for file in _erase_version(vault, root, by_root, event)]
    found = vault.rows("SELECT DISTINCT device FROM erased WHERE subject = ? AND device <> ''", event.subject)
    devices = {device for (device,) in found}
    if devices & set(stored_settings.get(vault, "former_boxes", [])):
        devices.add(stored_settings.get(vault, "box"))  # a restored vault may have said it again
    for device in devices:
        later = vault.rows("SELECT root FROM record WHERE id = ? AND device = ?", event.subject, device)
        for (root,) in later:
            files += _erase_version(vault, root, by_root, event)
    _erase_files(vault, files)
    if devices:
        # What half a question says of it; the name is a stranger's text, so it is compared whole.
        vault.run("DELETE FROM setting WHERE key = ?", f"jotting/review/{event.subject}")
    if stored_settings.get(vault, "box") in devices:
        _drop_draft(vault, event.subject)
    vault.run("INSERT OR IGNORE INTO doomed VALUES (?, '')", LOG)


def _erase_version(vault: Vault, root: str, by_root: str, event: RecordErased) -> list[FileRef]:
    """Drop one version and what was asked about it; return the files it showed."""
    known = reading.event_of(vault, root)
    if known is not None and not (isinstance(known, RecordFinished) and known.subject == event.subject):
        return []  # not a version of this record, whatever the note says
    stream = vault.row("SELECT stream FROM event WHERE root = ?", root)
    device = stream[0].partition("/")[0] if stream else ""
    vault.run(
        "INSERT OR IGNORE INTO erased VALUES (?, ?, ?, ?, ?)",
        *(root, event.subject, device, by_root, event.time.ms),
    )
    for (review,) in vault.rows("SELECT root FROM review WHERE about = ?", root):
        _drop_body(vault, review)
    _drop_body(vault, root)
    vault.run("DELETE FROM identity WHERE root = ?", root)
    record_rows.drop_version(vault, root, event.subject)
    return files_of(known.photos) if isinstance(known, RecordFinished) else []


def _drop_body(vault: Vault, root: str) -> None:
    """Drop a body, and have every parcel of ours built anew that holds it."""
    vault.run("DELETE FROM body WHERE root = ?", root)
    vault.run(
        """INSERT OR IGNORE INTO doomed SELECT ?, o.name FROM event e
        JOIN outbox o ON o.stream = e.stream AND e.number BETWEEN o.first AND o.last
        WHERE e.root = ? AND o.chunk = ''""",
        *(_SEGMENT, root),
    )


def _drop_draft(vault: Vault, draft_id: str) -> None:
    """Drop what is being written about the record, and which question was kept when."""
    discard_files(vault, draft_id)
    vault.run("DELETE FROM draft WHERE id = ?", draft_id)
    vault.run("DELETE FROM draft_audit WHERE draft = ?", draft_id)


def discard_files(vault: Vault, draft_id: str) -> None:
    """Doom the files of a draft about to be dropped, but for those a finished version shows. In a transaction.

    The caller drops the draft; `settle` deletes the files.
    """
    row = vault.row("SELECT photos FROM draft WHERE id = ?", draft_id)
    drafted = _PHOTOS.decode(row[0]) if row else ()
    if not drafted:
        return
    finished = vault.rows("SELECT root FROM record WHERE id = ?", draft_id)
    events = [reading.event_of(vault, root) for (root,) in finished]
    kept = {file.id for event in events if isinstance(event, RecordFinished) for file in files_of(event.photos)}
    doom_files(vault, [file for file in files_of(drafted) if file.id not in kept])


def files_of(photos: Iterable[Photo]) -> list[FileRef]:
    """Return the sealed files of pictures."""
    return [file for photo in photos for file in (photo.original, photo.working, photo.thumbnail)]


def _erase_files(vault: Vault, files: Sequence[FileRef]) -> None:
    """Doom files that were erased; their parts are to leave the shared place, too.

    A part that a record shows which stays is left: whoever names a stranger's part cannot take it away.
    """
    chunks = {chunk for file in files for chunk in file.chunks}
    spared = _still_shown(vault, chunks)
    doom_files(vault, files, spared=spared)
    parcels.let_leave(vault, chunks - spared)


def _still_shown(vault: Vault, chunks: set[str]) -> set[str]:
    """Return the parts of files that a body shows which is here; a receipt only says that they came."""
    found: set[str] = set()
    last = 0
    while chunks and (
        rows := vault.rows("SELECT id, content FROM body WHERE id > ? ORDER BY id LIMIT 200", last)
    ):
        for last, content in rows:  # noqa: B007 - the loop leaves the last id for the next page
            named = {chunk for chunk in chunks if chunk.encode() in content}
            if named and not isinstance(reading.understood(content), BodiesReceived):
                found |= named
    return found


def doom_files(vault: Vault, files: Iterable[FileRef], *, spared: Collection[str] = ()) -> None:
    """Forget the keys of files, send their parts no more, and name the parts but the `spared` for deletion."""
    for file in files:
        vault.run("DELETE FROM attachment WHERE id = ?", file.id)
        for chunk in set(file.chunks) - set(spared):
            vault.run("DELETE FROM outbox WHERE chunk = ?", chunk)
            vault.run("INSERT OR IGNORE INTO doomed VALUES (?, ?)", _FILE, chunk)


def doomed_files(vault: Vault) -> list[str]:
    """Return the parts of files that are still to be deleted."""
    return [name for (name,) in vault.rows("SELECT name FROM doomed WHERE what = ?", _FILE)]


def doomed_segments(vault: Vault) -> list[str]:
    """Return the names of our parcels that hold what was erased, those that left among them."""
    return [name for (name,) in vault.rows("SELECT name FROM doomed WHERE what = ? ORDER BY name", _SEGMENT)]


@saving
def unpack(vault: Vault, segments: Iterable[str], *, packed: int) -> None:
    """Take back parcels of one stream that never left: it counts as packed up to event `packed` only."""
    for name in segments:
        row = vault.row("SELECT stream FROM outbox WHERE name = ?", name)
        vault.run("DELETE FROM outbox WHERE name = ?", name)
        vault.run("DELETE FROM segment_key WHERE name = ?", name)
        vault.run("DELETE FROM parcel WHERE name = ?", name)
        vault.run("DELETE FROM doomed WHERE what = ? AND name = ?", _SEGMENT, name)
        if row:
            vault.run("UPDATE packed SET number = ? WHERE stream = ?", packed, row[0])


@saving
def put_aside(vault: Vault, segments: Iterable[str]) -> None:
    """Note that another stands for these parcels of ours: they are sent no more, and open here no more."""
    for name in segments:
        vault.run("DELETE FROM outbox WHERE name = ? AND state <> 'confirmed'", name)
        vault.run("UPDATE segment_key SET content_key = x'' WHERE name = ?", name)
        vault.run("DELETE FROM doomed WHERE what = ? AND name = ?", _SEGMENT, name)


def settle(vault: Vault) -> bool:
    """Delete doomed files and empty the write-ahead log; say whether nothing is left to do.

    A stop anywhere is no harm: what is left is done at the next call.
    """
    if not vault.row("SELECT 1 FROM doomed WHERE what <> ? LIMIT 1", _SEGMENT):
        return True
    chunks = doomed_files(vault)
    attachments.delete_chunks(vault, chunks)
    _forget(vault, _FILE, chunks)
    if not vault.checkpoint():
        return False
    _forget(vault, LOG, [""])
    return True


@saving
def _forget(vault: Vault, what: str, names: Iterable[str]) -> None:
    vault.db.conn.executemany(
        "DELETE FROM doomed WHERE what = ? AND name = ?", [(what, name) for name in names]
    )


@saving
def reapply(vault: Vault) -> int:
    """Drop again whatever an older copy brought back; return how many bodies that were.

    For a vault just restored: call it before anything is shown, then `settle`.
    """
    last, before = 0, _count_bodies(vault)
    while rows := vault.rows("SELECT id, root, content FROM body WHERE id > ? ORDER BY id LIMIT 200", last):
        for last, root, content in rows:  # noqa: B007 - the loop leaves the last id for the next page
            event = reading.understood(content)
            if isinstance(event, RecordErased):
                erase(vault, root, event)
    for (root,) in vault.rows("SELECT b.root FROM body b JOIN erased e ON e.root = b.root"):
        event = reading.event_of(vault, root)
        if isinstance(event, RecordFinished):
            doom_files(vault, files_of(event.photos))
            record_rows.drop_version(vault, root, event.subject)
        _drop_body(vault, root)
    return before - _count_bodies(vault)


def _count_bodies(vault: Vault) -> int:
    return int(vault.rows("SELECT count(*) FROM body")[0][0])
