"""The folder or stick a backup lies on, by plain files: objects, heads, and what goes wrong there in words."""

import contextlib
import errno
import os
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

from monitor_app.errors import BackupGone, DiskFull, PlaceReadOnly, VaultDamaged, VaultError
from monitor_app.text import N_
from monitor_app.vault import places

_PREFIX = "fieldwork-backup-"
_ID_LETTERS = 8
_GONE = frozenset({errno.ENODEV, errno.ENOENT, errno.ENXIO, errno.EIO, errno.ESTALE, errno.ENOTDIR})
_NO_FLUSH = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EPERM})


@dataclass(frozen=True)
class Place:
    """Where one vault's backup lies."""

    folder: Path

    @classmethod
    def of(cls, chosen: Path, vault_id: str) -> "Place":
        """Return the place of a vault in the folder a person chose."""
        name = f"{_PREFIX}{vault_id[:_ID_LETTERS]}"
        return cls(chosen if chosen.name == name else chosen / name)

    @classmethod
    def all_in(cls, chosen: Path) -> list["Place"]:
        """Return every backup in a folder, or the one that it is."""
        folders = [chosen, *sorted(chosen.glob(f"{_PREFIX}*"))]
        return [cls(folder) for folder in folders if (folder / "heads").is_dir()]

    def prepare(self) -> None:
        """Make the folders. The chosen one must be there: a stick that is not in must not become a folder."""
        if not self.folder.parent.is_dir():
            raise gone()
        for folder in (self.folder, self.folder / "objects", self.folder / "heads"):
            places.make_folder(folder)
        for left in self.folder.glob("objects/*/*.part"):
            left.unlink(missing_ok=True)

    def sizes(self) -> dict[str, int]:
        """Return every object and its size."""
        return {path.name: path.stat().st_size for path in self._objects() if not path.suffix}

    def put(self, name: str, content: bytes) -> None:
        """Write an object, durable when this returns but for its name (see `flush`)."""
        places.make_folder(self._path(name).parent)
        places.write_new(self._path(name), content)

    def get(self, name: str) -> bytes:
        """Return an object. Raise VaultDamaged if it is not there."""
        try:
            return self.read(self._path(name))
        except FileNotFoundError as error:
            raise damaged() from error

    def drop(self, name: str) -> None:
        """Remove an object."""
        self._path(name).unlink(missing_ok=True)

    def head_paths(self) -> list[Path]:
        """Return the head files."""
        return sorted(path for path in (self.folder / "heads").glob("*-*") if path.name[:8].isdigit())

    def put_head(self, name: str, content: bytes) -> Path:
        """Write a head, durable when this returns."""
        path = self.folder / "heads" / name
        places.write_new(path, content)
        self.flush()
        return path

    def remove(self, path: Path) -> None:
        """Remove a head."""
        path.unlink(missing_ok=True)

    def flush(self) -> None:
        """Make names durable, where the file system knows how."""
        folders = [*sorted((self.folder / "objects").glob("*")), self.folder / "objects", self.folder / "heads"]
        for folder in (*folders, self.folder, self.folder.parent):
            try:
                places.flush_folder(folder)
            except OSError as error:
                if error.errno not in _NO_FLUSH:
                    raise

    @staticmethod
    def read(path: Path) -> bytes:
        """Read a file, from the medium rather than from memory where the system allows."""
        with path.open("rb") as file:
            if hasattr(os, "posix_fadvise"):
                with contextlib.suppress(OSError):
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            return file.read()

    def _objects(self) -> Iterator[Path]:
        return (self.folder / "objects").glob("*/*")

    def _path(self, name: str) -> Path:
        return self.folder / "objects" / name[:2] / name


@contextlib.contextmanager
def plainly() -> Generator[None, None, None]:
    """Say in words what a folder or stick refuses."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise _full() from error
        if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
            raise _write_protected() from error
        if error.errno in _GONE:
            raise gone() from error
        raise VaultError(
            N_("The place for the backup does not do what it should."),
            N_("Try another stick or folder. The vault itself is unharmed."),
        ) from error


def damaged() -> VaultDamaged:
    """Build the answer to a part of a backup that is missing or altered."""
    return VaultDamaged(
        N_("A part of this backup is missing or damaged."),
        N_("Make a new backup on another stick while the vault still opens."),
    )


def gone() -> BackupGone:
    """Build the answer to a place that is not there, or not any more."""
    return BackupGone(
        N_("The place for the backup is not there, or was pulled out."),
        N_("Put the stick in and start again: it goes on where it stopped. The last whole backup stays."),
    )


def _full() -> DiskFull:
    return DiskFull(
        N_("The place for the backup is full."),
        N_("Free some room there or take a larger stick, then start again. The last whole backup stays."),
    )


def _write_protected() -> PlaceReadOnly:
    return PlaceReadOnly(
        N_("The place for the backup does not take files."),
        N_("Check the write protection of the stick, or choose another folder."),
    )
