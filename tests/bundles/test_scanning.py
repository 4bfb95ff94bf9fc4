import json

import pytest

from monitor_app.bundles.container import Entry
from monitor_app.bundles.scanning import Kind, scan, suspicions
from monitor_app.errors import ExportRefused


def found(path, content, *forbidden, expected=()):
    content = content.encode() if isinstance(content, str) else content
    entry = Entry(path, lambda: [content[at : at + 7] for at in range(0, len(content), 7)])
    return [one.kind for one in suspicions([entry], forbidden, expected=expected)]


@pytest.mark.parametrize(
    ("path", "content", "forbidden"),
    [
        ("a.txt", "we met li  WEI there", "Li Wei"),
        ("a.txt", "we met Li\nWei there", "Li Wei"),
        ("a.txt", "ask Li.", "Li"),
        ("a.txt", "他叫李伟。", "李伟"),
        ("a.txt", "ＬＩ　ＷＥＩ", "li wei"),
        ("a.csv", "x,Li Wei\r\n", "Li Wei"),
        ("a.json", json.dumps({"x": ["李伟"]}), "李伟"),
        ("a.json", json.dumps({"李伟": 1}), "李伟"),
        ("a.json", json.dumps({"x": 'the "Boss"'}), 'the "Boss"'),
        ("a.jsonl", json.dumps({"x": "Li Wei"}) + "\n", "Li Wei"),
        ("a.txt", "room 12-34-56", "123456"),
        ("li-wei.txt", "nothing", "li-wei"),
        ("a.jpg", b"\xff\xd8 .... Li Wei ....", "Li Wei"),
        ("a.jpg", b"\xff\xd8" + "Li Wei".encode("utf-16-le"), "Li Wei"),
        ("a.jpg", b"\xff\xd8" + "Li Wei".encode("utf-16-be"), "li wei"),
    ],
)
def test_a_planted_text_is_found(path, content, forbidden):
    assert Kind.IDENTITY in found(path, content, forbidden)


@pytest.mark.parametrize("text", ["Lithium was used", "the lining", "believe"])
def test_a_short_name_inside_another_word_is_none(text):
    assert found("a.txt", text, "Li") == []


@pytest.mark.parametrize(
    "text",
    [
        "call 13800138000",
        "call +86 138 0013 8000",
        "call (020) 7946-0958 now",
        "id 11010519491231002X",
        "passport E12345678",
        json.dumps({"n": 13800138000}),
    ],
)
def test_a_number_like_a_phone_or_an_id_is_found(text):
    assert found("a.json" if text.startswith("{") else "a.txt", text) == [Kind.NUMBER]


@pytest.mark.parametrize(
    "text",
    [
        "from 2026-07-01 to 2026-07-31",
        "2026-07-01 2026-07-31 2026-W30",
        "wages of 12,500,000 were owed",
        "hash " + "0123456789abcdef" * 4,
        "4 213.50 and 12 and 7",
        "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11",
    ],
)
def test_dates_sums_and_hashes_are_let_be(text):
    assert found("a.txt", text) == []


def test_numbers_of_neighbouring_values_are_not_one_number():
    assert found("a.json", json.dumps(list(range(20)))) == []


def test_a_mail_address_is_found():
    assert found("a.txt", "write to someone@example.org please") == [Kind.MAIL]


def test_a_contract_number_that_is_meant_to_leave_may():
    text = "contract 2024/S 123-456789"
    assert found("a.txt", text) == [Kind.NUMBER]
    assert found("a.txt", text, expected=["2024/S 123-456789"]) == []


def test_the_refusal_names_the_file_and_never_the_value():
    entry = Entry("notes/a.txt", lambda: [b"Li Wei"])
    with pytest.raises(ExportRefused) as refusal:
        scan([entry], ["Li Wei"])
    assert "notes/a.txt" in str(refusal.value)
    assert "Wei" not in str(refusal.value)
    assert refusal.value.hint is not None


def test_what_is_clean_passes():
    scan([Entry("a.txt", lambda: [b"All is well."])], ["Li Wei"])
