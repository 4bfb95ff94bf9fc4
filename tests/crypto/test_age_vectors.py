"""The age test kit: each file's header says what must happen when it is opened."""

import hashlib
import zlib
from pathlib import Path

import pytest

from monitor_app.crypto import age
from monitor_app.crypto.age_armor import NOT_TEXT_FORM
from monitor_app.crypto.age_header import ALTERED, DAMAGED
from monitor_app.crypto.age_keys import NOT_FOR_US
from monitor_app.errors import DecryptionFailed

KIT = Path(__file__).resolve().parents[2].parent / "shared" / "vectors" / "age"
VECTORS = sorted(KIT.iterdir()) if KIT.is_dir() else []
EXPECTED = {
    "header failure": [DAMAGED],
    "HMAC failure": [ALTERED],
    "no match": [NOT_FOR_US],
    "armor failure": [NOT_TEXT_FORM, DAMAGED],  # what does not begin as armor is read as binary
    "payload failure": [age.CUT_OR_ALTERED, DAMAGED],  # a missing nonce is part of either
}


@pytest.mark.skipif(not VECTORS, reason="../shared/vectors/age is absent")
def test_the_kit_is_complete():
    assert len(VECTORS) == 143


@pytest.mark.parametrize("vector", VECTORS, ids=lambda path: path.name)
@pytest.mark.parametrize("block", [1 << 20, 7], ids=["at once", "in small blocks"])
def test_a_file_of_the_kit_opens_or_is_refused_as_its_header_says(vector, block):
    told, file = _split(vector.read_bytes())
    opened = hashlib.sha256()
    failure = None
    blocks = (file[at : at + block] for at in range(0, len(file), block))
    try:
        for part in age.read(blocks, told["identity"], passphrase=_first(told["passphrase"])):
            opened.update(part)
    except DecryptionFailed as error:
        failure = error.message

    expect = told["expect"][0]
    assert failure is None if expect == "success" else failure in EXPECTED[expect]
    if told["payload"]:
        assert opened.hexdigest() == told["payload"][0]


def _split(vector: bytes) -> tuple[dict[str, list[str]], bytes]:
    head, _, file = vector.partition(b"\n\n")
    told: dict[str, list[str]] = {"identity": [], "passphrase": [], "payload": []}
    for line in head.decode().splitlines():
        name, _, value = line.partition(": ")
        told.setdefault(name, []).append(value)
    return told, zlib.decompress(file) if "compressed" in told else file


def _first(values: list[str]) -> str | None:
    return values[0] if values else None
