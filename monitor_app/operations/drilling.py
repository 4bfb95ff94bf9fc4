"""The recovery drill: a random record comes back from sheets or passphrase and the last backup.

Everything happens in a scratch vault of its own, encrypted like the real one, which is destroyed at the end.
"""

import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from monitor_app.crypto import bodies, keyslots, primitives
from monitor_app.domain.events import FileRef, RecordFinished
from monitor_app.errors import BadInput, MonitorError
from monitor_app.operations.changes import Changes, Topic, touched
from monitor_app.operations.desk import Desk, OnDesk
from monitor_app.operations.notes import note, recall
from monitor_app.ports import Progress
from monitor_app.text import N_
from monitor_app.vault import attachments, keyfile, reading, restore
from monitor_app.vault.erasing import files_of
from monitor_app.vault.vault import Vault

__all__ = ["Drilled", "LastDrill", "is_due", "last", "run", "set_every"]

_LAST, _EVERY = "last_drill", "drill_every_days"
_EVERY_DAYS = 30
_DAY_MS = 24 * 60 * 60 * 1000


class LastDrill(msgspec.Struct, frozen=True, kw_only=True):
    """When recovery was last rehearsed, and whether it worked."""

    ms: int
    worked: bool


_NEVER = LastDrill(ms=0, worked=False)


@dataclass(frozen=True)
class Drilled:
    """How a rehearsal went: the pseudonym of the record, whether it came back the same, and the time taken.

    `files` of `files_named` opened whole; `backup_ms` is when the backup was made.
    """

    pseudonym: str
    is_same: bool
    files: int
    files_named: int
    backup_ms: int
    seconds: float


@dataclass(frozen=True)
class _Drawn:
    root: str
    pseudonym: str
    vault_id: str
    event: RecordFinished


def run(
    on_desk: OnDesk,
    place: Path,
    open_keys: Callable[[bytes], bytes],
    *,
    progress: Progress,
    now: Callable[[], float] = time.perf_counter,
) -> tuple[Drilled, Changes]:
    """Rehearse. Raise BadInput (no record yet), NotAVault (no backup there), WrongPassphrase, VaultDamaged."""
    started = now()
    try:
        chosen = restore.choose(place, open_keys, vault_id=on_desk(_vault_id))
        drawn = on_desk(lambda desk: _draw(desk, chosen.manifest.made_ms))
        same, files = _rehearse(chosen, drawn, progress)
    except MonitorError:
        on_desk(lambda desk: _remember(desk, worked=False))
        raise
    named = len(files_of(drawn.event.photos))
    on_desk(lambda desk: _remember(desk, worked=same and files == named))
    drilled = Drilled(drawn.pseudonym, same, files, named, chosen.manifest.made_ms, now() - started)
    return drilled, touched(Topic.SYNC)


def last(desk: Desk) -> LastDrill | None:
    """Return the last rehearsal, or None."""
    found = recall(desk, _LAST, LastDrill, _NEVER)
    return found if found.ms else None


def is_due(desk: Desk) -> bool:
    """Say whether a month (or what was set) has gone by since a backup or a rehearsal that worked."""
    every = every_days(desk)
    done = last(desk)
    has_backup = recall(desk, "last_backup", dict[str, object], {})
    if not every or not has_backup:
        return False
    return done is None or not done.worked or desk.now() - done.ms >= every * _DAY_MS


def every_days(desk: Desk) -> int:
    """Return after how many days a rehearsal is due; 0 never."""
    return recall(desk, _EVERY, int, _EVERY_DAYS)


def set_every(desk: Desk, days: int) -> tuple[None, Changes]:
    """Remind after so many days; 0 never."""
    note(desk, _EVERY, days)
    return None, touched(Topic.SYNC)


def _vault_id(desk: Desk) -> str:
    return keyslots.read_keyring(keyfile.read(desk.vault.folder)).vault_id


def _draw(desk: Desk, before_ms: int) -> _Drawn:
    """Draw a record that was there when the backup was made and is here still."""
    rows = desk.vault.rows(
        "SELECT r.root, r.pseudonym FROM record r JOIN body b ON b.root = r.root WHERE r.finished_ms <= ?",
        before_ms,
    )
    if not rows:
        raise BadInput(
            N_("There is no record in the backup yet to rehearse with."),
            N_("Finish a record and make a backup, then rehearse."),
        )
    root, pseudonym = rows[int.from_bytes(primitives.random_bytes(8)) % len(rows)]
    event = reading.event_of(desk.vault, root)
    assert isinstance(event, RecordFinished)  # the list holds nothing else
    return _Drawn(root, pseudonym, _vault_id(desk), event)


def _rehearse(chosen: restore.Chosen, drawn: _Drawn, progress: Progress) -> tuple[bool, int]:
    found: list[tuple[bool, int]] = []
    chunks = {chunk for file in files_of(drawn.event.photos) for chunk in file.chunks}
    scratch = Path(tempfile.mkdtemp())
    try:
        restore.restore(
            chosen,
            scratch / "vault",
            settle=lambda vault: found.append(_compared(vault, drawn)),
            progress=progress,
            only_chunks=chunks,
        )
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return found[-1]


def _compared(vault: Vault, drawn: _Drawn) -> tuple[bool, int]:
    content = reading.body(vault, drawn.root)
    same = content is not None and bodies.body_root(bodies.decode_kept(content)).hex() == drawn.root
    return same, sum(_opens(vault, file) for file in files_of(drawn.event.photos))


def _opens(vault: Vault, file: FileRef) -> bool:
    try:
        for _ in attachments.read(vault, file):
            pass
    except MonitorError:
        return False
    return True


def _remember(desk: Desk, *, worked: bool) -> None:
    if not desk.vault.is_read_only:
        note(desk, _LAST, LastDrill(ms=desk.now(), worked=worked))
