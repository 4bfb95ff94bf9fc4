"""Rows that screens read, derived from events alone: dropped and built anew when `VERSION` changes.

One function per event kind; each may run twice for one event without harm. Decides nothing.
"""

import msgspec

from monitor_app.domain.events import (
    BodiesReceived,
    BundleMade,
    ChainRecorded,
    ConsentWithdrawn,
    CustodyNoted,
    Event,
    FindingRecorded,
    PackConfirmed,
    PackPublished,
    QuestionnairePublished,
    RecordErased,
    RecordFinished,
    RecordReviewed,
    SameAs,
    SiteRecorded,
)
from monitor_app.domain.sameness import kept_names
from monitor_app.vault import (
    erasing,
    identities,
    outbox,
    packs,
    reading,
    record_rows,
    search,
    stored_settings,
    tally,
)
from monitor_app.vault.vault import Vault, saving

VERSION = 6
_VERSION_KEY = "projection_version"
_NEWEST = "root TEXT NOT NULL, ms INTEGER NOT NULL, count INTEGER NOT NULL, device TEXT NOT NULL"
_TABLES = (
    "site",
    "finding",
    "finding_evidence",
    "chain",
    "questionnaire",
    "custody",
    "bundle",
    "bundle_body",
    "withdrawal",
    "same",
    "alias",
)
_CREATE = (
    f"CREATE TABLE site (id TEXT PRIMARY KEY, {_NEWEST}, name TEXT, address TEXT, country TEXT) WITHOUT ROWID",
    f"""CREATE TABLE finding (id TEXT PRIMARY KEY, {_NEWEST}, provision TEXT, site TEXT, title TEXT,
        state TEXT, scale TEXT, evidence INTEGER) WITHOUT ROWID""",
    """CREATE TABLE finding_evidence (finding TEXT, record TEXT, root TEXT,
        PRIMARY KEY (finding, record, root)) WITHOUT ROWID""",
    "CREATE INDEX finding_evidence_record ON finding_evidence (record)",
    f"""CREATE TABLE chain (id TEXT PRIMARY KEY, {_NEWEST}, site TEXT, product TEXT, brand TEXT, contract TEXT,
        buyer TEXT, contract_number TEXT, source TEXT, verified INTEGER) WITHOUT ROWID""",
    f"""CREATE TABLE questionnaire (id TEXT PRIMARY KEY, {_NEWEST}, form_id TEXT, version TEXT,
        title TEXT) WITHOUT ROWID""",
    """CREATE TABLE custody (root TEXT PRIMARY KEY, subject TEXT, action TEXT, detail TEXT, device TEXT,
        ms INTEGER) WITHOUT ROWID""",
    "CREATE INDEX custody_subject ON custody (subject, ms)",
    "CREATE INDEX custody_ms ON custody (ms)",
    f"""CREATE TABLE same (id TEXT PRIMARY KEY, {_NEWEST}, what TEXT, name TEXT, other TEXT,
        joined INTEGER) WITHOUT ROWID""",
    "CREATE TABLE alias (what TEXT, name TEXT, kept TEXT, PRIMARY KEY (what, name)) WITHOUT ROWID",
    "CREATE INDEX alias_kept ON alias (what, kept)",
    """CREATE TABLE bundle (root TEXT PRIMARY KEY, id TEXT, audience TEXT, sha256 TEXT, finding TEXT,
        device TEXT, ms INTEGER) WITHOUT ROWID""",
    "CREATE TABLE bundle_body (body TEXT, bundle TEXT, PRIMARY KEY (body, bundle)) WITHOUT ROWID",
    "CREATE TABLE withdrawal (root TEXT PRIMARY KEY, record TEXT NOT NULL, ms INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE INDEX withdrawal_record ON withdrawal (record)",
)
ALL_TABLES = (*record_rows.TABLES, *search.TABLES, *packs.TABLES, *_TABLES)


def bring_up_to_date(vault: Vault) -> None:
    """Rebuild if the rows were made by another version of this module."""
    if not is_up_to_date(vault):
        rebuild(vault)


def is_up_to_date(vault: Vault) -> bool:
    """Say whether the rows were made by this version of this module."""
    return bool(stored_settings.get(vault, _VERSION_KEY) == VERSION)


@saving
def rebuild(vault: Vault) -> None:
    """Drop all rows and derive them again from every body that is here."""
    for table in ALL_TABLES:
        vault.run(f"DROP TABLE IF EXISTS {table}")
    for statement in (*record_rows.CREATE, *search.CREATE, *packs.CREATE, *_CREATE):
        vault.run(statement)
    tally.watch(vault.db, afresh=ALL_TABLES)
    last = 0
    while rows := vault.rows(
        """SELECT b.id, b.root, b.content, coalesce((SELECT max(verified) FROM event WHERE root = b.root), 0)
        FROM body b WHERE b.id > ? ORDER BY b.id LIMIT 200""",
        last,
    ):
        for last, root, content, verified in rows:  # noqa: B007 - the loop leaves the last id for the next page
            _derive(vault, root, reading.understood(content), verified=bool(verified))
    stored_settings.put(vault, _VERSION_KEY, VERSION)


