"""A backup: sealed objects under names fixed by their content, and a small sealed head for each run.

objects/ab/<name>    packs of rows, sealed to the vault; chunks as they lie in it
heads/<number>-<id>  the keyslots of that day, and which objects belong together
A head is written last and read back. What a place may refuse, `backup_place` says in words.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from monitor_app.crypto import keyslots, primitives, stream
from monitor_app.crypto.keys import VaultKeys
from monitor_app.crypto.padding import padding_for, unpad
from monitor_app.errors import DecryptionFailed, MonitorError, VaultDamaged, VaultTooNew
from monitor_app.ports import Progress
from monitor_app.text import N_
from monitor_app.vault import backup_place, keyfile, migrations, places, remaking, tally
from monitor_app.vault.backup_place import Place
from monitor_app.vault.vault import Vault

HEADS_KEPT = 3
_MAGIC = b"FWBK\x00"
_HEAD = b"fieldwork/backup/v0/head"
_PACK = b"fieldwork/backup/v0/pack/"
_PACK_LEAST, _PACK_MOST = 64 * 1024, 1 << 20
_CUT_EVERY = 64


class Pack(msgspec.Struct, frozen=True):
    """One object of rows."""

    name: str
    size: int
    rows: int


class Dump(msgspec.Struct, frozen=True):
    """A table: its columns, and its rows in packs."""

    columns: tuple[str, ...]
    packs: tuple[Pack, ...]


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What one run holds. `erasures` counts what had been erased by then; `steps` are the migrations taken."""

    vault_id: str
    number: int
    made_ms: int
    box: str
    image_sha256: bytes
    steps: tuple[str, ...]
    tables: dict[str, Dump]
    chunks: tuple[str, ...]
    erasures: int
    records: int


@dataclass(frozen=True)
class Head:
    """A head file as it lies: the keyslots of its day, and the sealed manifest."""

    place: Place
    path: Path
    number: int
    image: bytes = field(repr=False)
    sealed: bytes = field(repr=False)

    @property
    def vault_id(self) -> str:
        """Return which vault it is of."""
        return keyslots.read_keyring(self.image).vault_id

    def manifest(self, keys: VaultKeys) -> Manifest:
        """Open the manifest. Raise DecryptionFailed, VaultTooNew."""
        content = unpad(primitives.unseal(keys.backup, self.sealed, context=_HEAD))
        manifest = msgspec.msgpack.decode(content, type=Manifest)
        if manifest.image_sha256 != primitives.sha256(self.image):
            raise primitives.refused()
        if set(manifest.steps) - set(migrations.OURS):
            raise VaultTooNew(
                N_("This backup was written by a newer version of the program."),
                N_("Update the program, then restore."),
            )
        return manifest


@dataclass(frozen=True)
class Written:
    """What a run did."""

    made_ms: int
    new_objects: int
    new_bytes: int
    objects: int
    records: int


def write(reader: Vault, folder: Path, *, now_ms: int, progress: Progress) -> Written:
    """Bring a backup up to date from a reader of the vault, in one snapshot, and read back what was written.

    Raise DiskFull, PlaceReadOnly, BackupGone, VaultDamaged, Cancelled; what was there before stays whole.
    """
    image = keyfile.read(reader.folder)
    vault_id = keyslots.read_keyring(image).vault_id
    place = Place.of(folder, vault_id)
    with backup_place.plainly():
        place.prepare()
        earlier = _readable(heads(place.folder), reader.keys)
        run = _Run(reader, place, earlier, progress)
        manifest = run.manifest(image, vault_id, now_ms)
        run.verify()
        _put_head(place, image, manifest, reader.keys)
        _tidy(place, manifest, earlier)
    return Written(now_ms, len(run.fresh), sum(run.fresh.values()), len(run.names), manifest.records)


