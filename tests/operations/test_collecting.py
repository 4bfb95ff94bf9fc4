from dataclasses import replace

import pytest

from monitor_app.crypto import primitives
from monitor_app.domain.events import Photo, RecordKind
from monitor_app.domain.reviewing import RecordState
from monitor_app.errors import BadInput
from monitor_app.operations import browsing, collecting, identity, questionnaires, sealing
from monitor_app.operations.browsing import RecordFilter
from monitor_app.settings import resource_folder
from monitor_app.vault import attachments, drafts, keys, queries
from monitor_app.vault.keys import KeyName
from tests.support.desks import IDENTITY_PASSPHRASE
from tests.support.fakes import PowerCut, StoppingClock

IDENTITY_FORM = b"""| survey |
| | type | name | label | identity |
| | text | story | What happened? | |
| | text | phone | How can we reach you? | yes |
| settings |
| | form_id | form_title |
| | with_identity | With identity |
"""

IDENTITY_GROUP = b"""| survey |
| | type | name | label | identity | required |
| | text | story | What happened? | | |
| | begin_group | reach | Reaching you | yes | |
| | text | phone | How can we reach you? | | yes |
| | end_group | | | | |
| settings |
| | form_id | form_title |
| | with_group | With a group of identity |
"""


@pytest.fixture
def small(desk):
    path = resource_folder("forms", "three_questions.md")
    return questionnaires.add(desk, path.read_bytes(), file_name=path.name)[0]


@pytest.fixture
def guarded(desk):
    return questionnaires.add(desk, IDENTITY_FORM, file_name="with_identity.md")[0]


def begin(desk, digest):
    return collecting.begin(desk, digest)[0].draft_id


def first_text(desk, draft):
    filling = collecting.resume(desk, draft).filling
    return next(path[-1] for path, one in filling.form.questions.items() if one.kind.value == "text")


def test_a_kept_answer_is_there_when_the_draft_is_resumed(desk, small):
    draft = begin(desk, small)
    question = first_text(desk, draft)
    collecting.keep(desk, draft, {question: "Night shift"}, place=question)
    resumed = collecting.resume(desk, draft)
    assert resumed.filling.draft()[question] == "Night shift"
    assert resumed.place == question


def test_a_finished_record_holds_when_it_ended(desk, clock):
    table = b"| survey |\n| | type | name | label |\n| | text | a | A |\n| | end | ended | |\n"
    draft = begin(desk, questionnaires.add(desk, table, file_name="timed.md")[0])
    clock.forward(seconds=3_600)
    record = collecting.finish(desk, draft)[0].record_id
    assert queries.record(desk.vault, record).event.answers["ended"].startswith("2023-11-14T23:13:20")


def test_clearing_an_answer_is_kept_too(desk, small):
    draft = begin(desk, small)
    question = first_text(desk, draft)
    collecting.keep(desk, draft, {question: "x"})
    collecting.keep(desk, draft, {question: None})
    assert collecting.resume(desk, draft).filling.draft().get(question) is None


def test_each_record_has_a_pseudonym_of_its_own(desk, small):
    one, other = (collecting.begin(desk, small)[0].pseudonym for _ in range(2))
    assert one != other


def test_identity_answers_lie_sealed_in_the_draft_and_in_no_leaf_of_the_record(desk, guarded):
    draft = begin(desk, guarded)
    collecting.keep(desk, draft, {"story": "Fees", "phone": "555-0100"})
    assert b"555-0100" not in drafts.load(desk.vault, draft).sealed["phone"]
    outcome, _ = collecting.finish(desk, draft)
    event = browsing.record(desk, outcome.record_id).event
    assert "phone" not in event.answers
    assert event.answers["story"] == "Fees"


def test_everything_in_a_group_marked_as_identity_is_sealed(desk):
    draft = begin(desk, questionnaires.add(desk, IDENTITY_GROUP, file_name="group.md")[0])
    collecting.keep(desk, draft, {"reach/phone": "555-0100"})
    kept = drafts.load(desk.vault, draft)
    assert (list(kept.sealed), kept.answers) == (["reach/phone"], {})


def test_a_device_that_cannot_read_identity_answers_back_still_finishes(desk):
    seed = primitives.new_receive_seed()
    keys.put(desk.vault, KeyName.IDENTITY_PUBLIC, primitives.receive_public(seed))
    draft = begin(desk, questionnaires.add(desk, IDENTITY_GROUP, file_name="group.md")[0])
    assert collecting.finish(desk, draft)[0].problems
    collecting.keep(desk, draft, {"reach/phone": "555-0100"})
    assert collecting.finish(desk, draft)[0].root


def test_opening_the_identity_part_needs_a_reason_and_is_noted(desk, guarded):
    draft = begin(desk, guarded)
    collecting.keep(desk, draft, {"story": "Fees", "phone": "555-0100"})
    outcome, _ = collecting.finish(desk, draft)
    leaf = browsing.record(desk, outcome.record_id).event.identity
    identity.set_apart(desk, IDENTITY_PASSPHRASE)
    identity.open_key(desk, IDENTITY_PASSPHRASE)
    opened = sealing.read_identity(desk, outcome.record_id, leaf, reason="Follow-up call")
    assert opened == {"phone": "555-0100"}


def test_a_finished_record_can_be_changed_only_with_a_reason(desk, small):
    draft = begin(desk, small)
    question = first_text(desk, draft)
    collecting.keep(desk, draft, {question: "first"})
    outcome, _ = collecting.finish(desk, draft)
    collecting.revise(desk, outcome.record_id)
    collecting.keep(desk, outcome.record_id, {question: "second"})
    with pytest.raises(BadInput, match="reason"):
        collecting.finish(desk, outcome.record_id)
    collecting.finish(desk, outcome.record_id, reason="Misheard")
    view = browsing.record(desk, outcome.record_id)
    assert view.event.answers[question] == "second"
    assert len(view.versions) == 2


@pytest.mark.parametrize("looks", [1, 2])
def test_a_record_cut_off_while_it_is_opened_again_is_no_empty_draft(desk, small, looks):
    draft = begin(desk, small)
    path = first_text(desk, draft)
    collecting.keep(desk, draft, {path: "Twelve hours"})
    outcome, _ = collecting.finish(desk, draft)
    assert outcome.root
    with pytest.raises(PowerCut):
        collecting.revise(replace(desk, clock=StoppingClock(looks)), outcome.record_id)
    assert drafts.open_drafts(desk.vault) == []


def test_a_finished_draft_is_a_finished_record_and_no_draft_any_more(desk, small):
    outcome, _ = collecting.finish(desk, begin(desk, small))
    assert not outcome.problems
    assert drafts.open_drafts(desk.vault) == []
    assert [row.state for row in browsing.records(desk, RecordFilter())] == [RecordState.FINISHED]


def test_answers_that_are_not_allowed_leave_nothing_behind(desk, small):
    filling = collecting.resume(desk, begin(desk, small)).filling
    number = next(path[-1] for path, one in filling.form.questions.items() if one.kind.value == "integer")
    outcome = collecting.record_at_once(desk, small, {number: -5})
    assert outcome.problems
    assert browsing.count(desk, RecordFilter()) == 0
    assert len(drafts.open_drafts(desk.vault)) == 1


def test_the_same_questionnaire_twice_is_kept_once(desk, small):
    path = resource_folder("forms", "three_questions.md")
    assert questionnaires.add(desk, path.read_bytes(), file_name=path.name)[0] == small
    assert len(questionnaires.available(desk)) == 1


def test_machine_made_text_is_not_for_consent(desk):
    path = resource_folder("forms", "worker_interview.md")
    form = questionnaires.check(path.read_bytes(), file_name=path.name).form
    assert not questionnaires.is_reviewed(form, "中文 (zh)")
    assert questionnaires.is_reviewed(form, "English (en)")


def test_today_in_a_questionnaire_is_the_day_where_the_person_is(desk, clock):
    clock.now = 1_700_000_000_000  # 2023-11-14 22:13 UTC, the next morning in China
    form = b"""| survey |
| | type | name | label | calculation |
| | calculate | day | | string(today()) |
| settings |
| | form_id | form_title |
| | days | Days |
"""
    there = replace(desk, zone="Asia/Shanghai")
    digest = questionnaires.add(there, form, file_name="days.md")[0]
    assert collecting.resume(there, begin(there, digest)).filling.answers()["day"] == "2023-11-15"


def test_a_record_too_long_to_travel_is_refused_and_its_draft_kept(desk, small):
    draft = begin(desk, small)
    question = first_text(desk, draft)
    collecting.keep(desk, draft, {question: "x" * (collecting.LARGEST + 1)})
    with pytest.raises(BadInput, match="too long"):
        collecting.finish(desk, draft)
    assert len(collecting.resume(desk, draft).filling.draft()[question]) > collecting.LARGEST


