"""What a person looks at before anything leaves: every file, and what stays here and why."""

from dataclasses import dataclass

from monitor_app.bundles import bagit
from monitor_app.bundles.case import Disclosure
from monitor_app.bundles.container import Entry
from monitor_app.text import N_, Message

_PREVIEWED = 1 << 18
_TEXTS = ("json", "jsonl", "csv", "txt", "md")


@dataclass(frozen=True)
class PreviewRow:
    """One row of the export screen.

    `content` is None for what stays here and for what is no short text; the screen may read `entry` when
    somebody asks to see a picture.
    """

    path: str
    what: Message
    content: bytes | None
    shown: int
    hidden: int
    reason: Message | None
    entry: Entry | None = None


def preview(disclosure: Disclosure) -> list[PreviewRow]:
    """Return one row for every file that leaves and every thing that stays, for a person to look at."""
    technical = N_("Checksums, signature or instructions, made while writing")
    rows = [
        PreviewRow(item.path, item.what, _short(item.entry), item.shown, item.hidden, item.reason, item.entry)
        for item in disclosure.items
    ]
    return rows + [PreviewRow(name, technical, None, 0, 0, None) for name in sorted(bagit.TAGS)]


def _short(entry: Entry | None) -> bytes | None:
    if entry is None or entry.path.rpartition(".")[2] not in _TEXTS or (entry.size or 0) > _PREVIEWED:
        return None
    return b"".join(entry.open())