class _Run:
    """One run: which objects belong to it, and which of them are new."""

    def __init__(
        self, reader: Vault, place: Place, earlier: list[tuple[Head, Manifest]], progress: Progress
    ) -> None:
        self._reader = reader
        self._place = place
        self._progress = progress
        self._trusted = {name for _, manifest in earlier for name in _names(manifest)}
        self._number = max((head.number for head, _ in earlier), default=0) + 1
        self._number = max(self._number, 1 + max((head.number for head in heads(place.folder)), default=0))
        self._here = place.sizes()
        self.names: set[str] = set()
        self.fresh: dict[str, int] = {}
        self._unsure: dict[str, bytes] = {}

    def manifest(self, image: bytes, vault_id: str, now_ms: int) -> Manifest:
        """Write all objects that are not there yet; return what belongs together."""
        conn = self._reader.db.conn
        conn.execute("BEGIN")
        try:
            tables = {name: self._table(name) for name in remaking.KEPT}
            box = self._reader.row("SELECT value FROM setting WHERE key = 'box'")
            (records,) = conn.execute("SELECT count(DISTINCT id) FROM record").fetchone()
            (erasures,) = conn.execute("SELECT count(*) FROM erased").fetchone()
            steps = tuple(step.name for step in migrations.steps.applied(self._reader.db))
        finally:
            conn.execute("COMMIT")
        return Manifest(
            vault_id=vault_id,
            number=self._number,
            made_ms=now_ms,
            box=msgspec.json.decode(box[0], type=str) if box else "",
            image_sha256=primitives.sha256(image),
            steps=steps,
            tables=tables,
            chunks=self._chunks(),
            erasures=erasures,
            records=records,
        )

    def verify(self) -> None:
        """Read back what was written, from the medium itself where the system allows."""
        for at, name in enumerate(self.fresh):
            self._progress.step(at, len(self.fresh) + 1, N_("Reading the backup back"))
            read_object(self._place, self._reader.keys, name)
        self._place.flush()

    def _table(self, name: str) -> Dump:
        table = tally.table_map(self._reader.db)[name]
        packs = []
        for payload, rows in _packs(self._reader, name, table):
            packs.append(Pack(self._put_pack(payload), len(payload), rows))
            self._progress.step(len(self.names), 0, N_("Writing records"))
        return Dump(table.columns, tuple(packs))

    def _put_pack(self, payload: bytes) -> str:
        name = _pack_name(self._reader.keys, payload)
        self.names.add(name)
        if not self._is_there(name):
            context = _PACK + name.encode()
            sealed = primitives.seal(
                self._reader.keys.backup, payload, padding_for(len(payload)), context=context
            )
            self._put(name, sealed)
        return name

    def _chunks(self) -> tuple[str, ...]:
        found = sorted(
            path for path in (self._reader.folder / places.ATTACHMENTS).glob("*/*") if not path.suffix
        )
        kept = []
        for at, path in enumerate(found):
            self._progress.step(at, len(found) + 1, N_("Copying photos and files"))
            if self._is_there(path.name):
                kept.append(path.name)
            elif sealed := _sound_chunk(path):
                self._put(path.name, sealed)
                kept.append(path.name)
        self.names.update(kept)
        return tuple(kept)

    def _is_there(self, name: str) -> bool:
        """Say whether an object need not be written: a run before verified it, or we read it now."""
        if name not in self._here:
            return False
        if name in self._trusted:
            return True
        try:
            read_object(self._place, self._reader.keys, name)
        except MonitorError:
            return False  # left half-written by a run that was cut short
        return True

    def _put(self, name: str, sealed: bytes) -> None:
        self._place.put(name, sealed)
        self._here[name] = self.fresh[name] = len(sealed)


def heads(folder: Path) -> list[Head]:
    """Return every head at a place, of any vault, newest first. `folder` is the place or what holds it."""
    found = []
    for place in Place.all_in(folder):
        for path in place.head_paths():
            content = place.read(path)
            image_end = len(_MAGIC) + keyslots.IMAGE_SIZE
            if content.startswith(_MAGIC) and len(content) > image_end:
                number = int(path.name.partition("-")[0])
                found.append(Head(place, path, number, content[len(_MAGIC) : image_end], content[image_end:]))
    return sorted(found, key=lambda head: head.number, reverse=True)


