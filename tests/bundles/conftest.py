"""A sender, a recipient, and a small package for the tests of this folder."""

import dataclasses
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from monitor_app.bundles.container import Entry, Packing
from monitor_app.bundles.opening import NAMESPACE
from monitor_app.bundles.readme import readme
from monitor_app.bundles.storing import write_file
from monitor_app.crypto import age
from monitor_app.crypto.sshsig import ssh_sign
from monitor_app.ports import English

BUNDLE_ID = "case-" + "abcdefghij234567klmnopqrst"
SIGNER = "coordinator@example.org"


def entry(path, content):
    return Entry(path, lambda: [content], len(content))


@dataclass(frozen=True)
class Sender:
    seed: bytes
    public: bytes

    def packing(self, *recipients, **changes):
        packing = Packing(
            bundle_id=BUNDLE_ID,
            recipients=recipients,
            sign=lambda text: ssh_sign(self.seed, text, namespace=NAMESPACE),
            readme=readme(BUNDLE_ID, signer=SIGNER, words=English()),
            date="2026-11-23",
        )
        return dataclasses.replace(packing, **changes)

    @property
    def signers(self):
        return {SIGNER: self.public}


@dataclass(frozen=True)
class Sealed:
    path: Path
    identity: str
    recipient: str
    sender: Sender


@pytest.fixture(scope="session")
def sender():
    key = Ed25519PrivateKey.generate()
    return Sender(key.private_bytes_raw(), key.public_key().public_bytes_raw())


@pytest.fixture(scope="session")
def keys():
    return age.new_identity()


@pytest.fixture
def entries():
    return [
        entry("finding.json", b'{"provision": "wages"}\n'),
        entry("photos/photo-0001.jpg", bytes(range(256)) * 2000),
        Entry("records.json", lambda: [b"[1,2,3]\n" * 9000] * 3, None),
    ]


@pytest.fixture
def sealed(tmp_path, sender, keys, entries):
    path = tmp_path / f"{BUNDLE_ID}.zip.age"
    write_file(entries, path, packing=sender.packing(keys[1]))
    return Sealed(path, keys[0], keys[1], sender)
