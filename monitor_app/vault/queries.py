"""Reading for screens: pages of rows by SQL, never whole tables. Nothing is written here."""

from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec

from monitor_app.domain.events import BundleMade, ConsentWithdrawn, RecordErased, RecordFinished, RecordReviewed
from monitor_app.domain.ordering import Stamp
from monitor_app.domain.reviewing import RecordState
from monitor_app.errors import BadInput
from monitor_app.text import N_
from monitor_app.vault import reading, record_rows, search
from monitor_app.vault.vault import Vault
from monitor_app.vault.views import (
    ChainRow,
    CustodyRow,
    FindingRow,
    QuestionnaireRow,
    RecordFilter,
    RecordRow,
    RecordView,
    ReviewRow,
    SiteRow,
    VersionRow,
)

Row = TypeVar("Row", bound=msgspec.Struct)

# Rivals are rare: only for them are the other versions looked up.
_HAS_QUERY = """(r.state = 'queried' OR (r.rivals > 0
    AND EXISTS (SELECT 1 FROM record q WHERE q.id = r.id AND q.stands AND q.state = 'queried')))"""
_NEWEST_FIRST = "ORDER BY r.finished_ms DESC, r.number DESC"
_RECORD = f"""SELECT r.id, r.root, r.kind, r.pseudonym, r.state, r.site, coalesce(s.name, '') AS site_name,
    coalesce(f.title, '') AS form_title, r.language, r.device, coalesce(p.name, '') AS device_name,
    r.finished_ms, r.rivals, r.verified, {_HAS_QUERY} AS has_query,
    EXISTS (SELECT 1 FROM urgent u WHERE u.root = r.root) AS is_urgent
    FROM record r LEFT JOIN site s ON s.id = coalesce(
        (SELECT kept FROM alias WHERE what = 'site' AND name = r.site), r.site)
    LEFT JOIN form f ON f.digest = r.form
    LEFT JOIN person p ON p.box = r.device"""  # noqa: S608 - our own names
_BY_SEARCH = f"""r.id IN (SELECT ss.subject FROM search JOIN search_subject ss ON ss.number = search.rowid
    WHERE search MATCH ? AND ss.kind = '{record_rows.KIND}')"""  # noqa: S608 - our own names
_BY_PROVISION = """(r.root IN (SELECT root FROM photo WHERE provision = ?) OR r.id IN (
    SELECT fe.record FROM finding_evidence fe JOIN finding fi ON fi.id = fe.finding WHERE fi.provision = ?))"""


def records(vault: Vault, wanted: RecordFilter, *, offset: int = 0, limit: int = 50) -> list[RecordRow]:
    """Return a page of records, last finished first."""
    where, values = _where(wanted, _doubles(vault, wanted.site))
    sql = f"{_RECORD} WHERE r.number IN ({_page(where)}) {_NEWEST_FIRST}"
    return _rows(RecordRow, vault.rows(sql, *values, limit, offset))


def count_records(vault: Vault, wanted: RecordFilter) -> int:
    """Count the records a filter lets through."""
    where, values = _where(wanted, _doubles(vault, wanted.site))
    return _count(vault, f"SELECT count(*) FROM record r WHERE {where}", *values)  # noqa: S608 - our own names


def count_by_state(vault: Vault) -> dict[RecordState, int]:
    """Count records by state."""
    found = vault.rows("SELECT state, count(*) FROM record WHERE shown = 1 GROUP BY state")
    return {RecordState(state): count for state, count in found}


def urgent(vault: Vault) -> list[RecordRow]:
    """Return what says that somebody is in danger and no coordinator decided about, longest waiting first."""
    where = """r.root IN (SELECT root FROM urgent) AND r.stands = 1
        AND NOT EXISTS (SELECT 1 FROM review WHERE about = r.root)"""
    return _rows(RecordRow, vault.rows(f"{_RECORD} WHERE {where} ORDER BY r.finished_ms, r.number"))


