"""An invented world to measure with: records of some thirty answers, always the same, in a vault of its own."""

import random
from collections.abc import Iterator
from pathlib import Path

from monitor_app.crypto import primitives
from monitor_app.crypto.keyslots import CHEAPEST
from monitor_app.domain.events import Event, FormRef, RecordFinished, RecordKind, SiteRecorded
from monitor_app.domain.ordering import Stamp
from monitor_app.vault import events, opening, stored_settings
from monitor_app.vault.opening import Vault

BOX = "benchbenchbenchb"
START_MS = 1_700_000_000_000
_FORM = FormRef(id="bench", version="1", digest="b" * 64)
_SITES = 20
_AT_ONCE = 500
_SEED = 20261123
_FEWEST, _MOST = 2, 42
"""Words of an answer. People say much or little: records of one length would all just fit a page of the
database, or all just not, and a benchmark would measure that instead of what it is about."""


def make(folder: Path, records: int, *, passphrase: str = "") -> Vault:
    """Make a vault with so many records in it; without a passphrase nobody can open it again."""
    vault = opening.create(folder, passphrase or primitives.new_id(), cost=CHEAPEST)
    stored_settings.put(vault, "box", BOX)
    batch: list[tuple[Event, str]] = []
    for event in _events(records):
        batch.append((event, BOX))
        if len(batch) == _AT_ONCE:
            events.append_all(vault, batch)
            batch.clear()
    events.append_all(vault, batch)
    vault.checkpoint()
    return vault


def words(draw: random.Random, count: int) -> str:
    """Return invented words, common ones more often, as in speech."""
    return " ".join(_word(int(draw.paretovariate(0.7))) for _ in range(count))


def common_word(rank: int) -> str:
    """Return the word of this rank: 1 is the most common."""
    return _word(rank)


def records(count: int) -> Iterator[Event]:
    """Return so many records, always the same."""
    draw = random.Random(_SEED)
    return (_record(draw, number) for number in range(count))


def _events(records: int) -> Iterator[Event]:
    draw = random.Random(_SEED)
    for site in range(_SITES):
        yield SiteRecorded(
            subject=f"site{site}",
            device=BOX,
            time=Stamp(START_MS),
            name=f"Works {words(draw, 2)}",
            country="ZZ",
        )
    for number in range(records):
        yield _record(draw, number)


def _record(draw: random.Random, number: int) -> RecordFinished:
    at_ms = START_MS + number * 60_000
    answers = {
        f"group{place % 6}/question{place}": words(draw, draw.randrange(_FEWEST, _MOST + 1))
        if place % 3 == 0
        else draw.choice(("yes", "no", "7"))
        for place in range(30)
    }
    return RecordFinished(
        subject=primitives.new_id(),
        device=BOX,
        time=Stamp(at_ms),
        record_kind=RecordKind.INTERVIEW if number % 4 else RecordKind.OBSERVATION,
        pseudonym=f"W-{number:05}-A",
        form=_FORM,
        language="English (en)",
        site=f"site{draw.randrange(_SITES)}",
        answers=dict(answers),
        started_ms=at_ms - 1_800_000,
        finished_ms=at_ms,
    )


def _word(rank: int) -> str:
    """Return a word of two to four syllables for a rank, ever the same."""
    syllables = ("ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "za", "dri", "plu")
    rank = min(rank, 50_000) + 12
    word = ""
    while rank:
        rank, digit = divmod(rank, len(syllables))
        word += syllables[digit]
    return word
