"""The interview as a monitor meets it: refusals end it, small talks stay small, the young are protected."""

import pytest

from monitor_app.forms.context import Context
from monitor_app.forms.filling import Filling

TOLD = ["who", "why", "use", "risk", "no_pay", "stop", "withdraw", "limit"]
TALK = {
    "agree_interview": "yes",
    "told": TOLD,
    "understood_words": "to change things; trouble if they hear of it",
    "understood": "yes",
    "speak_freely": "yes",
    "adult": "yes",
}
SHARED_WITH = ["organisation", "union", "employer", "brand", "buyers", "public"]
USES = [
    *(f"agree_{use}" for use in ("notes", "audio", "photos", "aggregate", "quotation", "contact", "referral")),
    *(f"agree_share_{who}" for who in SHARED_WITH),
]


@pytest.fixture
def interview(form):
    return Filling(form("worker_interview"), context=Context(now_ms=0))


def _consent(interview, answers=TALK):
    for name, value in answers.items():
        interview.answer(f"consent/{name}", value)


def _agree(interview, **other):
    _consent(interview)
    for name in USES:
        interview.answer(f"consent_uses/{name}", other.get(name, "yes"))
    interview.answer("consent_uses/withdraw_until", "release")


def test_at_first_only_consent_is_there(interview):
    assert [page for page in interview.pages() if page] == ["telling", "consent"]


def test_a_refusal_is_a_complete_record(interview):
    interview.answer("consent/agree_interview", "no")

    assert interview.can_finish()
    assert [page for page in interview.pages() if page] == ["telling", "consent"]


def test_silence_is_no_consent(interview):
    assert not interview.can_finish()


@pytest.mark.parametrize("name", ["understood", "speak_freely"])
def test_a_worker_who_has_not_understood_or_cannot_speak_freely_is_not_interviewed(interview, name):
    _consent(interview, {**TALK, name: "no"})

    assert "consent_uses" not in interview.pages()


def test_every_point_must_have_been_told(interview):
    _consent(interview, {**TALK, "told": TOLD[:-1]})

    assert [one.path for one in interview.problems() if one.path.startswith("consent/")] == ["consent/told"]


@pytest.mark.parametrize("age", ["no", "unsure"])
def test_somebody_young_is_interviewed_only_with_a_grown_up_whom_they_chose(interview, age):
    _consent(interview, {**TALK, "adult": age})
    before = "consent_uses" in interview.pages()
    interview.answer("consent/guardian", "yes")

    assert (before, "consent_uses" in interview.pages()) == (False, True)


def test_without_consent_to_notes_nothing_more_is_recorded(interview):
    _agree(interview, agree_notes="no")

    assert [page for page in interview.pages() if page] == ["telling", "consent", "consent_uses"]
    assert interview.can_finish()


def test_a_talk_about_one_thing_shows_only_the_pages_of_that_thing(interview):
    _agree(interview)
    interview.answer("opening/topics", ["hours"])

    assert set(interview.pages()) >= {"hours_usual", "hours_last", "wishes", "safe_contact"}
    assert not set(interview.pages()) & {"wages", "safety", "together", "pressure_work", "fees", "indicators"}


def test_a_whole_interview_has_a_page_for_every_subject(interview):
    _agree(interview)
    interview.answer("opening/topics", ["all"])
    interview.answer("monitor_check/signs_forced", "unknown")
    pages = set(interview.pages())

    assert pages >= {"recruitment", "contract", "hours_usual", "wages", "safety", "young", "equal", "together"}
    assert pages >= {
        "leaving",
        "treatment",
        "pressure_work",
        "pressure_respect",
        "loss",
        "complaints",
        "indicators",
    }


def test_once_consent_is_given_the_record_can_be_finished_at_any_moment(interview):
    _agree(interview)
    interview.answer("opening/topics", ["all"])

    assert interview.problems() == ()


def test_fees_are_asked_payment_by_payment(interview):
    _agree(interview)
    interview.answer("opening/topics", ["recruitment"])
    interview.answer("recruitment/fr_paid", "yes")
    first, second = (interview.add_repeat("fees/fee") for _ in range(2))
    interview.answer(f"{first}/fee_amount", 1200.5)
    interview.answer(f"{second}/fee_amount", 300)

    assert [value for path, value in interview.answers().items() if path.endswith("fee_amount")] == [
        1200.5,
        300,
    ]


def test_more_is_asked_about_a_hazard_only_where_it_happens_often(interview):
    _agree(interview)
    interview.answer("opening/topics", ["pressure"])
    interview.answer("pressure_work/p_quota", "sometimes")
    rarely = interview.question("pressure_work/p_quota_since")
    interview.answer("pressure_work/p_quota", "often")

    assert rarely is None
    assert interview.question("pressure_work/p_quota_since") is not None


def test_a_threat_is_followed_up_even_when_it_happens_sometimes(interview):
    _agree(interview)
    interview.answer("opening/topics", ["pressure"])
    interview.answer("pressure_respect/p_threat", "sometimes")

    assert interview.question("pressure_respect/p_threat_who") is not None


def test_how_to_reach_the_worker_is_asked_only_with_consent_and_is_sealed_apart(interview):
    _agree(interview, agree_contact="no")
    without = "safe_contact" in interview.pages()
    interview.answer("consent_uses/agree_contact", "yes")
    interview.answer("safe_contact/contact_details", "0000")

    assert not without
    assert interview.question("safe_contact/contact_details").identity


def test_the_whole_interview_can_be_shown_in_chinese(interview):
    interview.set_language("中文 (zh)")

    assert "同意" in interview.page("consent").label.plain
