"""A questionnaire as it lies on a disk: a file with the lists beside it, a folder, or a zip of both.

Nothing is unpacked to disk. It must not know what the files mean.
"""

import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from monitor_app.errors import BadInput
from monitor_app.text import N_

LARGEST = 32 * 1024 * 1024
"""A questionnaire file larger than this is not read."""
LARGEST_TOGETHER = 96 * 1024 * 1024
MOST_FILES = 2_000
_FORMS = frozenset({"xlsx", "xlsm", "xls", "md"})
_LISTS = frozenset({"csv", "xml", "geojson", "json"})


@dataclass(frozen=True)
class FormFiles:
    """A questionnaire's content, its lists by file name, and the names of pictures and sounds beside it."""

    name: str
    source: bytes
    lists: Mapping[str, bytes] = field(default_factory=dict)
    media: frozenset[str] = frozenset()


def read_file(path: Path) -> bytes:
    """Return a questionnaire file's content. Raise BadInput."""
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput(
                N_("This file is too large for a questionnaire."), N_("Check that it is the right file.")
            )
        return path.read_bytes()
    except OSError as error:
        raise BadInput(N_("The file cannot be read."), N_("Check that it is still there.")) from error


def gather(path: Path, media: Sequence[Path] = ()) -> FormFiles:
    """Read a questionnaire with what belongs to it; `media` is what lies elsewhere. Raise BadInput."""
    if path.is_dir() or path.suffix.lower() == ".zip":
        found = _only_form(_contents(path))
    else:
        beside = next((one for one in _usual_folders(path) if one.is_dir()), None)
        found = FormFiles(path.name, read_file(path), *_sorted(_contents(beside) if beside else ()))
    for place in media:
        lists, names = _sorted(_contents(place))
        found = FormFiles(found.name, found.source, {**found.lists, **lists}, found.media | names)
    return found


def beside(path: Path, names: Iterable[str]) -> dict[str, bytes]:
    """Return those named lists that lie in the same folder as the questionnaire."""
    if path.is_dir() or path.suffix.lower() == ".zip":
        return {}
    wanted = {name: path.parent / name for name in names if name == Path(name).name}
    return {name: read_file(place) for name, place in wanted.items() if place.is_file()}


def _usual_folders(path: Path) -> tuple[Path, ...]:
    return tuple(path.with_name(f"{path.stem}{ending}") for ending in ("-media", "_media"))


def _contents(place: Path) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of lists and forms in a folder or zip; of everything else only the name."""
    if place.is_dir():
        yield from _in_folder(place)
    elif place.suffix.lower() == ".zip":
        yield from _in_zip(place)
    else:
        yield place.name, read_file(place)


def _in_folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    paths = sorted(one for one in folder.rglob("*") if one.is_file() and not one.is_symlink())
    _check_count(len(paths))
    left = LARGEST_TOGETHER
    for path in paths:
        content = read_file(path) if _matters(path.name) else b""
        left = _take(left, len(content))
        yield path.name, content


def _in_zip(path: Path) -> Iterator[tuple[str, bytes]]:
    left = LARGEST_TOGETHER
    try:
        with zipfile.ZipFile(path) as packed:
            entries = [one for one in packed.infolist() if not one.is_dir()]
            _check_count(len(entries))
            for entry in entries:
                name = entry.filename.replace("\\", "/").rpartition("/")[2]
                content = _unpacked(packed, entry) if _matters(name) else b""
                left = _take(left, len(content))
                yield name, content
    except (OSError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
        raise BadInput(
            N_("This zip cannot be opened."), N_("Pack the files again, without a passphrase.")
        ) from error


def _unpacked(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with packed.open(entry) as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise _too_much()
    return content


def _matters(name: str) -> bool:
    return not name.startswith(".") and name.lower().rpartition(".")[2] in _FORMS | _LISTS


def _check_count(count: int) -> None:
    if count > MOST_FILES:
        raise _too_much()


def _take(left: int, size: int) -> int:
    if size > left:
        raise _too_much()
    return left - size


def _too_much() -> BadInput:
    return BadInput(
        N_("There is too much in this folder or zip."),
        N_("Leave only the questionnaire and the lists it needs in it."),
    )


def _sorted(found: Iterable[tuple[str, bytes]]) -> tuple[dict[str, bytes], frozenset[str]]:
    lists, media = {}, set()
    for name, content in found:
        if name.lower().rpartition(".")[2] in _LISTS:
            lists[name] = content
        else:
            media.add(name)
    return lists, frozenset(media)


def _only_form(found: Iterable[tuple[str, bytes]]) -> FormFiles:
    """Tell the questionnaire from the lists. Raise BadInput if there is none, or more than one."""
    files = dict(found)
    forms = [name for name in files if name.lower().rpartition(".")[2] in _FORMS]
    forms = forms or [name for name, content in files.items() if _is_xform(name, content)]
    if len(forms) != 1:
        raise BadInput(
            N_("There is no single questionnaire in this folder or zip."),
            N_("Leave one questionnaire in it, with its lists beside it."),
        )
    name = forms[0]
    source = files.pop(name)
    return FormFiles(name, source, *_sorted(files.items()))


def _is_xform(name: str, content: bytes) -> bool:
    return name.lower().endswith(".xml") and b"http://www.w3.org/2002/xforms" in content[:4_000]
