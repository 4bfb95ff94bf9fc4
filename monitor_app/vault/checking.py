"""Looking for damage: pages, sums, the log, contents, files, search, drafts, parcels. Changes nothing.

Works on a reader of its own, so that answers go on being kept. What is damaged is named by its id or pseudonym.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import msgspec
from sqlcipher3 import dbapi2

from monitor_app.crypto import stream
from monitor_app.domain.events import FileRef
from monitor_app.errors import Cancelled, MonitorError, VaultDamaged
from monitor_app.ports import Progress
from monitor_app.text import N_
from monitor_app.vault import attachments, drafts, events, places, reading, tally
from monitor_app.vault.driver import plainly
from monitor_app.vault.keys import KeyName
from monitor_app.vault.vault import Vault

_BY_TABLE = {
    "event": "log",
    "body": "content",
    "draft": "draft",
    "draft_answer": "draft",
    "draft_audit": "draft",
    "draft_before": "draft",
    "draft_known": "draft",
    "key": "key",
    "setting": "setting",
    "outbox": "outbox",
    "packed": "outbox",
    "waiting": "outbox",
    "lying": "outbox",
    "place": "setting",
    "form": "questionnaire",
    "attachment": "file",
    "roster": "people",
    "person": "people",
}
_NAMED_ONE_BY_ONE = frozenset({"event", "body"})
_SHOWN_AT_MOST = 100
_OFTEN = 20_000


class Part(StrEnum):
    """What may be damaged."""

    PAGES = "pages"
    LOG = "log"
    CONTENT = "content"
    FILE = "file"
    LISTS = "lists"
    SEARCH = "search"
    DRAFT = "draft"
    KEY = "key"
    SETTING = "setting"
    OUTBOX = "outbox"
    QUESTIONNAIRE = "questionnaire"
    PEOPLE = "people"


@dataclass(frozen=True)
class Damage:
    """One thing that is not as it should be. `name`: a pseudonym, an id, a page; never content.

    `is_old`: a part of the vault was put back to an earlier state.
    """

    part: Part
    name: str
    is_old: bool = False


def check(reader: Vault, progress: Progress) -> Iterator[Damage]:
    """Yield what is wrong, part by part. Raise Cancelled."""
    steps = (_pages, _sums, _log, _contents, _files, _drafts, _outbox, _keys)
    for at, step in enumerate(steps):
        progress.step(at, len(steps), N_("Checking the vault"))
        yield from _told_once(step(reader, progress))


def search_is_whole(vault: Vault) -> bool:
    """Ask the search index whether it agrees with itself, and count it. Needs the vault's own connection."""
    try:
        with vault.writing():
            vault.run("INSERT INTO search (search) VALUES ('integrity-check')")
        indexed = vault.row("SELECT count(*) FROM search_subject")
        known = vault.row("SELECT count(*) FROM search_docsize")
    except VaultDamaged:
        return False
    return indexed == known


def _told_once(found: Iterator[Damage]) -> Iterator[Damage]:
    told: set[Damage] = set()
    for damage in found:
        if damage not in told and len(told) < _SHOWN_AT_MOST:
            told.add(damage)
            yield damage


def _pages(reader: Vault, progress: Progress) -> Iterator[Damage]:
    """Every page opens, and the pages fit together (a live log beside the file gives no false alarm here)."""
    with _stoppable(reader, progress):
        bad = _asked(reader, "PRAGMA cipher_integrity_check")
        fits = ["ok"] if bad else _asked(reader, f"PRAGMA integrity_check({_SHOWN_AT_MOST})")
    for line in bad:
        yield Damage(Part.PAGES, line.rpartition(" ")[2])
    if bad:
        reader.renew()  # this connection met a damaged page, and gives nothing more
    for line in fits if fits != ["ok"] else ():
        yield Damage(Part.SEARCH, "") if "FTS5" in line else Damage(Part.PAGES, "", is_old=True)


def _asked(reader: Vault, pragma: str) -> list[str]:
    """Return the lines of an answer that may itself be about damage."""
    try:
        with plainly():
            return [str(line) for (line,) in reader.db.conn.execute(pragma).fetchall()]
    except VaultDamaged:
        return ["page 1"]


class _stoppable:  # noqa: N801 - reads like a statement
    """Lets a person stop one long statement."""

    def __init__(self, reader: Vault, progress: Progress) -> None:
        self._reader = reader
        self._progress = progress
        self._stopped: Cancelled | None = None

    def __enter__(self) -> None:
        set_handler = getattr(self._reader.db.conn, "set_progress_handler")  # noqa: B009 - not in sqlite3's stub for this type
        set_handler(self._ask, _OFTEN)

    def __exit__(self, *error: object) -> None:
        getattr(self._reader.db.conn, "set_progress_handler")(None, 0)  # noqa: B009 - as above
        if self._stopped is not None:
            raise self._stopped

    def _ask(self) -> int:
        try:
            self._progress.step(0, 0, N_("Checking every page"))
        except Cancelled as stopped:
            self._stopped = stopped
            return 1
        return 0


def _sums(reader: Vault, progress: Progress) -> Iterator[Damage]:
    """See that the rows of each table are those that were written last, not those of an older page."""
    tables = tally.table_map(reader.db)
    for at, (name, table) in enumerate(tables.items()):
        progress.step(at, len(tables), N_("Comparing with the running sums"))
        try:
            with plainly():
                differs = tally.differs(reader.db, name, table)
        except VaultDamaged:
            reader.renew()
            if name not in _NAMED_ONE_BY_ONE:
                yield Damage(Part(_BY_TABLE.get(name, "lists")), name)
            continue
        if differs:
            yield Damage(Part(_BY_TABLE.get(name, "lists")), name, is_old=True)


