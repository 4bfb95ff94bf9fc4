"""The texts of a BagIt 1.0 bag (RFC 8493) as we write and read them: strict, ASCII names, no escapes.

Pure: knows no files, no zip and no keys.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

from monitor_app.errors import BundleRefused
from monitor_app.text import N_, Message

FORMAT = "0"
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
BAGIT, BAG_INFO, README = "bagit.txt", "bag-info.txt", "README.txt"
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
SIGNATURES = "signatures/"
SIGNATURE = f"{SIGNATURES}{TAG_MANIFEST}.sig"
PAYLOAD = "data/"
LISTED_TAGS = frozenset({BAGIT, BAG_INFO, README, MANIFEST})
TAGS = LISTED_TAGS | {TAG_MANIFEST, SIGNATURE}

_PART = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_BUNDLE_ID = re.compile(r"(?:case|answers)-[a-z2-7]{12,26}")
_LINE = re.compile(r"([0-9a-f]{64})  ([\x21-\x7e]+)")
_INFO = re.compile(r"([A-Za-z0-9-]+): (.*)")
_ASK_AGAIN = N_("Ask the sender to send it again.")


def refused(message: Message) -> BundleRefused:
    """Make the one kind of refusal there is here."""
    return BundleRefused(message, _ASK_AGAIN)


def is_plain_path(path: str) -> bool:
    """Say whether every part of a path is a generated name."""
    parts = path.split("/")
    return len(path) <= 400 and all(_PART.fullmatch(part) and not part.endswith(".") for part in parts)


def is_bundle_id(text: str) -> bool:
    """Say whether `text` is the name of a bundle, and so of its one folder."""
    return _BUNDLE_ID.fullmatch(text) is not None


def fingerprint(recipient: str) -> str:
    """Return how a recipient is named in bag-info.txt: SHA-256 of its text, in hex."""
    return hashlib.sha256(recipient.strip().encode()).hexdigest()


def manifest(sums: Mapping[str, str]) -> bytes:
    """Return a manifest of paths and their SHA-256 in hex, in order of path."""
    return "".join(f"{sums[path]}  {path}\n" for path in sorted(sums)).encode("ascii")


def read_manifest(content: bytes) -> dict[str, str]:
    """Return the SHA-256 by path. Raise BundleRefused."""
    sums: dict[str, str] = {}
    for line in _lines(content):
        match = _LINE.fullmatch(line)
        if match is None or match[2] in sums:
            raise refused(N_("A list of checksums in the package is not written as it must be."))
        sums[match[2]] = match[1]
    return sums


def bag_info(lines: Iterable[tuple[str, str]]) -> bytes:
    """Return bag-info.txt. Line breaks in a value become spaces."""
    return "".join(f"{label}: {' '.join(value.split())}\n" for label, value in lines).encode()


def read_bag_info(content: bytes) -> tuple[tuple[str, str], ...]:
    """Return the labels and values in order. Raise BundleRefused."""
    found = [_INFO.fullmatch(line) for line in _lines(content)]
    if not all(found):
        raise refused(N_("The description of the package is not written as it must be."))
    return tuple((match[1], match[2]) for match in found if match)


def check_members(members: Sequence[str], manifests: tuple[Mapping[str, str], Mapping[str, str]]) -> None:
    """Compare the files there are with those listed: `manifests` are payload and tags. Raise BundleRefused."""
    payload, tags = manifests
    there = set(members)
    if missing := TAGS - there:
        raise refused(N_("The package lacks {name}.", name=min(missing)))
    if any(not path.startswith(PAYLOAD) for path in payload) or set(tags) != LISTED_TAGS:
        raise refused(N_("A list of checksums in the package names files that do not belong there."))
    listed = set(payload) | set(tags) | {TAG_MANIFEST}
    if listed - there:
        raise refused(N_("A file that the package lists is missing from it."))
    if any(not path.startswith(SIGNATURES) for path in there - listed):
        raise refused(N_("The package holds a file that it does not list."))


def check_information(information: Sequence[tuple[str, str]], folder: str) -> None:
    """Compare bag-info.txt with the folder it lies in, and its format with ours. Raise BundleRefused."""
    named = dict(information)
    if named.get("Fieldwork-Format") != FORMAT:
        raise BundleRefused(
            N_("The package was written by another version of this program."),
            N_("Update this program, or open the package with the standard tools its guide names."),
        )
    if named.get("External-Identifier") != folder:
        raise refused(N_("The package does not carry its own name."))


def _lines(content: bytes) -> list[str]:
    try:
        return [line for line in content.decode("utf-8").split("\n") if line]
    except UnicodeDecodeError as error:
        raise refused(N_("A text in the package cannot be read.")) from error
