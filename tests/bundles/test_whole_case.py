"""A case from the airlock to a stranger's desk: sealed, opened, and every shown answer proved with hashlib."""

import base64
import hashlib
import json

import pytest

from monitor_app.bundles.disclosure import disclose
from monitor_app.bundles.opening import open_bundle
from monitor_app.bundles.scanning import scan
from monitor_app.bundles.storing import write_file
from monitor_app.domain.supply import Party
from tests.bundles.cases import PHOTO_BYTES, account, case, observation
from tests.bundles.conftest import BUNDLE_ID


@pytest.fixture
def opened(tmp_path, sender, keys):
    sources = [account(number) for number in range(6)]
    disclosure = disclose(
        case(*sources, observation(9, photo=True)),
        Party.LINKED_BUYERS,
        bundle_id=BUNDLE_ID,
        date="2026-11-23",
        report="Indicators are present.",
    )
    scan(disclosure.entries, ["W-4K7QZ-M"], expected=disclosure.expected)
    path = tmp_path / f"{BUNDLE_ID}.zip.age"
    write_file(disclosure.entries, path, packing=sender.packing(keys[1]))
    return open_bundle(path, keys[0], signers=sender.signers, recipient=keys[1])


def read(opened, path):
    return b"".join(opened.read(path))


def strangers_root(body):
    """Compute a body's root as crypto/FORMAT.md §3 tells it, with nothing of ours."""

    def lp(content):
        return len(content).to_bytes(4, "big") + content

    def canonical(value):
        return json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=False).encode()

    def leaf(row):
        if isinstance(row, str):
            return bytes.fromhex(row)
        path, salt, value = row
        content = b"\x00" + lp(path.encode()) + base64.b64decode(salt) + lp(canonical(value))
        return hashlib.sha256(content).digest()

    def tree(digests):
        if len(digests) == 1:
            return digests[0]
        left = 1
        while left * 2 < len(digests):
            left *= 2
        return hashlib.sha256(b"\x01" + tree(digests[:left]) + tree(digests[left:])).digest()

    head = b"\x02fieldwork/body/v0" + len(body).to_bytes(4, "big")
    return hashlib.sha256(head + tree([leaf(row) for row in body])).hexdigest()


def test_a_stranger_proves_every_shown_answer(opened):
    records = json.loads(read(opened, "records.json"))["records"]
    assert len(records) == 7
    assert all(strangers_root(record["body"]) == record["root"] for record in records)


def test_a_stranger_notices_one_changed_answer(opened):
    record = json.loads(read(opened, "records.json"))["records"][0]
    row = next(row for row in record["body"] if isinstance(row, list) and row[0] == "answers/wages/late")
    row[2] = "no"
    assert strangers_root(record["body"]) != record["root"]


def test_the_contract_and_the_picture_arrive(opened):
    assert json.loads(read(opened, "chain.json"))["chains"][0]["contract_number"] == "2024/S 123-456789"
    assert read(opened, "photos/photo-0001.jpg") == PHOTO_BYTES


def test_every_file_named_in_the_format_is_there(opened):
    assert {name for name, _ in opened.report.files} == {
        "finding.json",
        "finding.csv",
        "evidence.csv",
        "records.json",
        "chain.json",
        "custody.jsonl",
        "report.txt",
        "photos/photo-0001.jpg",
        "ro-crate-metadata.json",
    }
