import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor_app.crypto import primitives, sshsig
from monitor_app.errors import KeyRefused

SEED = bytes(range(32))
PUBLIC = primitives.signing_public(SEED)
NAMESPACE = "case-bundle@example.org"
MESSAGE = b"manifest\n"
SIGNED = sshsig.ssh_sign(SEED, MESSAGE, namespace=NAMESPACE)

needs_ssh_keygen = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")


@given(st.binary(max_size=2000))
def test_a_signature_gives_back_the_key_that_signed(message):
    signed = sshsig.ssh_sign(SEED, message, namespace=NAMESPACE)
    assert sshsig.ssh_verify(signed, message, namespace=NAMESPACE) == PUBLIC


def test_another_message_or_namespace_is_refused():
    with pytest.raises(KeyRefused):
        sshsig.ssh_verify(SIGNED, b"other", namespace=NAMESPACE)
    with pytest.raises(KeyRefused):
        sshsig.ssh_verify(SIGNED, MESSAGE, namespace="other@example.org")


@pytest.mark.parametrize(
    "armored",
    [
        "",
        "x",
        SIGNED[:100],
        SIGNED.replace("BEGIN", "BEGUN"),
        SIGNED.replace("U1NIU0lH", "U1NIU0lI"),
        SIGNED[:-32] + "AAAA" + SIGNED[-32:],
        SIGNED + "x",
        "x" * 10_000,
        "-----BEGIN SSH SIGNATURE----------END SSH SIGNATURE-----",
        "-----BEGIN SSH SIGNATURE-----é-----END SSH SIGNATURE-----",
    ],
)
def test_a_damaged_signature_is_refused(armored):
    with pytest.raises(KeyRefused):
        sshsig.ssh_verify(armored, MESSAGE, namespace=NAMESPACE)


@given(st.integers(30, len(SIGNED) - 30), st.characters(codec="ascii"))
def test_any_changed_letter_is_noticed(where, letter):
    changed = SIGNED[:where] + letter + SIGNED[where + 1 :]
    if "".join(changed.split()) == "".join(SIGNED.split()):
        return
    with pytest.raises(KeyRefused):
        sshsig.ssh_verify(changed, MESSAGE, namespace=NAMESPACE)


@pytest.mark.parametrize("identity", ["", "two words", "a,b", "*", "line\nbreak", 'quo"te'])
def test_an_identity_that_would_mean_more_than_one_is_refused(identity):
    with pytest.raises(KeyRefused):
        sshsig.allowed_signers_line(identity, PUBLIC)


def test_a_key_of_the_wrong_length_has_no_line():
    with pytest.raises(KeyRefused):
        sshsig.public_line(b"short")


@needs_ssh_keygen
def test_ssh_keygen_accepts_our_signature_and_refuses_a_changed_message(tmp_path):
    allowed, signature = tmp_path / "allowed_signers", tmp_path / "m.sig"
    line = sshsig.allowed_signers_line("coordinator", PUBLIC, namespace=NAMESPACE)
    allowed.write_text(line + "\n")
    signature.write_text(SIGNED)
    command = ["ssh-keygen", "-Y", "verify", "-f", allowed, "-I", "coordinator"]
    command += ["-n", NAMESPACE, "-s", signature]
    good = subprocess.run(command, input=MESSAGE, capture_output=True, check=False)
    bad = subprocess.run(command, input=b"other", capture_output=True, check=False)
    assert good.returncode == 0
    assert bad.returncode != 0


@needs_ssh_keygen
def test_we_accept_what_ssh_keygen_signs(tmp_path):
    key, message = tmp_path / "key", tmp_path / "m"
    message.write_bytes(MESSAGE)
    make = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key, "-C", "me"]
    sign = ["ssh-keygen", "-Y", "sign", "-f", key, "-n", NAMESPACE, message]
    for command in (make, sign):
        subprocess.run(command, check=True, capture_output=True)
    signed = (tmp_path / "m.sig").read_text()
    public = sshsig.ssh_verify(signed, MESSAGE, namespace=NAMESPACE)
    assert sshsig.public_line(public, "me") == (tmp_path / "key.pub").read_text().strip()
