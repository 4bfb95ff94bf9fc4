"""Writes values as JSON, CSV and JSON lines: UTF-8, stable, and harmless in a spreadsheet. Knows no meaning."""

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence

import msgspec

FIRST = "0" * 64
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
Json = object


def json_text(value: Json) -> bytes:
    """Return indented JSON for people to look into."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


def json_exact(value: Json) -> bytes:
    """Return JSON without white space; embedded `msgspec.Raw` keeps its exact bytes, which a root may prove."""
    return msgspec.json.encode(value) + b"\n"


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return CSV with a byte order mark, for spreadsheets; no cell is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def chained_lines(entries: Iterable[Mapping[str, Json]]) -> bytes:
    """Return JSON lines of which each names the SHA-256 of the line before (FORMAT.md, custody.jsonl)."""
    lines: list[bytes] = []
    previous = FIRST
    for number, entry in enumerate(entries, start=1):
        line = msgspec.json.encode({**entry, "n": number, "previous": previous}, order="sorted")
        previous = hashlib.sha256(line).hexdigest()
        lines.append(line + b"\n")
    return b"".join(lines)


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell
