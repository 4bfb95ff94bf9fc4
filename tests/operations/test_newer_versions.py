"""A newer version of a questionnaire comes while a draft is being written, and nothing is lost."""

from dataclasses import replace

import pytest

from monitor_app.crypto import primitives
from monitor_app.domain.events import RecordKind
from monitor_app.errors import BadInput
from monitor_app.operations import browsing, collecting, newer_versions, questionnaires, sealing, transcript
from monitor_app.vault import draft_versions, drafts, keys
from monitor_app.vault.keys import KeyName
from tests.support.fakes import PowerCut, StoppingClock

OLD = """| survey |
| | type | name | label | identity | calculation |
| | text | story | What happened? | | |
| | integer | hours | How many hours? | | |
| | calculate | twice | | | ${hours} * 2 |
| | select_one way | way | How do you travel? | | |
| | text | phone | Phone | yes | |
| | text | town | Town | | |
| choices |
| | list_name | name | label |
| | way | bus | By bus |
| | way | boat | By boat |
| settings |
| | form_id | form_title | version |
| | work | Work | 1 |
"""
NEW = (
    OLD.replace("| | text | story | What happened? | | |\n", "| | text | tale | Tell me | | |\n")
    .replace("| | way | boat | By boat |\n", "| | way | foot | On foot |\n")
    .replace("| | text | town | Town | | |", "| | text | town | Town | yes | |")
    .replace("| Work | 1 |", "| Work | 2 |")
)
ANSWERS = {"story": "Fees", "hours": 12, "way": "boat", "phone": "555-0100", "town": "Suzhou"}


def add(desk, table: str) -> str:
    return questionnaires.add(desk, table.encode(), file_name="work.md")[0]


@pytest.fixture
def draft(desk) -> str:
    draft = collecting.begin(desk, add(desk, OLD))[0].draft_id
    collecting.keep(desk, draft, ANSWERS)
    desk.strongbox.put(keys.get(desk.vault, KeyName.IDENTITY_PRIVATE), desk.now())
    return draft


def loaded(desk, draft):
    return drafts.load(desk.vault, draft)


def over(desk, draft: str, table: str = NEW) -> str:
    digest = add(desk, table)
    newer_versions.go_over(desk, draft)
    return digest


def blind(desk) -> None:
    """Take the identity key away, as on a device that joined a project."""
    seed = primitives.new_receive_seed()
    keys.put(desk.vault, KeyName.IDENTITY_PUBLIC, primitives.receive_public(seed))
    keys.forget(desk.vault, KeyName.IDENTITY_PRIVATE)
    desk.strongbox.shut()


def test_a_draft_on_the_newest_version_has_nowhere_to_go(desk, draft):
    assert newer_versions.newer(desk, loaded(desk, draft)) is None
    assert not browsing.today(desk).drafts[0].has_newer
    with pytest.raises(BadInput, match="no newer version"):
        newer_versions.go_over(desk, draft)


def test_a_newer_version_is_offered_with_what_it_would_do(desk, draft):
    add(desk, NEW)
    newer = newer_versions.newer(desk, loaded(desk, draft))
    assert browsing.today(desk).drafts[0].has_newer
    assert (newer.title, newer.version, newer.carried) == ("Work", "2", 2)
    assert {(line.question, str(line.answer)) for line in newer.kept} == {
        ("What happened?", "Fees"),
        ("How do you travel?", "By boat"),
        ("Town", "Suzhou"),
    }


def test_looking_at_the_offer_changes_nothing(desk, draft):
    add(desk, NEW)
    before = loaded(desk, draft)
    newer_versions.newer(desk, before)
    assert loaded(desk, draft) == before


def test_answers_go_over_and_the_rest_stays_with_the_draft(desk, draft):
    digest = over(desk, draft)
    kept = loaded(desk, draft)
    mark = f"~{kept.answers and next(path for path in kept.answers if path.startswith('~'))[1:9]}"
    assert kept.form_digest == digest
    assert kept.answers["hours"] == 12
    assert kept.answers[f"{mark}/story"] == "Fees"
    assert kept.answers[f"{mark}/way"] == "boat"
    assert {line.question for line in newer_versions.left_behind(desk, kept)} == {
        "What happened?",
        "How do you travel?",
        "Town",
    }


def test_what_the_newer_version_seals_is_sealed_where_it_is_kept(desk, draft):
    over(desk, draft)
    kept = loaded(desk, draft)
    assert not [path for path, value in kept.answers.items() if value == "Suzhou"]
    [path] = [path for path in kept.sealed if path.endswith("/town")]
    assert sealing.opened_here(desk, draft, kept.sealed)[path] == "Suzhou"


def test_a_sealed_answer_goes_over_without_being_opened(desk, draft):
    before = loaded(desk, draft).sealed["phone"]
    blind(desk)
    over(desk, draft)
    assert loaded(desk, draft).sealed["phone"] == before


def test_a_sealed_answer_that_moved_is_sealed_anew_or_kept(desk, draft):
    moved = NEW.replace(
        "| | text | phone | Phone | yes | |",
        "| | begin_group | g | G | | |\n| | text | phone | Phone | yes | |\n| | end_group | | | | |",
    )
    over(desk, draft, moved)
    assert sealing.opened_here(desk, draft, loaded(desk, draft).sealed)["g/phone"] == "555-0100"
    newer_versions.go_back(desk, draft)
    blind(desk)
    newer_versions.go_over(desk, draft)
    assert "g/phone" not in loaded(desk, draft).sealed
    assert {
        str(line.answer)
        for line in newer_versions.left_behind(desk, loaded(desk, draft))
        if line.question == "Phone"
    } == {"Sealed. This device cannot read it."}


def test_going_back_restores_the_draft_exactly(desk, draft):
    before = loaded(desk, draft)
    over(desk, draft)
    assert loaded(desk, draft).can_go_back
    newer_versions.go_back(desk, draft)
    assert replace_times(loaded(desk, draft)) == replace_times(before)


def replace_times(draft):
    return {name: getattr(draft, name) for name in draft.__struct_fields__ if name != "changed_ms"}


def test_after_the_first_answer_in_the_newer_version_there_is_no_way_back(desk, draft):
    over(desk, draft)
    collecting.keep(desk, draft, {"twice": 24})
    assert loaded(desk, draft).can_go_back
    collecting.keep(desk, draft, {"tale": "They took fees"})
    assert not loaded(desk, draft).can_go_back
    with pytest.raises(BadInput, match="gone on"):
        newer_versions.go_back(desk, draft)


def test_what_was_kept_leaves_with_the_finished_record_and_is_read_with_it(desk, draft):
    over(desk, draft)
    collecting.finish(desk, draft)
    event = browsing.record(desk, draft).event
    assert event.form.version == "2"
    assert {path[10:]: value for path, value in event.answers.items() if path.startswith("~")} == {
        "story": "Fees",
        "way": "boat",
    }
    assert b"Suzhou" not in str(event.answers).encode()
    opened = sealing.read_identity(desk, draft, event.identity, reason="Follow-up")
    assert sorted(opened.values()) == ["555-0100", "Suzhou"]
    told = [line for section in transcript.transcript(desk, draft).sections for line in section.lines]
    assert {"Fees", "By boat"} <= {answer for line in told for answer in line.answers}


def test_kept_answers_survive_a_revision_and_a_third_version(desk, draft):
    over(desk, draft)
    collecting.finish(desk, draft)
    collecting.revise(desk, draft)
    over(
        desk,
        draft,
        NEW.replace("| Work | 2 |", "| Work | 3 |").replace("| | integer | hours |", "| | text | hours |"),
    )
    kept = loaded(desk, draft)
    assert kept.answers["hours"] == "12"
    assert {str(line.answer) for line in newer_versions.left_behind(desk, kept)} == {
        "Fees",
        "By boat",
        "Suzhou",
    }
    collecting.finish(desk, draft, reason="New version")
    assert [p[10:] for p in browsing.record(desk, draft).event.answers if p.startswith("~")] == ["story", "way"]


def test_a_screen_cannot_change_what_is_kept(desk, draft):
    over(desk, draft)
    before = loaded(desk, draft)
    collecting.keep(desk, draft, {path: None for path in before.answers if path.startswith("~")})
    assert loaded(desk, draft).answers == before.answers


def test_a_draft_takes_the_kind_of_record_the_newer_version_makes(desk, draft):
    consent = NEW.replace("| identity | calculation |", "| identity | calculation | sensitive |").replace(
        "| | text | tale | Tell me | | |", "| | text | tale | Tell me | | | consent |"
    )
    over(desk, draft, consent)
    assert loaded(desk, draft).record_kind is RecordKind.INTERVIEW


def test_the_plug_pulled_while_going_over_leaves_the_old_draft(desk, draft, monkeypatch):
    add(desk, NEW)
    before = loaded(desk, draft)
    with pytest.raises(PowerCut):
        newer_versions.go_over(replace(desk, clock=StoppingClock(0)), draft)
    assert loaded(desk, draft) == before


def test_a_stop_after_each_statement_leaves_the_old_draft_or_the_new_one(desk, draft):
    digest = add(desk, NEW)
    before = loaded(desk, draft)
    rewritten = draft_versions.Rewritten(
        record_kind=RecordKind.INTERVIEW, form_digest=digest, answers={"hours": 12}, sealed={}
    )

    def cut() -> None:
        with desk.vault.writing():
            draft_versions.rewrite(desk.vault, draft, rewritten, now_ms=1)
            raise PowerCut

    with pytest.raises(PowerCut):
        cut()
    assert loaded(desk, draft) == before


def test_without_the_older_questionnaire_its_answers_are_still_shown(desk, draft):
    over(desk, draft)
    with desk.vault.writing():
        desk.vault.run("DELETE FROM form WHERE version = '1'")
    lines = newer_versions.left_behind(desk, loaded(desk, draft))
    assert {(line.question, str(line.answer)) for line in lines} >= {("story", "Fees"), ("way", "boat")}


def test_a_new_record_is_begun_with_the_newest_version_only(desk, draft):
    digest = add(desk, NEW)
    rows = {row.digest: row.is_newest for row in questionnaires.available(desk)}
    assert [one for one, newest in rows.items() if newest] == [digest]
    assert len(rows) == 2
