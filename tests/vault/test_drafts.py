"""Drafts: durable answer by answer, resumed at the same place, gone only when finished or dropped."""

import pytest

from monitor_app.domain.events import FileRef, Photo, RecordKind
from monitor_app.errors import BadInput
from monitor_app.vault import drafts, events, forms, queries
from monitor_app.vault.views import RecordFilter

from .samples import BOX, finished, site


@pytest.fixture
def draft(vault) -> str:
    drafts.begin(
        vault,
        "r1",
        record_kind=RecordKind.INTERVIEW,
        form_digest="f" * 64,
        language="zh",
        site="s1",
        now_ms=1000,
        pseudonym="W-4K7QZ-M",
    )
    return "r1"


def test_answers_of_every_kind_come_back(vault, draft):
    given = {"a": "text", "b": 3, "c": 2.5, "d": True, "e": ["x", "y"]}
    drafts.keep(vault, draft, given, now_ms=1100)
    kept = drafts.load(vault, draft)
    assert (kept.answers, kept.language, kept.changed_ms) == (given, "zh", 1100)


def test_a_later_answer_replaces_and_none_clears(vault, draft):
    drafts.keep(vault, draft, {"a": "one", "b": 1}, now_ms=1)
    drafts.keep(vault, draft, {"a": "two", "b": None}, now_ms=2)
    assert drafts.load(vault, draft).answers == {"a": "two"}


def test_answers_are_there_after_the_process_is_gone(vault, draft, reopened):
    drafts.keep(vault, draft, {"a": "one"}, now_ms=1)
    drafts.set_place(vault, draft, "pay/late")
    vault.close()
    again = reopened()
    kept = drafts.load(again, draft)
    again.close()
    assert (kept.answers, kept.place) == ({"a": "one"}, "pay/late")


def test_identity_answers_stay_sealed(vault, draft):
    drafts.keep(vault, draft, {}, now_ms=1, sealed={"phone": b"sealed", "name": b"sealed too"})
    drafts.keep(vault, draft, {}, now_ms=2, sealed={"name": None})
    kept = drafts.load(vault, draft)
    assert (kept.answers, kept.sealed) == ({}, {"phone": b"sealed"})


def test_the_audit_says_which_question_and_when_never_what(vault, draft):
    drafts.keep(vault, draft, {"a": "one"}, now_ms=5)
    drafts.keep(vault, draft, {"a": None}, now_ms=7, sealed={"phone": b"x"})
    assert [(line.path, line.at_ms) for line in drafts.audit(vault, draft)] == [
        ("a", 5),
        ("a", 7),
        ("phone", 7),
    ]


def test_photos_language_and_site_are_kept(vault, draft):
    ref = FileRef(id="i", name="n", media_type="image/jpeg", size=1, sha256="", key="", chunks=("c",))
    photo = Photo(question="q", original=ref, working=ref, thumbnail=ref)
    drafts.keep_photos(vault, draft, (photo,), now_ms=9)
    drafts.set_language(vault, draft, "en")
    drafts.set_site(vault, draft, "s2")
    kept = drafts.load(vault, draft)
    assert (kept.photos, kept.language, kept.site) == ((photo,), "en", "s2")


def test_the_list_of_drafts_says_what_they_are(vault, draft):
    events.append(vault, site("Works"), stream=BOX)
    forms.put(vault, forms.StoredForm(digest="f" * 64, id="i", version="1", title="Pay", xform=b"<x/>"))
    drafts.keep(vault, draft, {"a": 1, "b": 2}, now_ms=1)
    (row,) = drafts.open_drafts(vault)
    assert (row.form_title, row.site_name, row.answered) == ("Pay", "Works", 2)


def test_a_draft_is_not_begun_twice(vault, draft):
    with pytest.raises(BadInput):
        drafts.begin(
            vault,
            draft,
            record_kind=RecordKind.INTERVIEW,
            form_digest="",
            language="",
            site="",
            now_ms=1,
        )


def test_finishing_makes_the_record_and_drops_the_draft_at_once(vault, draft):
    drafts.keep(vault, draft, {"a": 1}, now_ms=5)
    stored = drafts.finish(vault, draft, finished(draft), stream=BOX)
    assert [row.root for row in queries.records(vault, RecordFilter())] == [stored.root]
    assert drafts.open_drafts(vault) == []
    assert vault.rows("SELECT * FROM draft_answer") == []
    assert len(drafts.audit(vault, draft)) == 1


def test_a_draft_that_cannot_be_finished_is_still_there(vault, draft):
    with pytest.raises(BadInput):
        drafts.finish(vault, draft, finished(draft, answers={"a": float("inf")}), stream=BOX)
    assert drafts.load(vault, draft).id == draft


def test_nothing_is_finished_twice(vault, draft):
    drafts.finish(vault, draft, finished(draft), stream=BOX)
    for again in (
        lambda: drafts.finish(vault, draft, finished(draft), stream=BOX),
        lambda: drafts.keep(vault, draft, {"a": 1}, now_ms=1),
        lambda: drafts.load(vault, draft),
    ):
        with pytest.raises(BadInput):
            again()


def test_a_dropped_draft_leaves_nothing(vault, draft):
    drafts.keep(vault, draft, {"a": 1}, now_ms=5)
    drafts.discard(vault, draft)
    drafts.discard(vault, draft)
    assert drafts.open_drafts(vault) == []
    assert drafts.audit(vault, draft) == []
