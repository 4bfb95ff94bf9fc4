"""What a stranger does, with the real tools: they accept a package and refuse it after one changed byte."""

import shutil
import subprocess
import sys

import pytest

from monitor_app.bundles.opening import NAMESPACE
from monitor_app.crypto.sshsig import allowed_signers_line
from tests.bundles.conftest import BUNDLE_ID, SIGNER

needed = [tool for tool in ("age", "unzip", "sha256sum", "ssh-keygen") if shutil.which(tool) is None]
pytestmark = pytest.mark.skipif(bool(needed), reason=f"not installed: {needed}")


def run(*command, cwd, stdin=None):
    return subprocess.run(
        command, cwd=cwd, input=stdin, capture_output=True, timeout=60, check=False
    ).returncode


def decrypt(sealed, path):
    folder = sealed.path.parent
    (folder / "key.txt").write_text(sealed.identity + "\n")
    return run("age", "-d", "-i", "key.txt", "-o", "case.zip", str(path), cwd=folder)


@pytest.fixture
def bag(sealed):
    folder = sealed.path.parent
    assert decrypt(sealed, sealed.path) == 0
    assert run("unzip", "-q", "case.zip", cwd=folder) == 0
    line = allowed_signers_line(SIGNER, sealed.sender.public)
    (folder / BUNDLE_ID / ".." / "allowed_signers").write_text(line + "\n")
    return folder / BUNDLE_ID


CHECKS = {
    "tags": ("sha256sum", "--strict", "-c", "tagmanifest-sha256.txt"),
    "payload": ("sha256sum", "--strict", "-c", "manifest-sha256.txt"),
    "bagit": (sys.executable, "-m", "bagit", "--validate", "."),
}


def signature(bag):
    name = "signatures/tagmanifest-sha256.txt.sig"
    command = (
        "ssh-keygen",
        "-Y",
        "verify",
        "-f",
        "../allowed_signers",
        "-I",
        SIGNER,
        "-n",
        NAMESPACE,
        "-s",
        name,
    )
    return run(*command, cwd=bag, stdin=(bag / "tagmanifest-sha256.txt").read_bytes())


def flip(path, place):
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


def test_unzip_finds_the_zip_sound(bag):
    assert run("unzip", "-t", "-q", "case.zip", cwd=bag.parent) == 0


@pytest.mark.parametrize("check", CHECKS)
def test_a_fresh_package_passes(bag, check):
    assert run(*CHECKS[check], cwd=bag) == 0


def test_the_signature_passes(bag):
    assert signature(bag) == 0


def test_age_refuses_a_changed_byte(sealed):
    flip(sealed.path, sealed.path.stat().st_size // 2)
    assert decrypt(sealed, sealed.path) != 0


def test_unzip_refuses_a_changed_byte(bag):
    flip(bag.parent / "case.zip", 3000)
    assert run("unzip", "-t", "-q", "case.zip", cwd=bag.parent) != 0


@pytest.mark.parametrize("check", ["payload", "bagit"])
def test_a_changed_byte_in_a_photo_is_noticed(bag, check):
    flip(bag / "data" / "photos" / "photo-0001.jpg", 77)
    assert run(*CHECKS[check], cwd=bag) != 0


def test_a_changed_recipient_is_noticed(bag):
    flip(bag / "bag-info.txt", -3)
    assert run(*CHECKS["tags"], cwd=bag) != 0


def test_a_changed_list_breaks_the_signature(bag):
    flip(bag / "tagmanifest-sha256.txt", 5)
    assert signature(bag) != 0


def test_the_readme_names_the_commands_that_were_run_here(bag):
    text = (bag / "README.txt").read_text()
    for command in ("age -d", "unzip -t", "sha256sum -c manifest", "bagit --validate", f"-n {NAMESPACE}"):
        assert command in text


def test_pyrage_opens_it_too(sealed):
    pyrage = pytest.importorskip("pyrage")
    identity = pyrage.x25519.Identity.from_str(sealed.identity)
    assert pyrage.decrypt(sealed.path.read_bytes(), [identity])[:4] == b"PK\x03\x04"