def record(vault: Vault, record_id: str, *, root: str = "") -> RecordView:
    """Open a record, at the version `root` or the newest standing one. Raise BadInput if unknown."""
    chosen, values = ("r.root = ?", (record_id, root)) if root else ("r.shown = 1", (record_id,))
    found = _rows(RecordRow, vault.rows(f"{_RECORD} WHERE r.id = ? AND {chosen}", *values))
    if not found and vault.row("SELECT 1 FROM erased WHERE subject = ?", record_id):
        raise BadInput(N_("This record was erased."), N_("Only the note that it existed is kept."))
    if not found:
        raise BadInput(N_("There is no such record here."), N_("Sync, or look for it in the list of records."))
    event = reading.event_of(vault, found[0].root)
    finished = event if isinstance(event, RecordFinished) else None
    return RecordView(
        row=found[0],
        event=finished,
        versions=_versions(vault, record_id),
        reviews=_reviews(vault, record_id),
        photos=finished.photos if finished else (),
        findings=tuple(findings_on(vault, record_id)),
    )


def sites(vault: Vault) -> list[SiteRow]:
    """Return all sites by name."""
    not_joined = "id NOT IN (SELECT name FROM alias WHERE what = 'site')"
    return _rows(SiteRow, vault.rows(f"{_SITE} WHERE {not_joined} ORDER BY name, id"))


def site_roots(vault: Vault) -> dict[str, str]:
    """Return the root of what each site is called now, joined ones too."""
    return dict(vault.rows("SELECT id, root FROM site"))


def site(vault: Vault, site_id: str) -> SiteRow | None:
    """Return one site."""
    found = _rows(SiteRow, vault.rows(f"{_SITE} WHERE id = ?", site_id))
    return found[0] if found else None


def findings(vault: Vault, *, site: str = "") -> list[FindingRow]:
    """Return all findings, or those of one site, last changed first."""
    where, values = ("WHERE fi.site = ?", (site,)) if site else ("", ())
    sql = f"{_FINDING} {where} ORDER BY fi.ms DESC, fi.count DESC, fi.id"
    return _rows(FindingRow, vault.rows(sql, *values))


def finding_root(vault: Vault, finding_id: str) -> str:
    """Return the root of a finding's newest version. Raise BadInput if unknown."""
    row = vault.row("SELECT root FROM finding WHERE id = ?", finding_id)
    if row is None:
        raise BadInput(N_("There is no such finding here."), N_("Look for it in the list of findings."))
    return str(row[0])


def observations(vault: Vault, record_ids: Sequence[str]) -> frozenset[str]:
    """Return which of these records are observations (for `domain.findings.support`)."""
    sql = "SELECT 1 FROM record WHERE id = ? AND shown = 1 AND kind = 'observation'"
    return frozenset(record_id for record_id in record_ids if vault.row(sql, record_id))


def chains(vault: Vault, *, site: str = "") -> list[ChainRow]:
    """Return all chains, or those of one site."""
    where, values = ("WHERE site = ?", (site,)) if site else ("", ())
    sql = f"SELECT {', '.join(ChainRow.__struct_fields__)} FROM chain {where} ORDER BY buyer, contract, id"  # noqa: S608 - our own names
    return _rows(ChainRow, vault.rows(sql, *values))


def questionnaires(vault: Vault) -> list[QuestionnaireRow]:
    """Return the questionnaires that were published, newest first; `is_here`: compiled in this vault."""
    return _rows(
        QuestionnaireRow,
        vault.rows(
            """SELECT q.id AS digest, q.root, q.form_id, q.version, q.title,
            EXISTS (SELECT 1 FROM form f WHERE f.digest = q.id) AS is_here
            FROM questionnaire q ORDER BY q.ms DESC, q.count DESC"""
        ),
    )


def custody(vault: Vault, *, subject: str = "", limit: int = 200) -> list[CustodyRow]:
    """Return custody entries, newest first."""
    where, values = ("WHERE subject = ?", (subject,)) if subject else ("", ())
    sql = (
        f"SELECT root, subject, action, detail, device, ms FROM custody {where} ORDER BY ms DESC, root LIMIT ?"  # noqa: S608 - our own names
    )
    return [
        CustodyRow(
            root=root, subject=about, action=act, detail=msgspec.json.decode(told), device=device, at_ms=ms
        )
        for root, about, act, told, device, ms in vault.rows(sql, *values, limit)
    ]


def unreceipted(vault: Vault, stream: str, *, limit: int = 1000) -> list[str]:
    """Return the roots of a stream's bodies that are here and that no BodiesReceived names yet."""
    found = vault.rows(
        """SELECT e.root FROM event e JOIN body b ON b.root = e.root
        WHERE e.stream = ? AND NOT EXISTS (SELECT 1 FROM received WHERE root = e.root)
        ORDER BY e.number LIMIT ?""",
        *(stream, limit),
    )
    return [root for (root,) in found]


