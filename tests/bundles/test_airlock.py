from pathlib import Path

import pytest

from monitor_app.bundles.airlock import Blur, Sort, blurred, may_leave, rule, sort_of, told
from monitor_app.bundles.choosing import shown_leaves
from monitor_app.domain.supply import Party
from tests.bundles.cases import ALL_YES, account, case, observation

FORMS = Path(__file__).parents[2] / "resources" / "forms"
LOOKED_AT = {
    "recruitment",
    "fees",
    "contract",
    "hours_last",
    "wages",
    "deductions",
    "safety",
    "chemicals",
    "equal",
    "leaving",
    "treatment",
    "pressure_work",
    "pressure_money",
    "pressure_respect",
    "pressure_alone",
    "wishes",
    "people",
    "papers",
    "gates",
    "photos",
}


@pytest.mark.parametrize(
    ("path", "kind", "sort"),
    [
        ("wages/late", "select_one", Sort.CHOICE),
        ("wages/ways", "select_multiple", Sort.CHOICE),
        ("wages/owed", "decimal", Sort.NUMBER),
        ("fees/fee[2]/fee_date", "date", Sort.DATE),
        ("opening/story", "text", Sort.TEXT),
        ("picture", "image", Sort.TEXT),
        ("somewhere", "geopoint", Sort.TEXT),
        ("what", "kind of a later version", Sort.TEXT),
        ("hours/hr_shift", "select_one", Sort.TRAIT),
        ("situation/anything", "select_one", Sort.TRAIT),
        ("situation/site", "text", Sort.TEXT),
        ("birth", "date", Sort.TEXT),
        ("people[3]/nationality", "select_one", Sort.TRAIT),
        ("fa/union_member", "select_one", Sort.TRAIT),
        ("production_line", "integer", Sort.TRAIT),
        ("safe_contact/when", "select_one", Sort.IDENTITY),
        ("phone", "text", Sort.IDENTITY),
        ("how_now/tired", "integer", Sort.IDENTITY),
        ("loss/loss_any", "select_one", Sort.IDENTITY),
        ("safety_first/someone_knows", "select_one", Sort.IDENTITY),
        ("closing/noticed", "select_one", Sort.IDENTITY),
        ("indicators/ind_debt", "select_one", Sort.IDENTITY),
        ("where/how_seen", "select_multiple", Sort.TRAIT),
        ("together/fa_bodies", "select_multiple", Sort.TRAIT),
        ("complaints/tr_used", "select_one", Sort.TRAIT),
        ("safety/os_hurt", "select_one", Sort.TRAIT),
        ("consent_uses/agree_share_union", "select_one", Sort.CONSENT),
    ],
)
def test_questions_are_sorted_by_what_they_may_tell(path, kind, sort):
    assert sort_of(path, kind) is sort


@pytest.mark.parametrize("audience", Party)
def test_no_audience_gets_words_dates_or_identity(audience):
    assert not rule(audience).sorts & {Sort.TEXT, Sort.DATE, Sort.IDENTITY}


def test_nobody_beyond_the_workers_own_side_gets_traits():
    assert [audience for audience in Party if Sort.TRAIT in rule(audience).sorts] == [Party.WORKERS]


@pytest.mark.parametrize("audience", Party)
def test_no_audience_gets_the_fields_that_name_people_devices_or_moments(audience):
    assert not rule(audience).fields & {
        "pseudonym",
        "device",
        "time",
        "identity",
        "photos",
        "finished_ms",
        "subject",
    }


@pytest.mark.parametrize(
    ("when", "blur", "said"),
    [
        (1_784_462_400_000, Blur.MONTH, "2026-07"),
        (1_784_462_400_000, Blur.WEEK, "2026-W29"),
        ("2026-07-12", Blur.WEEK, "2026-W28"),
        ("2026-07-12T08:00:00+07:00", Blur.MONTH, "2026-07"),
        ("2027-01-01", Blur.WEEK, "2026-W53"),
        ("last summer", Blur.MONTH, ""),
        ("", Blur.WEEK, ""),
        (10**18, Blur.MONTH, ""),
    ],
)
def test_moments_are_rounded(when, blur, said):
    assert blurred(when, blur) == said


@pytest.mark.parametrize(
    ("count", "audience", "beside", "said"),
    [
        (0, Party.PUBLIC, 0, "none"),
        (19, Party.PUBLIC, 0, "10 to 19"),
        (20, Party.EMPLOYER, 0, "20 to 49"),
        (99, Party.PUBLIC, 0, "50 to 99"),
        (250, Party.PUBLIC, 0, "100 or more"),
        (12, Party.BRAND, 12, "12"),
        (12, Party.BRAND, 7, "12"),
        (12, Party.BRAND, 8, "5 or more"),
        (12, Party.BRAND, 0, "12"),
        (3, Party.WORKERS, 2, "3"),
    ],
)
def test_numbers_are_told_as_the_audience_may_read_them(count, audience, beside, said):
    assert str(told(count, audience, beside=beside)) == said


@pytest.mark.parametrize("answer", ["no", "unsure", "", True, 1])
def test_only_a_yes_is_a_yes(answer):
    record = account(1, consent={**ALL_YES, "consent_uses/agree_share_brand": answer}).record
    assert not may_leave(record, Party.BRAND)


@pytest.mark.parametrize("audience", Party)
def test_a_yes_to_one_audience_is_none_to_another(audience):
    only = {path: answer for path, answer in ALL_YES.items() if path.endswith("brand")}
    assert may_leave(account(1, consent=only).record, audience) is (audience is Party.BRAND)


def test_an_observation_that_asked_follows_the_answer():
    asked = observation(1, **{"consent/agree_interview": "yes"}).record
    assert not may_leave(asked, Party.BRAND)
    assert may_leave(observation(2, **{"consent/share_brand": "yes"}).record, Party.BRAND)


def test_no_question_of_ours_about_feelings_contact_or_the_monitor_leaves_for_anybody():
    """Our own questionnaires, as they are: whoever adds a group to them must look at this list."""
    open_groups = set()
    for name in ("worker_interview.md", "factory_observation.md"):
        groups: list[str] = []
        for line in (FORMS / name).read_text(encoding="utf-8").splitlines():
            cells = [cell.strip() for cell in line.split("|")]
            kind, question = (*cells, "", "", "")[2:4]
            if kind.startswith("begin_"):
                groups.append(question)
            elif kind.startswith("end_"):
                groups.pop()
            elif (
                groups
                and sort_of("/".join([*groups, question]), kind.split(" ")[0]) in rule(Party.EMPLOYER).sorts
            ):
                open_groups.add(groups[0])
    assert open_groups == LOOKED_AT


EARLIER = "~0a1b2c3d/consent_uses/agree_share_brand"


def test_a_yes_to_an_earlier_version_of_the_questionnaire_is_no_yes_to_this_one():
    assert not may_leave(account(1, consent={EARLIER: "yes"}).record, Party.BRAND)


def test_a_no_to_an_earlier_version_holds_until_it_is_asked_again():
    assert not may_leave(observation(1, **{EARLIER: "no"}).record, Party.BRAND)
    asked_again = {EARLIER: "no", "consent_uses/agree_share_brand": "yes"}
    assert may_leave(account(2, consent=asked_again).record, Party.BRAND)


def test_an_answer_to_an_earlier_version_stays_hidden():
    shown = shown_leaves(case(account(1)), account(1, **{"~0a1b2c3d/wages/late": "yes"}), Party.WORKERS)
    assert not [path for path in shown if "~" in path]