def _derive(vault: Vault, root: str, event: Event | None, *, verified: bool) -> None:
    """Take a body that is here into the rows, unless it was erased or its kind could not be judged yet."""
    if erasing.refuses(vault, root, event):
        vault.run("DELETE FROM body WHERE root = ?", root)
    elif event is None:
        put_off(vault, root)
    elif not vault.row("SELECT 1 FROM unjudged WHERE root = ?", root):
        apply(vault, root, event, verified=verified)


def put_off(vault: Vault, root: str) -> None:
    """Note a body of a kind we do not know: whether its writer was entitled to it is judged once we do."""
    vault.run("INSERT OR IGNORE INTO unjudged VALUES (?, 0)", root)


def apply(vault: Vault, root: str, event: Event, *, verified: bool) -> None:  # noqa: C901, PLR0912 - one case a kind
    """Take one event into the rows. Runs inside a transaction."""
    match event:
        case RecordFinished():
            record_rows.add_version(vault, root, event, verified=verified)
            identities.note(vault, root, event)
        case RecordReviewed():
            record_rows.add_review(vault, root, event)
        case BodiesReceived():
            record_rows.add_received(vault, event.roots, event.device)
            outbox.mark_confirmed(vault, event.segments)
        case SiteRecorded():
            _site(vault, root, event)
        case FindingRecorded():
            _finding(vault, root, event)
        case ChainRecorded():
            _chain(vault, root, event)
        case QuestionnairePublished():
            _newest(
                vault,
                "questionnaire",
                root,
                event,
                event.form.digest,
                event.form.id,
                event.form.version,
                event.title,
            )
        case CustodyNoted():
            _custody(vault, root, event)
        case BundleMade():
            _bundle(vault, root, event)
        case SameAs():
            _same(vault, root, event)
        case PackPublished():
            packs.offer(vault, root, event)
        case PackConfirmed():
            packs.confirm(vault, event)
        case ConsentWithdrawn():
            vault.run("INSERT OR IGNORE INTO withdrawal VALUES (?, ?, ?)", root, event.subject, event.said_ms)
        case RecordErased():
            erasing.erase(vault, root, event)


def _newest(vault: Vault, table: str, root: str, event: Event, thing: str, *columns: object) -> bool:
    """Put a row in place of an older one of the same thing; say whether it was the newest."""
    known = vault.row(f"SELECT ms, count, device FROM {table} WHERE id = ?", thing)  # noqa: S608 - our own names
    stamp = (event.time.ms, event.time.count, event.device)
    if known and known > stamp:
        return False
    marks = ", ".join("?" * (5 + len(columns)))
    vault.run(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", thing, root, *stamp, *columns)  # noqa: S608 - as above
    return True


def _site(vault: Vault, root: str, event: SiteRecorded) -> None:
    if _newest(vault, "site", root, event, event.subject, event.name, event.address, event.country):
        search.put(vault, "site", event.subject, f"{event.name}\n{event.address}")


def _finding(vault: Vault, root: str, event: FindingRecorded) -> None:
    columns = (event.provision, event.site, event.title, event.state, event.severity.scale, len(event.evidence))
    if not _newest(vault, "finding", root, event, event.subject, *columns):
        return
    vault.run("DELETE FROM finding_evidence WHERE finding = ?", event.subject)
    vault.db.conn.executemany(
        "INSERT OR IGNORE INTO finding_evidence VALUES (?, ?, ?)",
        [(event.subject, link.record, link.root) for link in event.evidence],
    )
    search.put(vault, "finding", event.subject, f"{event.title}\n{event.summary}")


def _chain(vault: Vault, root: str, event: ChainRecorded) -> None:
    names = (event.site, event.product, event.brand, event.contract, event.buyer, event.contract_number)
    _newest(vault, "chain", root, event, event.subject, *names, event.source, event.verified)


def _same(vault: Vault, root: str, event: SameAs) -> None:
    """Take in that two names are one, and work out anew which of each are kept."""
    columns = (event.what, event.subject, event.other, event.is_joined)
    if not _newest(vault, "same", root, event, f"{event.what}/{event.subject}", *columns):
        return
    pairs = vault.rows("SELECT name, other FROM same WHERE what = ? AND joined", event.what)
    vault.run("DELETE FROM alias WHERE what = ?", event.what)
    vault.db.conn.executemany(
        "INSERT INTO alias VALUES (?, ?, ?)",
        [(event.what, name, kept) for name, kept in sorted(kept_names(pairs).items())],
    )


def _custody(vault: Vault, root: str, event: CustodyNoted) -> None:
    detail = msgspec.json.encode(event.detail, order="sorted").decode()
    row = (root, event.subject, event.action, detail, event.device, event.time.ms)
    vault.run("INSERT OR IGNORE INTO custody VALUES (?, ?, ?, ?, ?, ?)", *row)


def _bundle(vault: Vault, root: str, event: BundleMade) -> None:
    row = (root, event.subject, event.audience, event.sha256, event.finding, event.device, event.time.ms)
    vault.run("INSERT OR IGNORE INTO bundle VALUES (?, ?, ?, ?, ?, ?, ?)", *row)
    vault.db.conn.executemany(
        "INSERT OR IGNORE INTO bundle_body VALUES (?, ?)", [(body, root) for body in event.roots]
    )