def read_object(place: Place, keys: VaultKeys, name: str) -> bytes:
    """Return a pack's rows in clear, or a chunk as it lies. Raise VaultDamaged if it is missing or altered."""
    sealed = place.get(name)
    if stream.chunk_id(sealed) == name:
        return sealed
    try:
        payload = unpad(primitives.unseal(keys.backup, sealed, context=_PACK + name.encode()))
    except DecryptionFailed as error:
        raise backup_place.damaged() from error
    if _pack_name(keys, payload) != name:
        raise backup_place.damaged()
    return payload


def rows_of(payload: bytes) -> tuple[str, list[str], list[list[Any]]]:
    """Return the table, columns and rows of a pack. Raise VaultDamaged."""
    try:
        return msgspec.msgpack.decode(payload, type=tuple[str, list[str], list[list[Any]]])
    except msgspec.DecodeError as error:
        raise backup_place.damaged() from error


def _packs(reader: Vault, name: str, table: tally.Table) -> Iterator[tuple[bytes, int]]:
    """Cut a table into packs whose borders depend on what lies there, so that little changes when rows come."""
    order = ", ".join(table.key) or "rowid"
    columns = ", ".join(f'"{column}"' for column in table.columns)
    rows: list[tuple[Any, ...]] = []
    size = 0
    for row in reader.db.conn.execute(f"SELECT {columns} FROM {name} ORDER BY {order}"):  # noqa: S608 - our own names
        rows.append(row)
        size += sum(len(value) if isinstance(value, str | bytes) else 8 for value in row)
        is_border = primitives.sha256(repr(row[:2]).encode())[0] % _CUT_EVERY == 0
        if size > _PACK_MOST or (is_border and size > _PACK_LEAST):
            yield msgspec.msgpack.encode((name, table.columns, rows)), len(rows)
            rows, size = [], 0
    reader.demand_whole()
    if rows:
        yield msgspec.msgpack.encode((name, table.columns, rows)), len(rows)


def _pack_name(keys: VaultKeys, payload: bytes) -> str:
    key = primitives.hkdf(keys.backup, info="fieldwork/backup/v0/names")
    return primitives.base32(primitives.sha256(key + primitives.sha256(payload) + key))


def _sound_chunk(path: Path) -> bytes | None:
    """Return a chunk that is what its name says; a damaged one is for the check to tell."""
    try:
        sealed = path.read_bytes()
    except FileNotFoundError:
        return None  # erased meanwhile
    return sealed if stream.chunk_id(sealed) == path.name else None


def _put_head(place: Place, image: bytes, manifest: Manifest, keys: VaultKeys) -> None:
    content = msgspec.msgpack.encode(manifest)
    sealed = primitives.seal(keys.backup, content, padding_for(len(content)), context=_HEAD)
    path = place.put_head(f"{manifest.number:08d}-{primitives.new_id()[:8]}", _MAGIC + image + sealed)
    if place.read(path) != _MAGIC + image + sealed:
        raise backup_place.damaged()


def _readable(found: list[Head], keys: VaultKeys) -> list[tuple[Head, Manifest]]:
    opened = []
    for head in found:
        try:
            opened.append((head, head.manifest(keys)))
        except (DecryptionFailed, VaultDamaged, msgspec.DecodeError):
            continue  # of another vault, under a key given up since, or damaged
    return opened


def _names(manifest: Manifest) -> set[str]:
    return {pack.name for dump in manifest.tables.values() for pack in dump.packs} | set(manifest.chunks)


def _tidy(place: Place, manifest: Manifest, earlier: list[tuple[Head, Manifest]]) -> None:
    """Keep a few heads; drop older ones, those from before an erasure, and what no head names any more."""
    kept = [one for one in earlier if one[1].erasures == manifest.erasures][: HEADS_KEPT - 1]
    keep = {head.path for head, _ in kept}
    for head in heads(place.folder):
        if head.path not in keep and head.number != manifest.number:
            place.remove(head.path)
    named = _names(manifest).union(*(_names(other) for _, other in kept))
    for name in place.sizes().keys() - named:
        place.drop(name)
