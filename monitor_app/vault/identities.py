"""The identity parts that lie in records: until when each may be kept, and dropping those whose day has come.

A part is sealed; nothing here can read one. Dropping it leaves its hash in the record, which stays provable.
"""

from dataclasses import dataclass

from monitor_app.crypto import bodies, keyslots
from monitor_app.domain.events import RecordFinished
from monitor_app.vault import places, reading
from monitor_app.vault.vault import Vault, saving

LEAF = "identity"


@dataclass(frozen=True)
class Part:
    """One identity part: the record and version it lies in, who answers for it, until when it may be kept."""

    root: str
    record: str
    owner: str
    until_ms: int


def note(vault: Vault, root: str, event: RecordFinished) -> None:
    """Take note of a record's identity part, if it has one. Runs inside a transaction."""
    if event.identity:
        vault.run(
            "INSERT OR IGNORE INTO identity VALUES (?, ?, ?, ?)",
            *(root, event.subject, event.identity_owner or event.device, event.identity_until_ms),
        )


def overdue(vault: Vault, now_ms: int) -> list[Part]:
    """Return the parts whose day has come; 0 means that none was set."""
    found = vault.rows(
        "SELECT root, record, owner, until_ms FROM identity WHERE until_ms > 0 AND until_ms <= ?", now_ms
    )
    return [Part(*row) for row in found]


def of_record(vault: Vault, record: str) -> list[Part]:
    """Return the parts of a record's versions, those kept longest first."""
    found = vault.rows(
        "SELECT root, record, owner, until_ms FROM identity WHERE record = ? ORDER BY until_ms DESC", record
    )
    return [Part(*row) for row in found]


@saving
def drop(vault: Vault, root: str) -> None:
    """Hide the identity part of a version for good; a version that is gone already is no error."""
    content = reading.body(vault, root)
    if content is not None:
        shown = bodies.decode_redacted(content)
        there = frozenset(leaf.path for leaf in shown if isinstance(leaf, bodies.Leaf)) - {LEAF}
        hidden = bodies.redacted(shown, lambda path: path in there)
        vault.run("UPDATE body SET content = ? WHERE root = ?", bodies.encode_body(hidden), root)
    vault.run("DELETE FROM identity WHERE root = ?", root)


def cost_of_a_guess(vault: Vault) -> keyslots.Cost:
    """Return what a guess at this vault's passphrase costs, so that a second one costs as much."""
    ring = keyslots.read_keyring((vault.folder / places.KEYS).read_bytes())
    costs = [slot.cost for slot in ring.of_kind(keyslots.SlotKind.PASSPHRASE) if slot.cost is not None]
    return max(costs, default=keyslots.CHEAPEST)