def _log(reader: Vault, progress: Progress) -> Iterator[Damage]:
    """Every header continues the one before it, and carries its signature."""
    progress.step(0, 0, N_("Checking the chain of entries"))
    try:
        for trouble in events.check(reader):
            yield Damage(Part.LOG, trouble.where)
    except VaultDamaged:
        yield from _unread_entries(reader)


def _unread_entries(reader: Vault) -> Iterator[Damage]:
    """Name the entries whose own row does not read; contents are named as such."""
    try:
        heads = events.heads(reader)
    except VaultDamaged:
        yield Damage(Part.LOG, "")
        return
    for stream_name, (last, _) in heads.items():
        for number in range(_first(reader, stream_name), last + 1):
            try:
                row = reader.row(
                    "SELECT header FROM event WHERE stream = ? AND number = ?", stream_name, number
                )
            except VaultDamaged:
                row = None
            if row is None:
                yield Damage(Part.LOG, f"{stream_name}:{number}")


def _first(reader: Vault, stream_name: str) -> int:
    """Return the number of the first entry that is to be here, 0 where even that is damaged."""
    try:
        return events.first_number(reader, stream_name)
    except VaultDamaged:
        return 0


def _contents(reader: Vault, progress: Progress) -> Iterator[Damage]:
    """Every record in the lists still has the content its root names."""
    try:
        listed = reader.rows("SELECT root, pseudonym, kind FROM record ORDER BY number")
    except VaultDamaged:
        yield Damage(Part.LISTS, "record")
        return
    for at, (root, pseudonym, kind) in enumerate(listed):
        if at % 100 == 0:
            progress.step(at, len(listed), N_("Opening every record"))
        try:
            is_here = reading.event_of(reader, root) is not None
        except MonitorError:
            is_here = False
        if not is_here:
            yield Damage(Part.CONTENT, f"{pseudonym} ({kind})")


def _files(reader: Vault, progress: Progress) -> Iterator[Damage]:
    """Every chunk is what its name says, and every file of our own opens whole."""
    found = [path for path in (reader.folder / places.ATTACHMENTS).glob("??/*") if not path.suffix]
    for at, path in enumerate(sorted(found)):
        progress.step(at, len(found), N_("Checking photos and files"))
        if not _is_sound(path):
            yield Damage(Part.FILE, path.name[:16])
    for (content,) in _rows_or_none(reader, "SELECT ref FROM attachment"):
        ref = msgspec.json.decode(content, type=FileRef)
        progress.step(0, 0, N_("Opening photos and files"))
        if not _opens(reader, ref):
            yield Damage(Part.FILE, ref.id[:16])


def _is_sound(path: Path) -> bool:
    try:
        return stream.chunk_id(path.read_bytes()) == path.name
    except FileNotFoundError:
        return True  # erased meanwhile
    except OSError:
        return False


def _opens(reader: Vault, ref: FileRef) -> bool:
    """Say whether a file opens; one that is not here at all was cleared away on purpose, or never came."""
    try:
        missing = attachments.missing_chunks(reader, ref)
        if len(missing) == len(ref.chunks):
            return reader.row("SELECT 1 FROM doomed LIMIT 1") is not None or not _is_wanted(reader, ref)
        for _ in attachments.read(reader, ref):
            pass
    except MonitorError:
        return False
    return True


def _is_wanted(reader: Vault, ref: FileRef) -> bool:
    """Say whether this device still has to have the file: it is being sent, or a draft shows it."""
    chunk = ref.chunks[0] if ref.chunks else ""
    waits = reader.row("SELECT 1 FROM outbox WHERE chunk = ? AND state <> 'confirmed'", chunk)
    shown = reader.row("SELECT 1 FROM draft WHERE instr(photos, ?)", ref.id)
    return waits is not None or shown is not None


def _drafts(reader: Vault, _: Progress) -> Iterator[Damage]:
    """Every unfinished record can be gone on with."""
    for draft_id, pseudonym in _rows_or_none(reader, "SELECT id, pseudonym FROM draft"):
        try:
            drafts.load(reader, draft_id)
        except (MonitorError, msgspec.DecodeError, ValueError):
            yield Damage(Part.DRAFT, pseudonym or draft_id[:8])


def _outbox(reader: Vault, _: Progress) -> Iterator[Damage]:
    """See that what waits to be sent has its bytes."""
    bare = _rows_or_none(
        reader, "SELECT name FROM outbox WHERE state <> 'confirmed' AND content IS NULL AND chunk = ''"
    )
    for (name,) in bare:
        yield Damage(Part.OUTBOX, name.rpartition("/")[2][:24])


def _keys(reader: Vault, _: Progress) -> Iterator[Damage]:
    """See that the keys a device cannot do without are here."""
    here = {name for (name,) in _rows_or_none(reader, "SELECT name FROM key")}
    for name in (KeyName.SIGNING, KeyName.RECEIVE):
        if here and str(name) not in here:
            yield Damage(Part.KEY, str(name))


def _rows_or_none(reader: Vault, sql: str) -> Generator[tuple[str, ...], None, None]:
    """Yield what can be read; that something cannot, the pages told already."""
    try:
        yield from reader.rows(sql)
    except (VaultDamaged, dbapi2.Error):
        return
