"""Writes a sealed package in one streaming pass: bag → zip → age, nothing in clear on the disk (FORMAT.md).

Knows nothing of records or audiences: it is handed entries, recipients and a way to sign.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from monitor_app.bundles import bagit
from monitor_app.bundles.outflow import Outflow
from monitor_app.bundles.zipping import PushedZip
from monitor_app.crypto.age import AgeWriter
from monitor_app.errors import BundleRefused
from monitor_app.ports import Progress, Silent
from monitor_app.text import N_

Sink = Callable[[bytes], object]


@dataclass(frozen=True)
class Entry:
    """One file that is to leave: its place under `data/`, how to read it in blocks, and its size if known."""

    path: str
    open: Callable[[], Iterable[bytes]]
    size: int | None = None


@dataclass(frozen=True)
class Packing:
    """How a package is made up. `information` adds lines to bag-info.txt; `sign` returns armoured SSHSIG.

    `recipients` are age texts (`age1…`); `date` is an ISO day.
    """

    bundle_id: str
    recipients: Sequence[str]
    sign: Callable[[bytes], str]
    readme: str
    date: str
    information: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Written:
    """What was written. `sha256` is of the age file; `files` and `size` count what lies under `data/`."""

    sha256: str
    files: int
    size: int
    sealed_size: int
    tag_manifest: bytes


def write(
    entries: Iterable[Entry], sink: Sink, *, packing: Packing, progress: Progress | None = None
) -> Written:
    """Push the sealed package into `sink` in blocks, from a second thread.

    Raise KeyRefused, BundleRefused (a name), Cancelled, and what `sink` raises.
    """
    if not bagit.is_bundle_id(packing.bundle_id):
        raise BundleRefused(N_("A sealed package needs a proper name of its own."))
    with Outflow(sink) as out:
        age = AgeWriter(out, packing.recipients)
        bag = _Bag(PushedZip(age.write), packing, progress or Silent())
        bag.add_all(list(entries))
        tag_manifest = bag.finish()
        age.finish()
        digest = out.finish()
    return Written(digest, len(bag.payload), bag.size, out.size, tag_manifest)


class _Bag:
    """Fills the one folder of the zip and remembers the checksums its manifests need."""

    def __init__(self, into: PushedZip, packing: Packing, progress: Progress) -> None:
        self._zip, self._packing, self._progress = into, packing, progress
        self.payload: dict[str, str] = {}
        self.size = 0
        self._tags: dict[str, str] = {}
        self._total = 0

    def add_all(self, entries: list[Entry]) -> None:
        self._check(entries)
        self._total = sum(entry.size or 0 for entry in entries)
        self._add_tag(bagit.BAGIT, bagit.DECLARATION)
        self._add_tag(bagit.README, self._packing.readme.encode())
        for entry in entries:
            path = bagit.PAYLOAD + entry.path
            blocks = self._watched(entry.open())
            digest, size = self._zip.add(self._inside(path), blocks, size=entry.size)
            if entry.size not in (None, size):
                raise BundleRefused(N_("A file changed while the package was being written."), N_("Try again."))
            self.payload[path] = digest

    def finish(self) -> bytes:
        self._add_tag(bagit.BAG_INFO, bagit.bag_info(self._information()))
        self._add_tag(bagit.MANIFEST, bagit.manifest(self.payload))
        tag_manifest = bagit.manifest(self._tags)
        self._add_tag(bagit.TAG_MANIFEST, tag_manifest)
        self._add_tag(bagit.SIGNATURE, self._packing.sign(tag_manifest).encode("ascii"))
        self._zip.finish()
        return tag_manifest

    def _check(self, entries: list[Entry]) -> None:
        paths = [entry.path for entry in entries]
        if len(set(paths)) != len(paths) or not all(bagit.is_plain_path(path) for path in paths):
            raise BundleRefused(N_("A file in a sealed package must have a plain name of its own."))

    def _information(self) -> list[tuple[str, str]]:
        packing = self._packing
        lines = [
            ("Bag-Software-Agent", "Fieldwork"),
            ("Bagging-Date", packing.date),
            ("Payload-Oxum", f"{self.size}.{len(self.payload)}"),
            ("External-Identifier", packing.bundle_id),
            ("Fieldwork-Format", bagit.FORMAT),
        ]
        lines += [("Fieldwork-Recipient", bagit.fingerprint(one)) for one in packing.recipients]
        return lines + list(packing.information)

    def _add_tag(self, name: str, content: bytes) -> None:
        self._tags[name], _ = self._zip.add(self._inside(name), [content], size=len(content))

    def _inside(self, path: str) -> str:
        return f"{self._packing.bundle_id}/{path}"

    def _watched(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        for block in blocks:
            yield block
            self.size += len(block)
            self._progress.step(self.size, max(self._total, self.size))
