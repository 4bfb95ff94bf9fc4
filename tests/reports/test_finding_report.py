import pytest
from msgspec.structs import replace

from monitor_app.domain.events import FindingRecorded
from monitor_app.domain.findings import Degree, FindingState, Ladder, Severity
from monitor_app.domain.ordering import Stamp
from monitor_app.domain.supply import LinkSource
from monitor_app.ports import English
from monitor_app.reports.model import (
    ChainLine,
    Facts,
    degree_words,
    finding_report,
    rung_words,
    source_words,
    state_words,
)
from monitor_app.reports.plain import plain_text
from monitor_app.text import N_

FINDING = FindingRecorded(
    subject="f",
    device="d",
    time=Stamp(1),
    provision="wages",
    site="s",
    title="Wages are\npaid late",
    summary="Wages for May came three weeks late.\nNobody was told why.",
    severity=Severity(scale=Degree.MEDIUM, scope=Degree.HIGH, irremediable=Degree.LOW),
    state=FindingState.CORROBORATED,
)
CHAIN = ChainLine(
    "Monitor 24", "Lumo", "Screens for schools · 7/24", "City of Example", "public_list", verified=False
)
FACTS = Facts(
    site="Bright Harbour",
    country="XX",
    period="2026-07",
    rung=Ladder.CORROBORATED,
    accounts=N_("fewer than {threshold}", threshold=5),
    observations=N_("none"),
    contradictions=N_("none"),
    chains=[CHAIN],
)


def told(finding=FINDING, facts=FACTS, words=None):
    return plain_text(finding_report(finding, facts), words or English())


@pytest.mark.parametrize(
    "line",
    [
        "Rule: wages",
        "Factory: Bright Harbour, XX",
        "Indicators of a breach of this rule are present.",
        "How well supported: corroborated: independent sources agree",
        "Independent accounts: fewer than 5",
        "How many it reaches: high",
        "Contract: Screens for schools · 7/24",
        "Public buyer: City of Example",
        "This link is: suspected, not yet verified",
        "Nobody was told why.",
    ],
)
def test_the_report_says_what_a_buyer_needs(line):
    assert line in told().splitlines()


def test_it_opens_with_its_title_in_one_line():
    assert told().splitlines()[:2] == ["Wages are paid late", "=" * 19]


def test_it_speaks_of_indicators_and_never_of_a_score():
    text = told().lower()
    assert not any(word in text for word in ("score", "guilty", "traffic light", "certif"))


def test_without_buyers_there_is_no_such_section():
    facts = Facts(**{**{name: getattr(FACTS, name) for name in FACTS.__dataclass_fields__}, "chains": ()})
    assert "Who can act" not in told(facts=facts)


def test_that_a_worker_told_is_said_to_nobody():
    assert str(source_words(LinkSource.WORKER_STATEMENT)) == str(source_words("not_disclosed")) == "monitoring"


def test_every_state_rung_and_degree_has_words():
    said = [state_words(one) for one in FindingState] + [rung_words(one) for one in Ladder]
    assert all(str(one) for one in [*said, *(degree_words(one) for one in Degree)])


def test_an_unnamed_factory_is_said_to_be_so():
    facts = Facts(
        **{**{name: getattr(FACTS, name) for name in FACTS.__dataclass_fields__}, "site": "", "country": ""}
    )
    assert "Factory: not named" in told(facts=facts)


def test_every_sentence_passes_the_readers_words():
    class Loud:
        def say(self, message):
            return str(message).upper()

    text = told(words=Loud())
    assert "WHAT WAS FOUND" in text
    assert "Wages for May" in text
    assert "Rule" not in text


def test_a_revised_finding_tells_its_new_state():
    assert "State: workers confirm the remedy" in told(replace(FINDING, state=FindingState.WORKER_VERIFIED))
