"""Everything of a damaged vault that still opens, brought into a new one. The damaged one is only read.

Each event proves itself; what is lost is told by name. Whose device it is from then on, the caller decides.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from monitor_app.crypto import bodies, headers, keyslots, stream
from monitor_app.crypto.keys import VaultKeys
from monitor_app.domain.events import Start
from monitor_app.errors import BadInput, KeyRefused, MonitorError
from monitor_app.ports import Progress
from monitor_app.text import N_
from monitor_app.vault import keyfile, opening, places, remaking, tally
from monitor_app.vault.driver import Database, plainly
from monitor_app.vault.page_rows import PageFile
from monitor_app.vault.ruins import Record, Ruins
from monitor_app.vault.vault import Vault

Open = Callable[[bytes], bytes]
"""Opens the image of the keyslots; returns the vault key."""
_NAMED_AT_MOST = 200


@dataclass(frozen=True)
class Lost:
    """What could not be saved of one kind: how many, and names of some. -1: how many is not known."""

    kind: str
    count: int
    names: tuple[str, ...] = ()


@dataclass
class Salvaged:
    """What was saved, by table, and what was lost. `is_log_whole`: every event there was is here."""

    kept: dict[str, int] = field(default_factory=dict)
    lost: list[Lost] = field(default_factory=list)
    files: int = 0
    damaged_pages: int = 0
    is_log_whole: bool = False


def salvage(
    damaged: Path,
    target: Path,
    open_keys: Open,
    *,
    settle: Callable[[Vault, Salvaged], None],
    progress: Progress,
) -> Salvaged:
    """Bring what can be read into a new vault at `target`, under the same keyslots.

    `settle` gets the new vault before it is in its place. Raise WrongPassphrase, VaultDamaged (no keyslots),
    VaultInUse, NotAVault (something is at `target`), DiskFull.
    """
    remaking.demand_free(target)
    with plainly(), opening.locked(damaged) as lock:
        image = keyfile.read(damaged)
        vault_key = open_keys(image)
        file = _opened(damaged / places.DATABASE, vault_key, keyslots.open_previous(image, vault_key))
        told = Salvaged()
        try:
            remaking.remake(
                target,
                VaultKeys.of(vault_key),
                image,
                fill=lambda db, folder: _fill(db, folder, _Source(damaged, file), told, progress),
                settle=lambda vault: settle(vault, told),
            )
        finally:
            file.close()
        if lock:
            lock.release()
    return told


@dataclass(frozen=True)
class _Source:
    folder: Path
    file: PageFile


def _opened(database: Path, vault_key: bytes, before: bytes | None) -> PageFile:
    """Return the file under the key it has: during a change of key that may be the one before."""
    if not database.exists():
        database = Path("/dev/null")
    file = PageFile(database, VaultKeys.of(vault_key).database)
    if before is not None and not any(file.clear(number) for number in range(1, file.count + 1)):
        file.close()
        return PageFile(database, VaultKeys.of(before).database)
    return file


def _fill(db: Database, folder: Path, source: _Source, told: Salvaged, progress: Progress) -> None:
    db.conn.execute("PRAGMA foreign_keys=OFF")
    ruins = Ruins(source.file, tally.table_map(db))
    db.conn.execute("BEGIN")
    for at, name in enumerate(remaking.KEPT):
        progress.step(at, len(remaking.KEPT) + 1, N_("Reading what is left"))
        rows = _sound(name, ruins.rows(name))
        told.kept[name] = sum(remaking.insert(db, name, rows))
        _note_lost(told, name, ruins)
    _drop_severed(db, told)
    told.is_log_whole = ruins.is_whole("event", _in_order(db, ruins, "event"))
    _name_lost_records(db, ruins, told)
    db.conn.execute("COMMIT")
    db.conn.execute("PRAGMA foreign_keys=ON")
    _copy_files(source.folder, folder, told, progress)
    told.damaged_pages = len(source.file.damaged)


def _in_order(db: Database, ruins: Ruins, name: str) -> Iterator[tuple[object, ...]]:
    columns = ", ".join(f'"{column}"' for column in tally.summed(name, ruins.tables[name]))
    yield from db.conn.execute(f"SELECT {columns} FROM {name}")  # noqa: S608 - a table of ours


def _sound(name: str, rows: Iterator[Record]) -> Iterator[Record]:
    """Let through what proves itself, and of other tables everything that has its columns."""
    proof = {"event": _is_event, "body": _is_body}.get(name)
    for row in rows:
        if proof is None or proof(row):
            yield row


def _is_event(row: Record) -> bool:
    try:
        header = headers.read_header(row["header"])
        headers.verify_header(row["header"], row["public"], row["signature"])
    except (BadInput, KeyRefused, KeyError, TypeError, ValueError):
        return False
    place = (header.stream, header.number, header.root.hex(), headers.header_hash(row["header"]).hex())
    return bool(place == (row["stream"], row["number"], row["root"], row["hash"]))


def _is_body(row: Record) -> bool:
    try:
        return bool(bodies.body_root(bodies.decode_kept(row["content"])).hex() == row["root"])
    except (MonitorError, KeyError, TypeError, ValueError):
        return False


def _note_lost(told: Salvaged, name: str, ruins: Ruins) -> None:
    before = ruins.count(name)
    if before is None and ruins.is_cut(name):
        told.lost.append(Lost(name, -1))
    elif before is not None and before > told.kept[name]:
        told.lost.append(Lost(name, before - told.kept[name]))


def _drop_severed(db: Database, told: Salvaged) -> None:
    """Drop answers whose draft is gone: nobody could say of which questionnaire they are."""
    for table in ("draft_answer", "draft_before"):
        gone = db.conn.execute(f"DELETE FROM {table} WHERE draft NOT IN (SELECT id FROM draft)").rowcount  # noqa: S608 - ours
        if gone:
            told.lost.append(Lost(table, gone))


def _name_lost_records(db: Database, ruins: Ruins, told: Salvaged) -> None:
    """Name what the log lacks: entries by stream and number, contents by the pseudonym in the old list."""
    streams = db.conn.execute("SELECT stream, max(number), count(*) FROM event GROUP BY stream").fetchall()
    gaps = [
        f"{stream}:{number}"
        for stream, last, count in streams
        if count <= last
        for number in _missing(db, stream, last)
    ]
    if gaps:
        told.lost.append(Lost("gap", len(gaps), tuple(gaps[:_NAMED_AT_MOST])))
    before = ruins.count("body")
    if before is not None and before <= told.kept["body"]:
        return
    known = {row.get("root"): f"{row.get('pseudonym')} ({row.get('kind')})" for row in ruins.rows("record")}
    bare = db.conn.execute(
        """SELECT DISTINCT root FROM event WHERE root NOT IN (SELECT root FROM body)
        AND root NOT IN (SELECT root FROM erased)"""
    ).fetchall()
    names = [known.get(root, root[:16]) for (root,) in bare]
    if names:
        told.lost.append(Lost("content", len(names), tuple(names[:_NAMED_AT_MOST])))


def _missing(db: Database, stream: str, last: int) -> list[int]:
    here = {number for (number,) in db.conn.execute("SELECT number FROM event WHERE stream = ?", (stream,))}
    start = db.conn.execute("SELECT mark FROM peer WHERE place = ?", (f"start/{stream}",)).fetchone()
    first = msgspec.json.decode(start[0], type=Start).event + 1 if start else 0
    begins = first if here and min(here) >= first else 0  # a stream may begin after what was cleared away
    return [number for number in range(begins, last) if number not in here]


def _copy_files(damaged: Path, folder: Path, told: Salvaged, progress: Progress) -> None:
    """Copy every chunk that is what its name says; those that are not are told."""
    found = sorted(path for path in (damaged / places.ATTACHMENTS).glob("*/*") if not path.suffix)
    bad = []
    for at, path in enumerate(found):
        progress.step(at, len(found) + 1, N_("Copying photos and files"))
        sealed = _read(path)
        if sealed is None or stream.chunk_id(sealed) != path.name:
            bad.append(path.name[:16])
            continue
        places.make_folder(folder / places.ATTACHMENTS / path.name[:2])
        places.write_new(folder / places.ATTACHMENTS / path.name[:2] / path.name, sealed)
        told.files += 1
    if bad:
        told.lost.append(Lost("chunk", len(bad), tuple(bad[:_NAMED_AT_MOST])))


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
