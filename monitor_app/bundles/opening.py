"""Opens a sealed package: authenticates and checks all of it first, then reads files. Never writes clear text.

Knows nothing of what the files mean.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from monitor_app.bundles import bagit
from monitor_app.bundles.bagit import refused
from monitor_app.bundles.unsealing import Unsealed
from monitor_app.bundles.unzipping import SoundZip
from monitor_app.crypto import age
from monitor_app.crypto.sshsig import ssh_verify
from monitor_app.errors import BadInput, BundleRefused, KeyRefused
from monitor_app.text import N_

NAMESPACE = "fieldwork-bundle"
_BLOCK = 1 << 20
_TAG_AT_MOST = 16 << 20


@dataclass(frozen=True)
class Report:
    """What a check found.

    `signer` is the name from the allowed signers; `recipients` are fingerprints; `files` are paths under
    `data/` and their sizes in bytes.
    """

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


def open_bundle(
    path: Path, identity: str, *, signers: Mapping[str, bytes], recipient: str | None = None
) -> Opened:
    """Check the whole package and open it. `identity` is AGE-SECRET-KEY-1…; `signers` are Ed25519 keys by name.

    With `recipient` (our own age1…) the package must have been addressed to it by its sender.
    Raise BundleRefused with one reason, DecryptionFailed, KeyRefused, BadInput.
    """
    package = SoundZip(Unsealed(lambda: age.read(_blocks(path), [identity])))
    sums, tags = _digest(package)
    signer = _signer(tags, signers)
    payload = _check_lists(package, sums, tags)
    information = bagit.read_bag_info(tags[bagit.BAG_INFO])
    bagit.check_information(information, package.folder)
    report = Report(
        bundle_id=package.folder,
        signer=signer,
        recipients=tuple(value for label, value in information if label == "Fieldwork-Recipient"),
        files=tuple((one.removeprefix(bagit.PAYLOAD), package.size(one)) for one in sorted(payload)),
        information=information,
    )
    if recipient is not None and bagit.fingerprint(recipient) not in report.recipients:
        raise BundleRefused(
            N_("This package was not addressed to you by the one who signed it."),
            N_("Somebody may have passed it on. Ask the sender."),
        )
    return Opened(report, lambda name: _read_again(package, bagit.PAYLOAD + name, payload))


def verify(path: Path, identity: str, *, signers: Mapping[str, bytes], recipient: str | None = None) -> Report:
    """Check the whole package. Raise as open_bundle."""
    return open_bundle(path, identity, signers=signers, recipient=recipient).report


def _blocks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb", buffering=0) as file:
            while block := file.read(_BLOCK):
                yield block
    except OSError as error:
        raise BadInput(N_("The file cannot be read."), N_("Check that it is there and try again.")) from error


def _digest(package: SoundZip) -> tuple[dict[str, str], dict[str, bytes]]:
    """Read every file once in order; return all checksums and the tag files' content."""
    sums: dict[str, str] = {}
    tags: dict[str, bytes] = {}
    for path in package.members:
        is_tag = path in bagit.TAGS
        if is_tag and package.size(path) > _TAG_AT_MOST:
            raise refused(N_("A list in the package is too long."))
        hasher, kept = hashlib.sha256(), bytearray()
        for block in package.read(path):
            hasher.update(block)
            if is_tag:
                kept += block
        sums[path] = hasher.hexdigest()
        if is_tag:
            tags[path] = bytes(kept)
    for name in sorted(bagit.TAGS - set(tags)):
        raise refused(N_("The package lacks {name}.", name=name))
    return sums, tags


def _signer(tags: Mapping[str, bytes], signers: Mapping[str, bytes]) -> str:
    unsigned = N_("The signature does not fit the package: it was altered, or signed by somebody else.")
    try:
        armored = tags[bagit.SIGNATURE].decode("ascii")
        public = ssh_verify(armored, tags[bagit.TAG_MANIFEST], namespace=NAMESPACE)
    except (KeyRefused, UnicodeDecodeError) as error:
        raise refused(unsigned) from error
    for name, known in signers.items():
        if known == public:
            return name
    raise BundleRefused(
        N_("The package is signed by somebody you have not chosen to trust."),
        N_("Ask the sender for their signing key by another way."),
    )


def _check_lists(package: SoundZip, sums: Mapping[str, str], tags: Mapping[str, bytes]) -> dict[str, str]:
    """Compare every file with the signed lists; return the payload's checksums."""
    listed_tags = bagit.read_manifest(tags[bagit.TAG_MANIFEST])
    payload = bagit.read_manifest(tags[bagit.MANIFEST])
    bagit.check_members(list(package.members), (payload, listed_tags))
    for path, digest in [*listed_tags.items(), *payload.items()]:
        if sums[path] != digest:
            raise refused(N_("A file in the package was changed: {name}.", name=path))
    return payload


def _read_again(package: SoundZip, path: str, payload: Mapping[str, str]) -> Iterator[bytes]:
    if path not in payload:
        raise BadInput(N_("The package holds no such file."))
    hasher = hashlib.sha256()
    for block in package.read(path):
        hasher.update(block)
        yield block
    if hasher.hexdigest() != payload[path]:
        raise refused(N_("The package changed while it was being read."))
