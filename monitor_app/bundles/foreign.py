"""Reads a foreign zip of submissions: judged by its index first, then read file by file, never unpacked.

Knows which files are submissions and which lie beside them; not what they mean. A file's name is content and
is never said.
"""

import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from monitor_app.errors import BadInput, BundleRefused
from monitor_app.text import N_, Message

FILES_AT_MOST = 500_000
INDEX_AT_MOST = 128 << 20
XML_AT_MOST = 8 << 20
FILE_AT_MOST = 2 << 30
RATIO_AT_MOST = 300
_SMALL = 1 << 20
_BLOCK = 1 << 20
_ENCRYPTED = 1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_END, _END_SIZE, _COMMENT_AT_MOST = b"PK\x05\x06", 22, 1 << 16
_WIDE_END, _IS_WIDE = b"PK\x06\x06", 0xFFFFFFFF
_SEND_AGAIN = N_("Export the submissions again where they come from.")


@dataclass(frozen=True)
class Found:
    """One XML file: its number in the zip, from 1, and the files beside it. `is_alone`: no XML but it."""

    number: int
    place: int
    beside: Mapping[str, int]
    is_alone: bool


class ForeignZip:
    """A zip judged sound. Use it as a context; it holds the file open."""

    def __init__(self, path: Path) -> None:
        try:
            _check_index(path)
            with _bad_zip():
                self._zip = zipfile.ZipFile(path)
        except OSError as error:
            raise BadInput(N_("The file cannot be read."), N_("Check that it is still there.")) from error
        try:
            self._entries = [entry for entry in self._zip.infolist() if not entry.is_dir()]
            _check_all(self._zip.infolist())
            self._folders = _folders(self._entries)
            self._texts = Counter(
                entry.filename.rpartition("/")[0] for entry in self._entries if _is_xml(entry.filename)
            )
            self._by_last_name = {folder.rpartition("/")[2]: folder for folder in self._folders}
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> "ForeignZip":
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def submissions(self) -> Iterator[Found]:
        """Yield the XML files with what lies beside each, in order of the zip."""
        for place, entry in enumerate(self._entries):
            if _is_xml(entry.filename):
                folder = entry.filename.rpartition("/")[0]
                yield Found(place + 1, place, self._folders[folder], self._texts[folder] == 1)

    def folder_named(self, name: str) -> Mapping[str, int]:
        """Return the files of the folder of this last name: so one server keeps what belongs together."""
        return self._folders.get(self._by_last_name.get(name, ""), {}) if name else {}

    def size(self, place: int) -> int:
        """Return the unpacked size of a file, as the zip says."""
        return self._entries[place].file_size

    def read(self, place: int) -> Iterator[bytes]:
        """Yield a file in blocks. Raise BundleRefused if it is damaged or longer than it says."""
        with _bad_zip(), self._zip.open(self._entries[place]) as file:
            while block := file.read(_BLOCK):
                yield block


def _is_xml(name: str) -> bool:
    last = name.rpartition("/")[2].lower()
    return last.endswith(".xml") and not last.startswith(".") and "__MACOSX/" not in name


def _folders(entries: list[zipfile.ZipInfo]) -> dict[str, dict[str, int]]:
    """Return by folder the files that are no XML, by name."""
    found: dict[str, dict[str, int]] = {}
    for place, entry in enumerate(entries):
        folder, _, name = entry.filename.rpartition("/")
        files = found.setdefault(folder, {})
        if not _is_xml(name):
            files[name] = place
    return found


def _check_index(path: Path) -> None:
    """Refuse an index that is too long to read, before zipfile reads it whole."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _END_SIZE - _COMMENT_AT_MOST))
        end = file.read()
    at = end.rfind(_END)
    if at < 0:
        raise _refused(N_("This file is no zip."))
    (length,) = struct.unpack("<L", end[at + 12 : at + 16].ljust(4, b"\0"))
    wide = end.rfind(_WIDE_END)
    if length == _IS_WIDE and wide >= 0:
        (length,) = struct.unpack("<Q", end[wide + 40 : wide + 48].ljust(8, b"\0"))
    if length > INDEX_AT_MOST:
        raise _refused(N_("The zip holds too many files."))


def _check_all(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > FILES_AT_MOST:
        raise _refused(N_("The zip holds too many files."))
    names: set[str] = set()
    for number, entry in enumerate(entries, start=1):
        _check_name(entry.orig_filename, number)
        _check_kind(entry, number)
        if entry.filename in names:
            raise _refused(N_("Entry {number} of the zip has the name of another.", number=number))
        names.add(entry.filename)


def _check_name(name: str, number: int) -> None:
    parts = name.replace("\\", "/").split("/")
    if "\0" in name or ":" in parts[0] or name.startswith(("/", "\\", "~")) or ".." in parts:
        raise _refused(N_("Entry {number} of the zip would land outside its folder.", number=number))


def _check_kind(entry: zipfile.ZipInfo, number: int) -> None:
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise _refused(N_("Entry {number} of the zip is a link or no plain file.", number=number))
    if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _METHODS:
        raise _refused(
            N_("Entry {number} of the zip is packed in a way that is not opened here.", number=number)
        )
    largest = XML_AT_MOST if _is_xml(entry.filename) else FILE_AT_MOST
    if entry.file_size > largest or entry.file_size > max(_SMALL, RATIO_AT_MOST * entry.compress_size):
        raise _refused(N_("Entry {number} of the zip would unpack to far too much.", number=number))


def _refused(message: Message) -> BundleRefused:
    return BundleRefused(message, _SEND_AGAIN)


@contextmanager
def _bad_zip() -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise _refused(N_("The zip is damaged.")) from error
    except (ValueError, OverflowError, UnicodeError) as error:
        raise _refused(N_("The zip is damaged.")) from error
