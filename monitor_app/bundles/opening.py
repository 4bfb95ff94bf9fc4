"""Opens a sealed package: authenticates and checks all of it first, then reads files. Never writes clear text.

Knows nothing of what the files mean.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Report:
    """What a check found. `signer` is the name from the allowed signers; sizes in bytes."""

    bundle_id: str
    signer: str
    recipients: tuple[str, ...]
    files: tuple[tuple[str, int], ...]
    information: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Opened:
    """A checked package. `read(path)` yields one file under `data/` in blocks, checked again as it is read."""

    report: Report
    read: Callable[[str], Iterator[bytes]]


def open_bundle(path: Path, identity: str, *, signers: Mapping[str, bytes]) -> Opened:
    """Check the whole package and open it. `identity` is AGE-SECRET-KEY-1…; `signers` are Ed25519 keys by name.

    Raise BundleRefused with one reason, DecryptionFailed, KeyRefused.
    """
    raise NotImplementedError(path, identity, signers)


def verify(path: Path, identity: str, *, signers: Mapping[str, bytes]) -> Report:
    """Check the whole package. Raise as open_bundle."""
    return open_bundle(path, identity, signers=signers).report
