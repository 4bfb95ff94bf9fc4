"""A finding with accounts and an observation, of which tests change one thing at a time."""

from monitor_app.bundles.airlock import sort_of
from monitor_app.bundles.case import Case, Source
from monitor_app.crypto.bodies import body_root, encode_body, redacted, salted
from monitor_app.domain.events import (
    ChainRecorded,
    CustodyNoted,
    FileRef,
    FindingRecorded,
    FormRef,
    Photo,
    RecordFinished,
    RecordKind,
    SiteRecorded,
    to_leaves,
)
from monitor_app.domain.findings import Degree, EvidenceLink, FindingState, Severity
from monitor_app.domain.ordering import Stamp
from monitor_app.domain.supply import LinkSource

NOON = 1_784_462_400_000  # 2026-07-19 12:00 UTC, a Sunday
PHOTO_BYTES = b"\xff\xd8 picture without metadata"
KINDS = {"late": "select_one", "owed": "decimal", "since": "date", "words": "text", "hr_shift": "select_one"}
PLANTED = (
    "W-4K7QZ-M",
    "box-of-the-monitor",
    "Line 4, third bench",
    "night-shift",
    "2026-07-12",
    "sealed-identity",
)
ALL_YES = {
    f"consent_uses/agree_share_{who}": "yes" for who in ("union", "employer", "brand", "buyers", "public")
}


def file_ref(name):
    return FileRef(
        id=name,
        name="IMG_0001.JPG",
        media_type="image/jpeg",
        size=len(PHOTO_BYTES),
        sha256=name[0] * 64,
        key="c2VjcmV0LWtleQ==",
        chunks=("chunk",),
    )


def account(number, *, kind=RecordKind.INTERVIEW, consent=None, photo=False, **answers):
    consent = ALL_YES if consent is None else consent
    said = {
        "wages/late": "yes",
        "wages/owed": 431.5,
        "wages/since": "2026-07-12",
        "wages/words": "Line 4, third bench",
        "hours/hr_shift": "night-shift",
        **answers,
    }
    photos = (Photo(question="p", original=file_ref("a1"), working=file_ref("b1"), thumbnail=file_ref("c1")),)
    record = RecordFinished(
        subject=f"record-{number}",
        device="box-of-the-monitor",
        time=Stamp(NOON),
        record_kind=kind,
        pseudonym="W-4K7QZ-M",
        form=FormRef(id="f", version="1", digest="0" * 64),
        language="zh",
        site="site-1",
        answers={**said, **consent},
        photos=photos if photo else (),
        identity="sealed-identity",
        started_ms=NOON - 3_600_000,
        finished_ms=NOON,
    )
    leaves = salted(to_leaves(record))
    sorts = {path: sort_of(path, KINDS.get(path.rpartition("/")[2], "text")) for path in record.answers}

    def redact(shown):
        return encode_body(redacted(leaves, shown.__contains__))

    return Source(body_root(leaves).hex(), record, redact, sorts, {"b1": lambda: iter([PHOTO_BYTES])})


def observation(number, **options):
    return account(number, kind=RecordKind.OBSERVATION, consent={}, **options)


def case(*sources, contradicting=(), **changes):
    links = [EvidenceLink(record=one.record.subject, root=one.root) for one in sources]
    links += [EvidenceLink(record=one.record.subject, root=one.root, supports=False) for one in contradicting]
    finding = FindingRecorded(
        subject="finding-1",
        device="box-of-the-coordinator",
        time=Stamp(NOON),
        provision="wages",
        site="site-1",
        title="Wages are paid late",
        summary="Wages for May came three weeks late.",
        severity=Severity(scale=Degree.MEDIUM, scope=Degree.HIGH, irremediable=Degree.LOW),
        state=FindingState.CORROBORATED,
        evidence=tuple(links),
        chains=("chain-1",),
    )
    site = SiteRecorded(subject="site-1", device="d", time=Stamp(NOON), name="Bright Harbour", country="XX")
    return Case(
        finding=finding,
        sources=[*sources, *contradicting],
        **{
            "sites": {"site-1": site},
            "chains": [chain()],
            "custody": [note(one) for one in sources],
            **changes,
        },
    )


def chain(**changes):
    return ChainRecorded(
        **{
            "subject": "chain-1",
            "device": "d",
            "time": Stamp(NOON),
            "site": "site-1",
            "product": "Monitor 24",
            "brand": "Lumo",
            "contract": "Screens for schools",
            "contract_number": "2024/S 123-456789",
            "buyer": "City of Example",
            "source": LinkSource.WORKER_STATEMENT,
            "verified": True,
            **changes,
        }
    )


def note(source):
    return CustodyNoted(
        subject=source.root,
        device="box-of-the-monitor",
        time=Stamp(NOON + 1),
        action="opened",
        detail={"by": "person-7", "hash": "d" * 64},
    )


def content(disclosure, path):
    entry = next(one for one in disclosure.entries if one.path == path)
    return b"".join(entry.open())
