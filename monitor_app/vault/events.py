"""The log: the one way in. Headers chained and signed, bodies beside them.

Numbers, salts, hashes and signatures are made here and in `crypto`; what events mean, the projections know.
"""

from collections.abc import Iterable

from monitor_app.domain.chains import Signed
from monitor_app.domain.events import Event
from monitor_app.domain.ordering import Stamp
from monitor_app.vault.opening import Vault
from monitor_app.vault.views import AlreadyHere, Link, Stored, Trouble


def append(vault: Vault, event: Event, *, stream: str) -> Stored:
    """Append one event of our own to a stream, with its rows and projections, in one transaction."""
    raise NotImplementedError


def append_all(vault: Vault, events: Iterable[tuple[Event, str]]) -> list[Stored]:
    """Append several `(event, stream)` in one transaction."""
    raise NotImplementedError


def receive(vault: Vault, signed: Signed, *, now_ms: int, verified: bool = True) -> Stored | AlreadyHere:
    """Append a foreign event. Raise SegmentRefused on a bad signature, a gap, a fork or an altered body."""
    raise NotImplementedError


def next_stamp(vault: Vault, now_ms: int) -> Stamp:
    """Return the next hybrid logical time and remember it."""
    raise NotImplementedError


def after(vault: Vault, stream: str, number: int, *, limit: int) -> list[Link]:
    """Return up to `limit` events of a stream whose number is greater than `number` (-1: from the start)."""
    raise NotImplementedError


def heads(vault: Vault) -> dict[str, tuple[int, str]]:
    """Return the last number and header hash of every stream."""
    raise NotImplementedError


def load(vault: Vault, root: str) -> Event:
    """Return the event with this body root. Raise VaultDamaged if it is not here or does not fit its root."""
    raise NotImplementedError


def link(vault: Vault, root: str) -> Link | None:
    """Return the stored header, signature and body with this root (for proofs and bundles)."""
    raise NotImplementedError


def body(vault: Vault, root: str) -> bytes | None:
    """Return the body's bytes, or None if it is sealed away, erased or unknown."""
    raise NotImplementedError


def check(vault: Vault) -> list[Trouble]:
    """Walk every chain and body; return what does not fit."""
    raise NotImplementedError
