"""Submissions from elsewhere: read with care, refused with a sentence."""

import pytest

from monitor_app.errors import BadInput
from monitor_app.reports import submitted

ENTITY = '<!DOCTYPE data [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def xml(inside: str) -> str:
    return f'<data id="work_pay" version="7">{inside}<meta><instanceID>uuid:1</instanceID></meta></data>'


@pytest.mark.parametrize(
    "content",
    [
        ENTITY + xml("<story>&x;</story>"),
        "<!DOCTYPE d [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>" + xml("<story>&b;</story>"),
        xml("<story>x")[:-9],
        xml("<story>\u00e9</story>").encode("latin-1"),
        b'<?xml version="1.0" encoding="no-such"?>' + xml("").encode(),
        b"\x00\x01",
        "<data id='work_pay' version='7'>" + "<g>" * 200 + "x" + "</g>" * 200 + "</data>",
        '<data id="work_pay" version="7" encrypted="yes"><base64EncryptedKey>x</base64EncryptedKey></data>',
        b" " * (submitted.LARGEST + 1),
    ],
    ids=["file entity", "entity bomb", "cut", "bad bytes", "encoding", "no XML", "deep", "encrypted", "large"],
)
def test_bad_submissions_are_refused(content):
    with pytest.raises(BadInput):
        submitted.read(content if isinstance(content, bytes) else content.encode())


def test_the_id_is_found_wherever_a_program_puts_it():
    old = b'<data id="f" instanceID="uuid:9"><a>1</a></data>'
    assert [submitted.read(one).instance_id for one in (xml("").encode(), old)] == ["uuid:1", "uuid:9"]


def test_xml_that_is_no_submission_is_passed_over():
    assert submitted.read(b"<html><body/></html>") is None


def test_carriage_returns_and_spaces_are_kept():
    read = submitted.read(xml("<a> x&#13;\n y </a>").encode())
    assert read.texts[0] == ((("a", 1),), " x\r\n y ")
