"""A finding with all it rests on, opened so that the airlock can decide what leaves.

Photos are read one by one through the vault's thread while the package is written.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import msgspec

from monitor_app.bundles import disclosure as airlock
from monitor_app.bundles.airlock import Sort, sort_of
from monitor_app.bundles.disclosure import Case, Source
from monitor_app.crypto import bodies
from monitor_app.domain.events import Answer, ChainRecorded, CustodyNoted, FileRef, RecordFinished, SiteRecorded
from monitor_app.domain.findings import EvidenceLink
from monitor_app.domain.reviewing import RecordState
from monitor_app.domain.supply import Party
from monitor_app.errors import BadInput, DecryptionFailed, ExportRefused
from monitor_app.forms.definition import Form
from monitor_app.forms.views import Kind
from monitor_app.operations import evidence, finding, joining_names, sealing
from monitor_app.operations.desk import Desk, OnDesk
from monitor_app.operations.finding import FindingView
from monitor_app.ports import ByteSource, Words
from monitor_app.reports import plain
from monitor_app.reports.model import ChainLine, Facts, finding_report
from monitor_app.text import N_
from monitor_app.vault import erasing, events, queries


@dataclass(frozen=True)
class OpenCase:
    """Everything one export needs, read once. `forbidden` are texts that must never leave.

    `is_compared` is false if identity parts were closed, so that their words are not among the forbidden.
    """

    view: FindingView
    case: Case
    forbidden: tuple[str, ...] = field(repr=False)
    words: Words
    now_ms: int
    is_compared: bool = True
    rule: str = ""


def open_case(desk: Desk, on_desk: OnDesk, finding_id: str) -> OpenCase:
    """Read a finding, its sources, its site and its chains."""
    view = finding.open_finding(desk, finding_id)
    links = [link for link in view.event.evidence if not erasing.is_erased(desk.vault, link.root)]
    sources = [_source(desk, on_desk, link) for link in joining_names.with_families(desk, links)]
    chains = _chains(desk, view)
    site = _site(desk, view.event.site)
    case = Case(
        finding=msgspec.structs.replace(
            view.event, evidence=joining_names.with_families(desk, view.event.evidence)
        ),
        sources=sources,
        chains=chains,
        sites={view.event.site: site},
        custody=_custody(desk, sources),
        withdrawn=queries.withdrawn(desk.vault, [link.record for link in links]),
    )
    is_sealed = any(source.record.identity for source in sources)
    is_compared = not is_sealed or desk.strongbox.left_ms(desk.now()) > 0
    rule = finding.rule_title(desk, view.event.provision)
    return OpenCase(view, case, _forbidden(desk, sources), desk.words, desk.now(), is_compared, rule)


def check_wishes(desk: Desk, opened: OpenCase) -> None:
    """Raise ExportRefused if somebody took back a yes, or a record was erased, since the case was opened."""
    sources = opened.case.sources
    now = queries.withdrawn(desk.vault, [one.record.subject for one in sources])
    gone = any(erasing.is_erased(desk.vault, one.root) for one in sources)
    if gone or len(now) != len(opened.case.withdrawn):
        raise ExportRefused(
            N_("Somebody took back their yes, or a record was erased, since you looked at this package."),
            N_("Look at it again. It will be made without that record."),
        )


def report_text(opened: OpenCase, audience: Party) -> str:
    """Return the finding's report as this audience may read it."""
    counts = airlock.figures(opened.case, audience)
    site = opened.case.sites[opened.view.event.site]
    facts = Facts(
        site=site.name,
        country=site.country,
        period=counts.period,
        rung=opened.view.rung,
        accounts=counts.accounts,
        observations=counts.observations,
        contradictions=counts.contradictions,
        rule=opened.rule,
        chains=[_line(chain) for chain in airlock.visible_chains(opened.case, audience)],
    )
    return plain.plain_text(finding_report(opened.view.event, facts), opened.words)


