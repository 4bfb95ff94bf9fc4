"""A package of 300 MB is written and checked in a process of its own, whose memory is watched."""

import subprocess
import sys

import pytest

from tests.bundles.conftest import BUNDLE_ID

pytest.importorskip("resource", reason="needs a system that tells peak memory")
MEBIBYTE = 1 << 20
BAR_MIB = 96

CHILD = """
import os, resource, sys
from pathlib import Path
from monitor_app.bundles.container import Entry, Packing
from monitor_app.bundles.opening import NAMESPACE, verify
from monitor_app.bundles.storing import write_file
from monitor_app.crypto import age, primitives
from monitor_app.crypto.sshsig import ssh_sign

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

def blocks():
    for _ in range(30):
        yield block

block = os.urandom(1 << 20)
seed = os.urandom(32)
identity, recipient = age.new_identity()
path, bundle = Path(sys.argv[1]), sys.argv[2]
packing = Packing(bundle_id=bundle, recipients=[recipient], date="2026-11-23", readme="Read me.",
                  sign=lambda text: ssh_sign(seed, text, namespace=NAMESPACE))
before = peak()
entries = [Entry(f"photos/photo-{number:04}.jpg", blocks, 30 << 20) for number in range(10)]
write_file(entries, path, packing=packing)
written = peak()
verify(path, identity, signers={"us": primitives.signing_public(seed)})
print(before, written, peak(), path.stat().st_size)
"""


@pytest.mark.slow
def test_memory_does_not_grow_with_the_package(tmp_path):
    command = [sys.executable, "-c", CHILD, str(tmp_path / "large.zip.age"), BUNDLE_ID]
    told = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True).stdout
    before, written, checked, size = map(int, told.split())
    assert size > 300 * MEBIBYTE
    assert (written - before) / 1024 < BAR_MIB
    assert (checked - before) / 1024 < BAR_MIB
