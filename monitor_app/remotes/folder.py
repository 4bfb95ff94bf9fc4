"""A folder, a USB stick or a mounted drive as a Remote.

Objects appear whole or not at all and are on the disk when `put` returns. Never makes the folder itself: a
stick that is not plugged in must not become a folder on the laptop.
"""

import contextlib
import functools
import os
from collections.abc import Iterator
from pathlib import Path

import opendal

from monitor_app.remotes import library
from monitor_app.remotes.naming import checked, checked_prefix
from monitor_app.remotes.refusals import from_number, from_text, unplugged

_UNFINISHED = ".fld-unfinished"


class FolderRemote:
    """Objects are files under `folder`; unfinished ones lie in a folder of their own beside them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._device = self._seen_device()
        with _in_words():
            self._operator = opendal.Operator("fs", root=str(folder))

    def put(self, name: str, content: bytes) -> None:
        """Store `content`; a file that already holds it is left alone."""
        path = self._path(name)
        with _in_words():
            if path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content:
                return
            new_folders = [parent for parent in path.parents if not parent.exists()]
            self._write(path, name, content)
            self._share(path, new_folders)
            for folder in [path.parent, *(new.parent for new in new_folders)]:
                _flush(folder)

    def get(self, name: str) -> bytes:
        """Return the object. Raise ObjectMissing or RemoteError."""
        self._path(name)
        with _in_words():
            return library.read(self._operator, name)

    def names(self, prefix: str) -> list[str]:
        """Return the sorted names under `prefix`."""
        prefix = checked_prefix(prefix)
        self._check_there()
        with _in_words():
            entries = self._operator.list(prefix, recursive=True)
            return sorted(entry.path for entry in entries if not entry.path.endswith("/"))

    def delete(self, name: str) -> None:
        """Remove the object; a missing one is no error."""
        path = self._path(name)
        with _in_words():
            self._operator.delete(name)
            if path.parent.is_dir():
                _flush(path.parent)

    def close(self) -> None:
        """Hold nothing open."""

    @functools.cached_property
    def _writer(self) -> opendal.Operator:
        """Made at the first write, because it makes a folder, and a stick may be for reading only."""
        return opendal.Operator("fs", root=str(self._folder), atomic_write_dir=str(self._folder / _UNFINISHED))

    def _write(self, path: Path, name: str, content: bytes) -> None:
        """Write beside, then rename; leave no part behind, neither of this try nor of one that was cut off."""
        writer = self._writer
        try:
            self._clear_parts(path)
            writer.write(name, content)
        except BaseException:
            self._clear_parts(path)
            raise

    def _share(self, path: Path, new_folders: list[Path]) -> None:
        """Let in whom the shared folder lets in: our umask would shut colleagues out of a drive in common."""
        mode = self._folder.stat().st_mode & 0o777
        modes = dict.fromkeys((*new_folders, self._folder / _UNFINISHED), mode) | {path: mode & 0o666}
        for made, wanted in modes.items():
            with contextlib.suppress(OSError):  # a stick that knows no such thing, or a colleague made it
                made.chmod(wanted)

    def _clear_parts(self, path: Path) -> None:
        """Only the device that owns an object writes it, so its parts are nobody else's."""
        for part in (self._folder / _UNFINISHED).glob(f"{path.name}.*"):
            with contextlib.suppress(OSError):
                part.unlink()

    def _path(self, name: str) -> Path:
        checked(name)
        self._check_there()
        return self._folder / name

    def _check_there(self) -> None:
        """Refuse if the stick was pulled out, or another place was mounted at the folder."""
        if self._seen_device() != self._device:
            raise unplugged()

    def _seen_device(self) -> int:
        try:
            found = self._folder.stat()
        except OSError as error:
            raise unplugged() from error
        if not self._folder.is_dir():
            raise unplugged()
        return found.st_dev


@contextlib.contextmanager
def _in_words() -> Iterator[None]:
    """Turn what goes wrong below into a RemoteError; opendal's errors share no base of their own."""
    try:
        yield
    except OSError as error:
        raise (from_number(error.errno) if error.errno else from_text(str(error))) from error
    except library.ERRORS as error:
        raise from_text(str(error)) from error


def _flush(folder: Path) -> None:
    """Make names in `folder` last through a power cut, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some mounted drives cannot flush a folder
            os.fsync(handle)
    finally:
        os.close(handle)