def _source(desk: Desk, on_desk: OnDesk, link: EvidenceLink) -> Source:
    event = events.load(desk.vault, link.root)
    body = events.body(desk.vault, link.root)
    if not isinstance(event, RecordFinished) or body is None:
        raise BadInput(N_("A record this finding rests on is not on this device."), N_("Sync, then try again."))
    if queries.record(desk.vault, link.record, root=link.root).row.state is RecordState.SET_ASIDE:
        raise BadInput(
            N_("A record this finding rests on was set aside."),
            N_("Take it out of the finding, then try again."),
        )
    return Source(
        root=link.root,
        record=event,
        redact=_redacting(body),
        sorts=_sorts(desk, event),
        photos={photo.working.id: _opener(on_desk, photo.working) for photo in event.photos},
        standing=_standing(desk, link),
    )


def _standing(desk: Desk, link: EvidenceLink) -> list[RecordFinished]:
    """Return the versions that stand now beside the linked one: a worker may have said no since."""
    versions = queries.record(desk.vault, link.record, root=link.root).versions
    later = [one.root for one in versions if one.standing and one.root != link.root]
    loaded = [events.load(desk.vault, root) for root in later]
    return [event for event in loaded if isinstance(event, RecordFinished)]


def _redacting(body: bytes) -> Callable[[frozenset[str]], bytes]:
    leaves = bodies.decode_kept(body)
    return lambda shown: bodies.encode_body(bodies.redacted(leaves, lambda path: path in shown))


def _opener(on_desk: OnDesk, ref: FileRef) -> ByteSource:
    def blocks() -> Iterator[bytes]:
        yield on_desk(lambda desk: evidence.read(desk, ref))

    return blocks


def _sorts(desk: Desk, event: RecordFinished) -> Mapping[str, Sort]:
    """Sort each answer by its question; without the questionnaire nothing is sorted, so nothing is shown."""
    try:
        form = desk.form(event.form.digest)
    except BadInput:
        return {}
    return {path: _sort(form, path) for path in event.answers}


def _sort(form: Form, path: str) -> Sort:
    names = (form.root.name, *(step.partition("[")[0] for step in path.split("/")))
    question = form.questions.get(names)
    return sort_of(path, question.kind.value if question else "text")


def _chains(desk: Desk, view: FindingView) -> list[ChainRecorded]:
    rows = [row for row in queries.chains(desk.vault) if row.id in view.event.chains]
    loaded = [events.load(desk.vault, row.root) for row in rows]
    return [chain for chain in loaded if isinstance(chain, ChainRecorded)]


def _site(desk: Desk, site_id: str) -> SiteRecorded:
    row = queries.site(desk.vault, site_id)
    event = events.load(desk.vault, row.root) if row else None
    if not isinstance(event, SiteRecorded):
        raise BadInput(N_("The factory of this finding is not on this device."), N_("Sync, then try again."))
    return event


def _custody(desk: Desk, sources: list[Source]) -> list[CustodyNoted]:
    rows = [row for one in sources for row in queries.custody(desk.vault, subject=one.record.subject)]
    loaded = [events.load(desk.vault, row.root) for row in rows]
    return [noted for noted in loaded if isinstance(noted, CustodyNoted)]


def _forbidden(desk: Desk, sources: list[Source]) -> tuple[str, ...]:
    """Return the typed identity answers we can open, and the pseudonyms: none of them may leave."""
    texts: set[str] = set()
    for source in sources:
        opened = _identity(desk, source.record)
        texts.update(
            value for path, value in opened.items() if isinstance(value, str) and _is_typed(desk, source, path)
        )
        texts.add(source.record.pseudonym)
    return tuple(sorted(texts))


def _identity(desk: Desk, record: RecordFinished) -> Mapping[str, Answer]:
    try:
        return sealing.opened_here(desk, record.subject, sealing.unpacked(record.identity))
    except DecryptionFailed:  # damaged where it was written; it must not stop every package
        return {}


def _is_typed(desk: Desk, source: Source, path: str) -> bool:
    """Say whether a person typed this answer; words chosen from a list stand in many other places."""
    try:
        form = desk.form(source.record.form.digest)
    except BadInput:
        return True
    question = form.questions.get((form.root.name, *(step.partition("[")[0] for step in path.split("/"))))
    return question is None or question.kind is Kind.TEXT


def _line(chain: ChainRecorded) -> ChainLine:
    return ChainLine(
        product=chain.product,
        brand=chain.brand,
        contract=" · ".join(part for part in (chain.contract, chain.contract_number) if part),
        buyer=chain.buyer,
        source=chain.source.value,
        verified=chain.verified,
    )
