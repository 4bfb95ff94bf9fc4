"""A vault with something of everything in it, and what is readable of one, for tests that damage it."""

from dataclasses import dataclass
from pathlib import Path

from monitor_app.crypto.keys import VaultKeys
from monitor_app.domain.events import FileRef, RecordKind
from monitor_app.errors import MonitorError
from monitor_app.vault import attachments, drafts, events, keys, opening, stored_settings
from monitor_app.vault.keys import KeyName
from monitor_app.vault.vault import Vault

from .samples import BOX, finished, site

PAGE = 4096
RECORDS, SITES, DRAFTS = 24, 12, 3


def filled(vault: Vault) -> FileRef:
    """Put records, sites, drafts, a file, keys and settings into a vault; return the file."""
    stored_settings.put(vault, "box", BOX)
    keys.put(vault, KeyName.SIGNING, b"s" * 32)
    keys.put(vault, KeyName.RECEIVE, b"r" * 32)
    works = [(site(f"Works {n}", subject=f"s{n}"), BOX) for n in range(SITES)]
    told = [
        (finished(f"r{n}", ms=1000 + n, answers={"note": f"{n} " + "wage " * 90 * n}), BOX)
        for n in range(RECORDS)
    ]
    events.append_all(vault, [*works, *told])
    for n in range(DRAFTS):
        drafts.begin(
            vault,
            f"d{n}",
            record_kind=RecordKind.INTERVIEW,
            form_digest="f" * 64,
            language="en",
            site="",
            now_ms=n,
        )
        drafts.keep(vault, f"d{n}", {"a": "kept", "b": n}, now_ms=n)
    return attachments.store(vault, [bytes(1_500_000)], name="a.jpg", media_type="image/jpeg")


@dataclass(frozen=True)
class Content:
    """All that a person could read."""

    roots: frozenset[str]
    bodies: frozenset[tuple[str, bytes]]
    drafts: tuple[tuple[str, tuple[tuple[str, object], ...]], ...]
    settings: tuple[tuple[object, ...], ...]
    records: tuple[tuple[object, ...], ...]


def content(vault: Vault) -> Content:
    """Read everything as screens do. Raise VaultDamaged."""
    draft_ids = [row[0] for row in vault.rows("SELECT id FROM draft ORDER BY id")]
    loaded = [drafts.load(vault, one) for one in draft_ids]
    return Content(
        roots=frozenset(root for (root,) in vault.rows("SELECT root FROM event ORDER BY id")),
        bodies=frozenset(
            (root, body) for root, body in vault.rows("SELECT root, content FROM body ORDER BY id")
        ),
        drafts=tuple((one.id, tuple(sorted(one.answers.items()))) for one in loaded),
        settings=tuple(
            vault.rows("SELECT key, value FROM setting WHERE key <> 'projection_version' ORDER BY key")
        ),
        records=tuple(vault.rows("SELECT root, id, state, stands FROM record ORDER BY root")),
    )


def content_or_none(folder: Path, keys_: VaultKeys) -> Content | None:
    """Open and read everything; None where damage is noticed on the way."""
    try:
        vault = opening.open_with_keys(folder, keys_)
    except MonitorError:
        return None
    try:
        return content(vault)
    except MonitorError:
        return None
    finally:
        drop(vault)


def drop(vault: Vault) -> None:
    """Close without a checkpoint, which a damaged vault might refuse."""
    vault.db.conn.close()
    if vault._lock:
        vault._lock.release()
    vault._is_closed = True


def flip(path: Path, at: int, bit: int = 0) -> None:
    """Flip one bit of a file."""
    with path.open("r+b") as file:
        file.seek(at)
        (byte,) = file.read(1)
        file.seek(at)
        file.write(bytes([byte ^ 1 << bit]))
