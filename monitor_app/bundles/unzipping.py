"""Judges the index of a foreign zip before a byte of it is used: names, links, sizes, gaps.

Stricter than the zip format: only what our writer makes passes.
"""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from monitor_app.bundles import bagit
from monitor_app.bundles.bagit import refused
from monitor_app.bundles.unsealing import Unsealed
from monitor_app.text import N_

FILES_AT_MOST = 20_000
UNPACKED_AT_MOST = 64 << 30
RATIO_AT_MOST = 200
_SMALL = 1 << 20
_BLOCK = 1 << 20
_ENCRYPTED = 1
_END, _END_REST = b"PK\x05\x06", 18
# What may stand between the content of one file and the next: nothing, sizes, or wide sizes and their mark.
_GAPS = (0, 16, 44)
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class SoundZip:
    """A zip whose index has been judged. `folder` is its one folder, `members` what lies in it, by path."""

    def __init__(self, clear: Unsealed) -> None:
        _check_end(clear)
        with _bad_zip():
            self._zip = zipfile.ZipFile(clear)
            entries = self._zip.infolist()
            _check_count(entries)
            for entry in entries:
                _check_entry(entry)
            _check_gaps(self._zip, entries)
        self.folder = _one_folder(entries)
        ordered = sorted(entries, key=lambda entry: entry.header_offset)
        self.members = {entry.orig_filename.partition("/")[2]: entry for entry in ordered}

    def size(self, path: str) -> int:
        """Return the unpacked size of a member in bytes."""
        return self.members[path].file_size

    def read(self, path: str) -> Iterator[bytes]:
        """Yield a member in blocks. Raise BundleRefused, DecryptionFailed."""
        with _bad_zip(), self._zip.open(self.members[path]) as file:
            while block := file.read(_BLOCK):
                yield block


def _check_end(clear: Unsealed) -> None:
    """Refuse a comment or anything else after the index; zipfile passes over it."""
    clear.seek(max(0, clear.size - len(_END) - _END_REST))
    end = clear.read()
    if not end.startswith(_END) or not end.endswith(b"\0\0"):
        raise refused(N_("What is sealed in the file is no sound package."))


def _check_count(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > FILES_AT_MOST:
        raise refused(N_("The package holds too many files."))
    if sum(entry.file_size for entry in entries) > UNPACKED_AT_MOST:
        raise refused(N_("The package would unpack to far too much."))
    names = [entry.orig_filename.casefold() for entry in entries]
    if len(set(names)) != len(names):
        raise refused(N_("The package holds two files of one name."))


def _check_entry(entry: zipfile.ZipInfo) -> None:
    _check_name(entry.orig_filename)
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG) or entry.is_dir():
        raise refused(N_("The package holds a link or something else that is no plain file."))
    if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _METHODS:
        raise refused(N_("The package holds a file packed in a way we do not open."))
    if entry.file_size > max(_SMALL, RATIO_AT_MOST * entry.compress_size):
        raise refused(N_("The package would unpack to far too much."))


def _check_name(name: str) -> None:
    parts = name.split("/")
    if "\\" in name or ":" in name or name.startswith(("/", "~")) or ".." in parts:
        raise refused(N_("The package holds a file that would land outside its own folder."))
    if "fetch.txt" in parts:
        raise refused(N_("The package asks to load files from elsewhere."))
    inside = "/".join(parts[1:])
    if not inside or not (inside in bagit.TAGS or bagit.is_plain_path(inside)):
        raise refused(N_("The package holds a file with an odd name."))


def _check_gaps(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Refuse bytes that no entry accounts for: other programs might read them as files."""
    entries = sorted(entries, key=lambda entry: entry.header_offset)
    starts = [entry.header_offset for entry in entries] + [package.start_dir]
    sound = starts[0] == 0 and not package.comment
    for entry, following in zip(entries, starts[1:], strict=True):
        end = entry.header_offset + 30 + len(entry.orig_filename.encode()) + entry.compress_size
        sound = sound and following - end in _GAPS
    if not sound:
        raise refused(N_("The package holds bytes that belong to no file."))


def _one_folder(entries: list[zipfile.ZipInfo]) -> str:
    folders = {entry.orig_filename.partition("/")[0] for entry in entries}
    if len(folders) != 1 or not bagit.is_bundle_id(folder := folders.pop()):
        raise refused(N_("The package must hold one folder that carries its name."))
    return folder


@contextmanager
def _bad_zip() -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError) as error:
        raise refused(N_("What is sealed in the file is no sound package.")) from error
    except (ValueError, RuntimeError, OverflowError) as error:
        raise refused(N_("What is sealed in the file is no sound package.")) from error
