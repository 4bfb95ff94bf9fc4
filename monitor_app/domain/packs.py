"""Packs: what coordinators hand to every device beside questionnaires. Reading one, and what is wrong in it.

Strict: what is not understood whole is not used. Which pack counts is decided elsewhere.
"""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

import msgspec

from monitor_app.domain.directory import Directory
from monitor_app.domain.directory_file import read_directory
from monitor_app.domain.norms import Code, Norm, Norms, Provision
from monitor_app.errors import PackFlaw, PackRefused
from monitor_app.text import N_, Message

FORMAT = 0
"""The newest format of content that this program reads."""
LARGEST = 512 * 1024
"""Bytes of one pack: one chunk, even over the worst link."""
MOST_ROWS = 4_000
MOST_TOLD = 200

Content = Code | Norms | Directory
Entry = TypeVar("Entry", Provision, Norm)


class PackKind(StrEnum):
    """What a pack holds."""

    NORMS = "norms"
    CODE = "code"
    DIRECTORY = "directory"


def read(kind: PackKind, content: bytes) -> Content:
    """Return what a pack says. Raise PackRefused with every problem, by row and column."""
    if len(content) > LARGEST:
        raise PackRefused(
            N_("This file is too large: {size} KB.", size=len(content) // 1024),
            N_("A pack may have {most} KB at most. Leave out what nobody needs.", most=LARGEST // 1024),
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PackRefused(
            N_("This file is not written in UTF-8."), N_("Save it again as UTF-8, then try again.")
        ) from error
    readers: Mapping[PackKind, Callable[[str], Content]] = {
        PackKind.NORMS: _norms,
        PackKind.CODE: _code,
        PackKind.DIRECTORY: lambda table: Directory(rows=read_directory(table, most=MOST_ROWS)),
    }
    return readers[kind](text)


def to_confirm(content: Content) -> int:
    """Count the rows of norms or a code that nobody of the organisation confirmed yet."""
    return 0 if isinstance(content, Directory) else sum(not row.confirmed for row in content.rows)


def _norms(text: str) -> Norms:
    head, rows = _read(text, "norm", Norm, lambda norm: norm.id)
    return Norms(**head, rows=rows)


def _code(text: str) -> Code:
    head, rows = _read(text, "provision", Provision, lambda provision: provision.key)
    if not head.get("title"):
        raise _refused([PackFlaw(N_("This may not be empty."), column="title")])
    return Code(**head, rows=rows)


def _read(
    text: str, table: str, kind: type[Entry], name_of: Callable[[Entry], str]
) -> tuple[dict[str, str], tuple[Entry, ...]]:
    """Return the head of a TOML file and its entries, all of them checked."""
    try:
        found = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number may also be too long to be one
        raise PackRefused(
            N_("This file is not TOML."), N_("Compare it with the file it was made from.")
        ) from error
    head = _head({key: value for key, value in found.items() if key != table})
    entries = found.get(table)
    if not isinstance(entries, list) or not entries:
        raise _refused([PackFlaw(N_("The file holds no entry of this name."), column=f"[[{table}]]")])
    if len(entries) > MOST_ROWS:
        raise _refused([PackFlaw(N_("There are more entries than {most}.", most=MOST_ROWS))])
    rows: list[Entry] = []
    flaws: list[PackFlaw] = []
    for number, entry in enumerate(entries, 1):
        try:
            row = msgspec.convert(entry, kind)
        except msgspec.ValidationError as error:
            flaws.append(_flaw_of(error, number, kind.__struct_fields__))
            continue
        rows.append(row)
        flaws += [PackFlaw(what, row=number, column=field) for field, what in row.problems()]
    flaws += _doubles([name_of(row) for row in rows])
    if flaws:
        raise _refused(flaws)
    return head, tuple(rows)


_HEAD = frozenset({"format", "id", "version", "title", "note"})


def _head(found: Mapping[str, Any]) -> dict[str, str]:
    said = found.get("format")
    if type(said) is int and said > FORMAT:
        raise PackRefused(
            N_("This pack was made for a newer version of Fieldwork."), N_("Update Fieldwork, then try again.")
        )
    flaws = [PackFlaw(N_("Nothing of this name is known here."), column=key) for key in found.keys() - _HEAD]
    if type(said) is not int or said != FORMAT:
        flaws.append(PackFlaw(N_("Write format = 0."), column="format"))
    for key in ("id", "version", "title", "note"):
        value = found.get(key, "")
        if not isinstance(value, str) or (key in ("id", "version") and not value.strip()):
            flaws.append(PackFlaw(N_("Write a few words between quotation marks."), column=key))
    if flaws:
        raise _refused(flaws)
    return {key: found[key] for key in ("id", "version", "title", "note") if key in found}


def _doubles(names: Iterable[str]) -> list[PackFlaw]:
    seen: set[str] = set()
    flaws: list[PackFlaw] = []
    for number, name in enumerate(names, 1):
        if name in seen:
            flaws.append(PackFlaw(N_("Another entry has this name already."), row=number))
        seen.add(name)
    return flaws


def _flaw_of(error: msgspec.ValidationError, number: int, fields: Iterable[str]) -> PackFlaw:
    """Say where an entry does not fit; what stands there is not repeated."""
    said = str(error)
    field = next((one for one in fields if f"$.{one}`" in said or f"$.{one}[" in said), "")
    field = field or next((one for one in said.split("`")[1::2] if not one.startswith("$")), "")
    what: Message = N_("This is not what belongs here: see the file that comes with Fieldwork.")
    if "unknown field" in said:
        what = N_("Nothing of this name is known here.")
    elif "missing required" in said:
        what = N_("This may not be empty.")
    return PackFlaw(what, row=number, column=field)


def _refused(flaws: list[PackFlaw]) -> PackRefused:
    return PackRefused(
        N_("This file cannot be used. Problems in it: {count}.", count=len(flaws)),
        N_("Correct these in the file, then try again."),
        tuple(flaws[:MOST_TOLD]),
    )