def withdrawn(vault: Vault, record_ids: Sequence[str]) -> list[ConsentWithdrawn]:
    """Return what was taken back for these records, in the order it was said."""
    found = [
        row
        for record_id in dict.fromkeys(record_ids)
        for row in vault.rows("SELECT ms, root FROM withdrawal WHERE record = ?", record_id)
    ]
    read = [reading.event_of(vault, root) for _, root in sorted(found)]
    # A coordinator says it twice: to all coordinators, and to the record's writer.
    return list(dict.fromkeys(event for event in read if isinstance(event, ConsentWithdrawn)))


def bundles_with(vault: Vault, roots: Sequence[str]) -> list[BundleMade]:
    """Return the packages that show any of these bodies, oldest first."""
    found = {
        bundle
        for root in roots
        for (bundle,) in vault.rows("SELECT bundle FROM bundle_body WHERE body = ?", root)
    }
    read = [reading.event_of(vault, root) for root in found]
    return sorted(
        (event for event in read if isinstance(event, BundleMade)),
        key=lambda event: (event.time, event.subject),
    )


def versions_of(vault: Vault, record_id: str) -> list[tuple[str, str]]:
    """Return (root, box of the writer) of every version of a record, those erased too."""
    return vault.rows(
        """SELECT root, device FROM record WHERE id = ?
        UNION SELECT root, device FROM erased WHERE subject = ? ORDER BY 1""",
        *(record_id, record_id),
    )


def erasures(vault: Vault) -> list[RecordErased]:
    """Return every erasure that is known, newest first."""
    roots = vault.rows("SELECT by_root, max(ms) AS at FROM erased GROUP BY by_root ORDER BY at DESC, by_root")
    read = [reading.event_of(vault, root) for root, _ in roots]
    return [event for event in read if isinstance(event, RecordErased)]


def findings_on(vault: Vault, record_id: str) -> list[str]:
    """Return the ids of the findings that rest on a record."""
    found = vault.rows("SELECT DISTINCT finding FROM finding_evidence WHERE record = ? ORDER BY 1", record_id)
    return [finding for (finding,) in found]


def has_left(vault: Vault, root: str) -> bool:
    """Say whether a parcel with this body may have left this device, or came from another."""
    row = vault.row(
        """SELECT 1 FROM event e LEFT JOIN outbox o
        ON o.stream = e.stream AND e.number BETWEEN o.first AND o.last
        WHERE e.root = ? AND (o.state <> 'here' OR o.tries > 0
            OR EXISTS (SELECT 1 FROM lying WHERE parcel = o.id)
            OR EXISTS (SELECT 1 FROM leaving WHERE replacement = o.name))""",
        root,
    )
    return row is not None


def writer_of(vault: Vault, root: str) -> str | None:
    """Return the box in whose stream a body's header stands, or None if no such header is here."""
    row = vault.row("SELECT stream FROM event WHERE root = ?", root)
    return str(row[0]).partition("/")[0] if row else None


def device_names(vault: Vault) -> dict[str, str]:
    """Return the code names of all known devices by box."""
    return dict(vault.rows("SELECT box, name FROM person"))


_SITE = f"""SELECT {", ".join(SiteRow.__struct_fields__[:-1])},
    (SELECT count(*) FROM record WHERE shown = 1 AND site IN (SELECT site.id UNION ALL
        SELECT name FROM alias WHERE what = 'site' AND kept = site.id)) AS records FROM site"""  # noqa: S608 - our own names
_FINDING = """SELECT fi.id, fi.root, fi.provision, fi.site, coalesce(s.name, '') AS site_name, fi.title,
    fi.state, fi.scale, fi.ms AS changed_ms, fi.evidence FROM finding fi LEFT JOIN site s ON s.id = fi.site"""


def _where(wanted: RecordFilter, also: Sequence[str] = ()) -> tuple[str, list[Any]]:
    parts, values = (["r.shown = 1"], list[Any]()) if wanted.only_standing else (["r.shown IN (0, 1)"], [])
    for column in ("state", "kind"):
        if value := getattr(wanted, column):
            parts.append(f"r.{column} = ?")
            values.append(value)
    if wanted.site:
        sites = (wanted.site, *also)
        parts.append("r.site = ?" if not also else f"r.site IN ({', '.join('?' * len(sites))})")
        values += sites
    if wanted.box:
        parts.append("r.device = ?")
        values.append(wanted.box)
    if wanted.provision:
        parts.append(_BY_PROVISION)
        values += [wanted.provision, wanted.provision]
    if wanted.text.strip():
        typed = search.query(wanted.text)
        parts.append(_BY_SEARCH if typed else "0")
        values += [typed] if typed else []
    return " AND ".join(parts), values


