import msgspec
import pytest

from monitor_app.domain.entitlement import may_rename, may_write
from monitor_app.domain.events import FormRef, RecordFinished, RecordKind, SiteRecorded, from_leaves, to_leaves
from monitor_app.domain.ordering import Stamp
from monitor_app.domain.people import Member, Right

RECORD = RecordFinished(
    subject="r",
    device="wren",
    time=Stamp(1, 2),
    record_kind=RecordKind.INTERVIEW,
    pseudonym="W-00000-0",
    form=FormRef(id="f", version="1", digest="0"),
    language="en",
    answers={"hours/week[1]/total": 72, "topics": ["a", "b"], "fee": 1.5, "note": "x"},
    started_ms=1,
    finished_ms=2,
)


def member(box, *rights):
    return Member(box=box, name=box, rights=rights, signing="", receive="", since_ms=0)


def test_a_record_comes_back_from_its_leaves():
    assert from_leaves(to_leaves(RECORD)) == RECORD


def test_each_answer_is_a_leaf_of_its_own():
    assert to_leaves(RECORD)["answers/hours/week[1]/total"] == 72


def test_hidden_answers_are_simply_absent():
    leaves = to_leaves(RECORD)
    del leaves["answers/note"]
    assert "note" not in from_leaves(leaves).answers


def test_an_answer_of_no_known_kind_is_refused_without_a_word_of_it():
    with pytest.raises(msgspec.ValidationError) as refused:
        from_leaves({**to_leaves(RECORD), "answers/note": {"a secret": "secret"}})
    assert "secret" not in str(refused.value)


def test_nobody_writes_in_another_devices_name():
    assert may_write(member("wren", Right.MONITOR), RECORD)
    assert not may_write(member("heron", Right.COORDINATOR), RECORD)


def test_a_site_is_corrected_by_who_named_it_or_by_a_coordinator():
    named = SiteRecorded(subject="s", device="wren", time=Stamp(1), name="Pinyon")
    assert may_rename(member("wren", Right.MONITOR), named)
    assert may_rename(member("heron", Right.COORDINATOR), named)
    assert not may_rename(member("plover", Right.MONITOR), named)
