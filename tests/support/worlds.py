"""Plausible invented content for screens: factories, records of a monitor, decisions, a finding, a chain."""

from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

from monitor_app.domain.events import FormRef, RecordKind
from monitor_app.domain.findings import Degree, Severity
from monitor_app.domain.reviewing import Decision
from monitor_app.domain.supply import LinkSource
from monitor_app.operations import finding, observing, questionnaires, reviewing, supplying
from monitor_app.operations.desk import Desk
from monitor_app.operations.finding import Statement
from monitor_app.operations.notes import note
from monitor_app.operations.questionnaires import Checked
from monitor_app.operations.supplying import Chain
from monitor_app.settings import resource_folder
from tests.support.desks import Pair, append_record

CODES = ("W-4K7QZ-M", "W-9F2XA-T", "W-0B5RC-H", "W-7M1PE-3", "W-2HVN8-K", "W-6TQ0D-W")
CONSENT = {f"consent_uses/agree_{use}": "yes" for use in ("aggregate", "share_organisation", "share_union")}
STORIES = (
    "The agency kept my passport from the first day. We asked twice and were sent away.",
    "After twelve hours the line goes on; whoever leaves loses the attendance pay of the whole month.",
    "The cleaning fluid has no label. Two of us fainted in May, then the fan was repaired for one week.",
)


@lru_cache(maxsize=4)
def checked(name: str) -> Checked:
    """Compile a questionnaire that comes with the program, once a run."""
    path = resource_folder("forms", f"{name}.md")
    return questionnaires.check(questionnaires.read_file(path), file_name=path.name)


def with_form(desk: Desk, name: str) -> FormRef:
    """Make a questionnaire usable at a desk; return how records name it."""
    made = checked(name)
    questionnaires.keep(desk, made)
    return FormRef(id=made.form.id, version=made.form.version, digest=made.digest)


def with_shipped_forms(desk: Desk) -> None:
    """Make what comes with the program usable as a first start would, without compiling again."""
    for path in questionnaires.shipped():
        made = with_form(desk, path.stem)
        note(desk, f"form-of/{sha256(path.read_bytes()).hexdigest()}", made.digest)


def interview(desk: Desk, number: int, *, site: str = "", **changed: object) -> str:
    """Append a finished interview of the three questions; return its id."""
    answers = {"account": STORIES[number % 3], "people": 4 + number, "standing": "first_hand"}
    fields = {
        "pseudonym": CODES[number % len(CODES)],
        "form": with_form(desk, "three_questions"),
        "site": site,
        "answers": answers,
        "started_ms": desk.now() - (number + 1) * 86_400_000,
        "finished_ms": desk.now() - number * 86_400_000,
    }
    return append_record(desk, **{**fields, **changed})


def case(pair: Pair) -> str:
    """Make two factories, five records that arrived, two decisions, a finding with a chain; return its id."""
    coordinator, monitor = pair.coordinator, pair.monitor
    for desk in (coordinator, monitor):
        with_form(desk, "three_questions")
    site, _ = observing.add_site(
        coordinator, name="Harbour Electronics", address="Zone 4, Linhai", country="Eastland"
    )
    observing.add_site(coordinator, name="Clearwater Boards", address="Old Mill Road", country="Eastland")
    records = [interview(monitor, number, site=site) for number in range(4)]
    records.append(interview(monitor, 4, site=site, record_kind=RecordKind.OBSERVATION))
    pair.exchange()
    reviewing.decide(coordinator, records[0], Decision.ACCEPTED)
    reviewing.decide(coordinator, records[1], Decision.QUERIED, note="Since when are the passports kept?")
    chain, _ = supplying.add_chain(coordinator, chain_at(site))
    found, _ = finding.record(coordinator, statement(coordinator, site, records, chain))
    pair.exchange()
    return found


def chain_at(site: str) -> Chain:
    """Return a chain from a factory to a buyer."""
    return Chain(
        site=site,
        product="School laptop 11",
        brand="Norvik",
        contract="Laptops for schools 2026",
        buyer="City of Rivermouth",
        contract_number="RM-2026-0417",
        source=LinkSource.CONTRACT_DOCUMENT,
        verified=True,
    )


def statement(desk: Desk, site: str, records: list[str], chain: str) -> Statement:
    """State a finding that rests on three interviews and an observation."""
    links = tuple(finding.suggested_link(desk, record) for record in (*records[:3], records[4]))
    return Statement(
        provision="FL",
        site=site,
        title="Passports of migrant workers are kept by the agency",
        summary="The labour agency takes passports on arrival and gives them back only against a deposit.",
        severity=Severity(scale=Degree.HIGH, scope=Degree.MEDIUM, irremediable=Degree.LOW),
        evidence=links,
        chains=(chain,),
    )


def pictures(folder: Path, count: int = 3) -> Path:
    """Write plausible camera files into a folder, and one that is no picture."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        image = Image.new("RGB", (640, 480), (120 + 40 * number, 140, 160 - 30 * number))
        ImageDraw.Draw(image).rectangle((80 + 60 * number, 90, 320, 400), fill=(70, 60 + 50 * number, 50))
        content = BytesIO()
        image.save(content, "JPEG")
        (folder / f"IMG_20260{number + 1}.jpg").write_bytes(content.getvalue())
    (folder / "IMG_notes.jpg").write_text("no picture at all", encoding="utf-8")
    return folder
