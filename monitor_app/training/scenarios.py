"""The invented world of the demo: from a scenario's data to accounts and observations, always the same ones.

Pure: no clock, no chance. What is invented here is filled in by the ordinary operations.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

import msgspec

_USES = ["notes", "photos", "aggregate", "quotation", "contact", "referral"]
_SHARES = ["organisation", "union", "employer", "brand", "buyers"]
_TOLD = ["who", "why", "use", "risk", "no_pay", "stop", "withdraw", "limit"]
_PLACES = ("eating", "open_air", "community", "home", "call")
_ROUTES = ("group", "worker", "hotline", "near_site", "training")
_GENDERS = ("woman", "man", "woman", "woman", "man")
_EVERY_REFUSAL = 13
_EVERY_RESERVED = 7


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """An invented factory and what people there tell. `monitor` is the index of who works there."""

    key: str
    name: str
    address: str
    country: str
    monitor: int
    interviews: int
    observations: int
    topics: tuple[str, ...]
    situation: dict[str, str]
    groups: dict[str, dict[str, str | int | float]]
    stories: tuple[str, ...]
    observed: tuple[str, ...]
    fees: tuple[int, ...] = ()


class Chain(msgspec.Struct, frozen=True, kw_only=True):
    """An invented way from a site to a buyer."""

    site: str
    product: str
    brand: str
    contract: str
    contract_number: str
    buyer: str
    source: str
    verified: bool


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A finding the coordinator of the demo makes."""

    site: str
    provision: str
    title: str
    summary: str
    scale: str
    scope: str
    irremediable: str


class World(msgspec.Struct, frozen=True, kw_only=True):
    """A whole scenario."""

    format: int
    title: str
    coordinator: str
    monitors: tuple[str, ...]
    start: str
    site: tuple[Site, ...]
    chain: tuple[Chain, ...]
    finding: tuple[Finding, ...]


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """One record to be made: its questionnaire's id, its site, when, and the answers by question path."""

    form: str
    site: str
    day: int
    answers: dict[str, Any]


def read_world(plain: Mapping[str, Any]) -> World:
    """Read a scenario from parsed TOML. Raise msgspec.ValidationError."""
    return msgspec.convert(plain, World)


def accounts(world: World, monitor: int) -> Iterator[Account]:
    """Yield the records one monitor makes, in order of days."""
    mine = [site for site in world.site if site.monitor == monitor]
    every = [_interview(site, number) for site in mine for number in range(site.interviews)]
    every += [_observation(site, number) for site in mine for number in range(site.observations)]
    yield from sorted(every, key=lambda account: account.day)


def _interview(site: Site, number: int) -> Account:
    refused = number % _EVERY_REFUSAL == _EVERY_REFUSAL - 1
    answers = {"consent": {"agree_interview": "no"}} if refused else _told(site, number)
    return Account(form="worker_interview", site=site.key, day=2 + number * 4, answers=answers)


def _told(site: Site, number: int) -> dict[str, Any]:
    """Return a consented interview: opening story, situation, and the groups this site's topics bring up."""
    answers: dict[str, Any] = {
        "consent": _consent(),
        "consent_uses": _uses(number),
        "setting": _setting(site, number),
        "situation": {**site.situation, "gender": _pick(_GENDERS, number), "still_there": "now"},
        "opening": {"story": _pick(site.stories, number), "topics": list(site.topics)},
    }
    answers.update({name: _split(values) for name, values in site.groups.items()})
    if site.fees:
        answers["fees"] = {"fee": [_fee(site, number)]}
    return answers


def _consent() -> dict[str, Any]:
    return {
        "agree_interview": "yes",
        "told": _TOLD,
        "understood_words": "It is to change things for all of us, and I may stop.",
        "understood": "yes",
        "speak_freely": "yes",
        "adult": "yes",
    }


def _uses(number: int) -> dict[str, Any]:
    """Most agree to most uses; some keep their account from the employer, the brand and the buyers."""
    reserved = number % _EVERY_RESERVED == _EVERY_RESERVED - 1
    closed = {"employer", "brand", "buyers"} if reserved else {"employer"}
    uses = {f"agree_{use}": "yes" for use in _USES}
    shares = {f"agree_share_{party}": "no" if party in closed else "yes" for party in _SHARES}
    return {**uses, **shares, "agree_audio": "no", "agree_share_public": "no", "withdraw_until": "release"}


def _setting(site: Site, number: int) -> dict[str, Any]:
    return {
        "place": _pick(_PLACES, number),
        "present": ["nobody"],
        "spoken": "en",
        "route": _pick(_ROUTES, number),
        "source_family": f"{site.key[:2].upper()}{number % 5 + 1}",
    }


def _fee(site: Site, number: int) -> dict[str, Any]:
    return {
        "fee_for": "service",
        "fee_amount": _pick(site.fees, number),
        "fee_currency": "USD",
        "fee_payee": "agency_home",
        "fee_receipt": "no",
        "fee_loan": "yes",
        "fee_loan_amount": _pick(site.fees, number),
        "fee_repaid": "no",
    }


def _observation(site: Site, number: int) -> Account:
    answers = {
        "safety_first": {"someone_knows": "yes", "safe_here": "safe"},
        "where": {"how_seen": ["outside"], "areas": ["gate"], "daypart": "afternoon", "shown": "nobody"},
        "people": {"people_count": 120 + 35 * number, "people_treated": ["none"]},
        "closing": {"most_important": _pick(site.observed, number)},
    }
    return Account(form="factory_observation", site=site.key, day=5 + number * 9, answers=answers)


def _split(values: Mapping[str, str | int | float]) -> dict[str, Any]:
    """Several choices stand in one text with blanks between them."""
    return {
        name: value.split() if isinstance(value, str) and " " in value else value
        for name, value in values.items()
    }


T = TypeVar("T")


def _pick(options: tuple[T, ...], number: int) -> T:
    return options[number % len(options)]