def _doubles(vault: Vault, site: str) -> list[str]:
    """Return the factories that are taken for this one."""
    found = vault.rows("SELECT name FROM alias WHERE what = 'site' AND kept = ?", site) if site else []
    return [name for (name,) in found]


def _page(where: str) -> str:
    """Find a page by indexes alone, so that only its rows are read however far down the list it lies."""
    return f"SELECT r.number FROM record r WHERE {where} {_NEWEST_FIRST} LIMIT ? OFFSET ?"  # noqa: S608 - our own names


def _versions(vault: Vault, record_id: str) -> tuple[VersionRow, ...]:
    found = vault.rows(
        """SELECT r.root, r.replaces, r.device, coalesce(p.name, ''), r.ms, r.count, r.finished_ms, r.stands,
        r.state, r.verified FROM record r LEFT JOIN person p ON p.box = r.device WHERE r.id = ?
        ORDER BY r.ms DESC, r.count DESC, r.device DESC""",
        record_id,
    )
    return tuple(
        VersionRow(
            root=root,
            replaces=replaces,
            device=device,
            device_name=name,
            stamp=Stamp(ms, count),
            finished_ms=finished_ms,
            standing=bool(stands),
            state=RecordState(state),
            verified=bool(verified),
        )
        for root, replaces, device, name, ms, count, finished_ms, stands, state, verified in found
    )


def _reviews(vault: Vault, record_id: str) -> tuple[ReviewRow, ...]:
    """Return each decision once: it is written to the monitor and to all coordinators, and some read both."""
    found = vault.rows(
        """SELECT v.root, coalesce(p.name, '') FROM review v LEFT JOIN person p ON p.box = v.device
        WHERE v.record = ? ORDER BY v.ms, v.count, v.device""",
        record_id,
    )
    read = [(root, name, reading.event_of(vault, root)) for root, name in found]
    rows = {
        (event.about, event.time, event.device): ReviewRow(root=root, event=event, device_name=name)
        for root, name, event in read
        if isinstance(event, RecordReviewed)
    }
    return tuple(rows.values())


def _count(vault: Vault, sql: str, *values: object) -> int:
    row = vault.row(sql, *values)
    return int(row[0]) if row else 0


def _rows(kind: type[Row], found: list[tuple[Any, ...]]) -> list[Row]:
    """Make values of rows whose columns stand in the order of the fields; SQLite's 0 and 1 become booleans."""
    names = kind.__struct_fields__
    return [msgspec.convert(dict(zip(names, row, strict=True)), kind, strict=False) for row in found]


def aliases(vault: Vault, what: str) -> dict[str, str]:
    """Return for every joined name of this kind the one that is kept."""
    return dict(vault.rows("SELECT name, kept FROM alias WHERE what = ?", what))


def pseudonyms(vault: Vault, records: Sequence[str]) -> dict[str, str]:
    """Return the kept pseudonym of each of these records that is here."""
    sql = """SELECT coalesce((SELECT kept FROM alias WHERE what = 'worker' AND name = r.pseudonym), r.pseudonym)
        FROM record r WHERE r.shown = 1 AND r.id = ?"""
    found = ((record_id, vault.row(sql, record_id)) for record_id in records)
    return {record_id: row[0] for record_id, row in found if row}


def sources(vault: Vault, box: str = "") -> list[tuple[str, str, int]]:
    """Return (pseudonym, site's name, records) of every worker whose records a device wrote, or of all."""
    where = "WHERE r.shown = 1 AND r.kind = 'interview'" + (" AND r.device = ?" if box else "")
    return list(
        vault.rows(
            f"""SELECT r.pseudonym, coalesce(max(s.name), ''), count(*) FROM record r
            LEFT JOIN site s ON s.id = r.site {where} GROUP BY r.pseudonym ORDER BY r.pseudonym""",  # noqa: S608 - our own words
            *((box,) if box else ()),
        )
    )