def test_a_questionnaire_that_asks_for_consent_makes_interviews_whatever_it_is_called(desk):
    form = b"""| survey |
| | type | name | label | sensitive |
| | text | agree | May I write this down? | consent |
| settings |
| | form_id | form_title | attribute::record |
| | observation_of_workers | Observation | observation |
"""
    checked = questionnaires.check(form, file_name="observation.md")
    assert questionnaires.kind_of(checked.form) is RecordKind.INTERVIEW


@pytest.mark.parametrize(
    ("setting", "kind"), [("observation", RecordKind.OBSERVATION), ("", RecordKind.INTERVIEW)]
)
def test_a_setting_of_the_questionnaire_says_that_it_makes_observations(setting, kind):
    form = f"""| survey |
| | type | name | label |
| | text | seen | What did you see? |
| settings |
| | form_id | form_title | attribute::record |
| | observation_of_gates | Gates | {setting} |
"""
    assert questionnaires.kind_of(questionnaires.check(form.encode(), file_name="a.md").form) is kind


HANGING = b"""| survey |
| | type | name | label | identity | relevant |
| | text | ok | May we call? | | |
| | text | phone | Phone | yes | ${ok} = 'y' |
| | text | when | When may we call? | | ${phone} != '' |
| | text | else | How else? | | ${phone} = '' |
| settings |
| | form_id | form_title |
| | hanging | Hanging |
"""


@pytest.fixture
def hanging(desk):
    """A draft of a device that writes identity answers and cannot read them."""
    seed = primitives.new_receive_seed()
    keys.put(desk.vault, KeyName.IDENTITY_PUBLIC, primitives.receive_public(seed))
    draft = begin(desk, questionnaires.add(desk, HANGING, file_name="hanging.md")[0])
    filling = collecting.resume(desk, draft).filling
    for path, answer in {"ok": "y", "phone": "555-0100", "when": "At night"}.items():
        filling.answer(path, answer)
        collecting.keep(desk, draft, {path: answer}, known=filling.known())
    return draft


def test_what_hangs_on_a_sealed_answer_leaves_with_the_record(desk, hanging):
    collecting.finish(desk, hanging)
    answers = browsing.record(desk, hanging).event.answers
    assert (answers["when"], "else" in answers) == ("At night", False)


def test_what_hangs_on_a_sealed_answer_is_asked_as_before_when_the_draft_is_resumed(desk, hanging):
    filling = collecting.resume(desk, hanging).filling
    assert filling.question("when") is not None
    assert filling.question("else") is None
    assert filling.question("phone").unread


def test_a_sealed_answer_that_is_not_asked_any_more_stays_out_of_the_record(desk, hanging):
    filling = collecting.resume(desk, hanging).filling
    filling.answer("ok", "n")
    collecting.keep(desk, hanging, {"ok": "n"}, known=filling.known())
    collecting.finish(desk, hanging)
    assert browsing.record(desk, hanging).event.identity == ""


def test_a_device_that_reads_identity_answers_leaves_out_what_is_not_asked_any_more(desk):
    draft = begin(desk, questionnaires.add(desk, HANGING, file_name="hanging.md")[0])
    collecting.keep(desk, draft, {"ok": "n", "phone": "555-0100"})
    collecting.finish(desk, draft)
    assert browsing.record(desk, draft).event.identity == ""


def photo_in(desk, draft, content=b"picture"):
    files = [attachments.store(desk.vault, [content], name=n, media_type="image/jpeg") for n in "owt"]
    photo = Photo(question="", original=files[0], working=files[1], thumbnail=files[2])
    drafts.keep_photos(desk.vault, draft, (photo,), now_ms=1)
    return photo


def test_a_discarded_draft_takes_its_pictures_along(desk, small):
    draft = begin(desk, small)
    photo = photo_in(desk, draft)
    collecting.discard(desk, draft)
    assert attachments.missing_chunks(desk.vault, photo.original) == list(photo.original.chunks)
    assert desk.vault.rows("SELECT id FROM attachment") == []


def test_a_discarded_change_leaves_the_pictures_of_the_finished_record(desk, small):
    draft = begin(desk, small)
    photo = photo_in(desk, draft)
    collecting.finish(desk, draft)
    collecting.revise(desk, draft)
    collecting.discard(desk, draft)
    assert attachments.has(desk.vault, photo.original)
