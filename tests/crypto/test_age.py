import base64
import io
import shutil
import subprocess

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor_app.crypto import age, bech32
from monitor_app.errors import DecryptionFailed, KeyRefused

IDENTITY, RECIPIENT = age.new_identity()
HYBRID_IDENTITY, HYBRID_RECIPIENT = age.new_identity(post_quantum=True)
CHUNK = 65536
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 5]


def encrypt(content: bytes, *recipients: str, step: int = 1 << 20, **how: str) -> bytes:
    file = io.BytesIO()
    writer = age.AgeWriter(file.write, recipients, **how)
    for at in range(0, len(content), step):
        assert writer.write(content[at : at + step]) == len(content[at : at + step])
    writer.finish()
    return file.getvalue()


def decrypt(file: bytes, *identities: str, step: int = 1 << 20, **how: str) -> bytes:
    blocks = (file[at : at + step] for at in range(0, len(file), step))
    return b"".join(age.read(blocks, identities, **how))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("step", [1000, CHUNK, 1 << 20])
def test_what_is_written_in_steps_of_any_size_comes_back(size, step):
    content = bytes(range(256)) * (size // 256) + bytes(size % 256)
    file = encrypt(content, RECIPIENT, step=step)
    assert decrypt(file, IDENTITY, step=step) == content
    assert len(file) == len(encrypt(content, RECIPIENT))


@pytest.mark.parametrize("size", SIZES)
def test_pyrage_opens_what_we_write_and_we_what_it_writes(size):
    content = bytes(size)
    theirs = pyrage.x25519.Identity.from_str(IDENTITY)
    assert pyrage.decrypt(encrypt(content, RECIPIENT), [theirs]) == content
    for armored in (False, True):
        file = pyrage.encrypt(content, [theirs.to_public()], armored=armored)
        assert decrypt(file, IDENTITY, step=777) == content


def test_pyrage_derives_the_same_recipient():
    assert str(pyrage.x25519.Identity.from_str(IDENTITY).to_public()) == RECIPIENT


def test_a_passphrase_opens_across_programs_and_a_wrong_one_does_not():
    file = encrypt(b"content", passphrase="pass phrase é")
    assert b"-> scrypt " in file
    assert b" 18\n" in file
    assert pyrage.passphrase.decrypt(file, "pass phrase é") == b"content"
    with pytest.raises(DecryptionFailed):
        decrypt(file, passphrase="pass phrase e")


@pytest.mark.skipif(shutil.which("age") is None, reason="the age command is not installed")
def test_the_age_command_opens_what_we_write_and_we_what_it_writes(tmp_path):
    key = tmp_path / "key"
    key.write_text(IDENTITY + "\n")
    content = bytes(200_000)
    ours = encrypt(content, RECIPIENT)
    opened = subprocess.run(["age", "-d", "-i", key], input=ours, capture_output=True, check=True)
    assert opened.stdout == content
    for flags in ([], ["-a"]):
        theirs = subprocess.run(
            ["age", "-r", RECIPIENT, *flags], input=content, capture_output=True, check=True
        )
        assert decrypt(theirs.stdout, IDENTITY) == content


def test_a_post_quantum_recipient_opens_with_its_identity_alone():
    file = encrypt(b"content", HYBRID_RECIPIENT)
    assert HYBRID_RECIPIENT.startswith("age1pq1")
    assert HYBRID_IDENTITY.startswith("AGE-SECRET-KEY-PQ-1")
    assert decrypt(file, IDENTITY, HYBRID_IDENTITY) == b"content"
    with pytest.raises(DecryptionFailed):
        decrypt(file, IDENTITY)


def test_each_of_several_recipients_opens_the_file():
    other_identity, other = age.new_identity()
    file = encrypt(b"content", RECIPIENT, other)
    assert decrypt(file, IDENTITY) == decrypt(file, other_identity) == b"content"


def test_old_and_new_kinds_of_key_are_not_mixed():
    with pytest.raises(KeyRefused):
        encrypt(b"", RECIPIENT, HYBRID_RECIPIENT)


def test_a_file_for_nobody_or_for_keys_and_a_passphrase_is_refused():
    with pytest.raises(KeyRefused):
        encrypt(b"")
    with pytest.raises(KeyRefused):
        encrypt(b"", passphrase="")
    with pytest.raises(KeyRefused):
        encrypt(b"", RECIPIENT, passphrase="x")


@pytest.mark.parametrize(
    "recipient",
    [
        "",
        "age1",
        RECIPIENT[:-1],
        RECIPIENT.upper(),
        RECIPIENT + "\n",
        IDENTITY,
        bech32.encode("age1name", bytes(32)),
        bech32.encode("age1yubikey", bytes(33)),
        bech32.encode("age", bytes(31)),
        bech32.encode("age", bytes(32)),
        bech32.encode("age1pq", bytes(1216)),
        bech32.encode("age1pq", bytes(32)),
        bech32.encode("age1tag", bytes(33)),
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA",
        "https://example.org/key",
    ],
    ids=str.__len__,
)
def test_plugins_and_malformed_recipients_are_refused(recipient):
    with pytest.raises(KeyRefused):
        age.check_recipient(recipient)
    with pytest.raises(KeyRefused):
        encrypt(b"", recipient)


@given(st.text(max_size=80))
def test_no_text_makes_the_check_of_recipients_fall_over(text):
    for recipient in (text, "age1" + text, "AGE-PLUGIN-" + text):
        with pytest.raises(KeyRefused):
            age.check_recipient(recipient)


@pytest.mark.parametrize(
    "identity",
    [
        "",
        IDENTITY.lower(),
        IDENTITY[:-1],
        RECIPIENT,
        HYBRID_IDENTITY[:-2],
        bech32.encode("age-plugin-name-", bytes(32)).upper(),
        bech32.encode("age-secret-key-", bytes(31)).upper(),
    ],
    ids=str.__len__,
)
def test_plugins_and_malformed_identities_are_refused(identity):
    with pytest.raises(KeyRefused):
        decrypt(encrypt(b"", RECIPIENT), identity)


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_any_flipped_bit_cut_or_addition_is_noticed(data):
    where = data.draw(st.integers(0, len(SHORT) - 1))
    flipped = bytearray(SHORT)
    flipped[where] ^= 1 << data.draw(st.integers(0, 7))
    for damaged in (bytes(flipped), SHORT[:where], SHORT + b"\x00"):
        with pytest.raises(DecryptionFailed):
            decrypt(damaged, IDENTITY)


SHORT = encrypt(b"content", RECIPIENT)
LONG = encrypt(bytes(3 * CHUNK), RECIPIENT)


@pytest.mark.parametrize("chunks", [0, 1, 2])
def test_a_file_cut_where_a_chunk_ends_is_refused(chunks):
    start = len(LONG) - 3 * (CHUNK + 16)
    with pytest.raises(DecryptionFailed):
        decrypt(LONG[: start + chunks * (CHUNK + 16)], IDENTITY)


def test_chunks_that_change_places_are_refused():
    start, size = len(LONG) - 3 * (CHUNK + 16), CHUNK + 16
    one, two = LONG[start : start + size], LONG[start + size : start + 2 * size]
    with pytest.raises(DecryptionFailed):
        decrypt(LONG[:start] + two + one + LONG[start + 2 * size :], IDENTITY)


def test_a_file_that_was_not_finished_is_refused():
    file = io.BytesIO()
    age.AgeWriter(file.write, [RECIPIENT]).write(bytes(100_000))
    with pytest.raises(DecryptionFailed):
        decrypt(file.getvalue(), IDENTITY)


@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_fall_over(file):
    for start in (b"", b"age-encryption.org/v1\n", b"-----BEGIN AGE ENCRYPTED FILE-----\n"):
        with pytest.raises(DecryptionFailed):
            decrypt(start + file, IDENTITY, passphrase="x")


def test_an_endless_header_is_refused_early():
    def blocks():
        yield b"age-encryption.org/v1\n-> x\n"
        for count in range(100):
            assert count < 20
            yield (b"A" * 64 + b"\n") * 1024

    with pytest.raises(DecryptionFailed):
        list(age.read(blocks(), [IDENTITY]))


def test_a_passphrase_file_that_would_cost_too_much_is_refused_at_once():
    salt = base64.b64encode(bytes(16)).decode().rstrip("=")
    body = base64.b64encode(bytes(32)).decode().rstrip("=")
    mac = base64.b64encode(bytes(32)).decode().rstrip("=")
    for work in ("21", "23", "30", "63", "99", "²"):
        header = f"age-encryption.org/v1\n-> scrypt {salt} {work}\n{body}\n--- {mac}\n"
        with pytest.raises(DecryptionFailed):
            decrypt(header.encode() + bytes(32), passphrase="x")


def test_anything_that_looks_like_bytes_can_be_written():
    file = io.BytesIO()
    writer = age.AgeWriter(file.write, [RECIPIENT])
    for content in (b"a", bytearray(b"b"), memoryview(b"c")):
        writer.write(content)
    writer.finish()
    assert decrypt(file.getvalue(), IDENTITY) == b"abc"
