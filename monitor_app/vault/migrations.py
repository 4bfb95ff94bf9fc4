"""How the kept tables came to be, step by step.

A released step is never edited; rebuilt tables are not here.
"""

from collections.abc import Collection

from monitor_app.vault.driver import Database, Migrations

steps = Migrations("vault")


@steps()
def m0001_log(db: Database) -> None:
    """Keep the log: headers in chains, bodies beside them."""
    db.conn.execute(
        """CREATE TABLE event (
            id INTEGER PRIMARY KEY, stream TEXT NOT NULL, number INTEGER NOT NULL, root TEXT NOT NULL,
            hash TEXT NOT NULL, header BLOB NOT NULL, public BLOB NOT NULL, signature BLOB NOT NULL,
            verified INTEGER NOT NULL, UNIQUE (stream, number))"""
    )
    db.conn.execute("CREATE INDEX event_root ON event (root)")
    db.conn.execute(
        "CREATE TABLE body (id INTEGER PRIMARY KEY, root TEXT NOT NULL UNIQUE, content BLOB NOT NULL)"
    )


@steps()
def m0002_drafts(db: Database) -> None:
    """Keep drafts answer by answer, and which question was kept when."""
    db.conn.execute(
        """CREATE TABLE draft (
            id TEXT PRIMARY KEY, record_kind TEXT NOT NULL, form_digest TEXT NOT NULL, language TEXT NOT NULL,
            site TEXT NOT NULL, pseudonym TEXT NOT NULL, replaces TEXT NOT NULL, place TEXT NOT NULL,
            photos TEXT NOT NULL, started_ms INTEGER NOT NULL, changed_ms INTEGER NOT NULL) WITHOUT ROWID"""
    )
    db.conn.execute(
        """CREATE TABLE draft_answer (
            draft TEXT NOT NULL REFERENCES draft (id) ON DELETE CASCADE, path TEXT NOT NULL,
            value TEXT, sealed BLOB, PRIMARY KEY (draft, path)) WITHOUT ROWID"""
    )
    db.conn.execute(
        """CREATE TABLE draft_audit (
            id INTEGER PRIMARY KEY, draft TEXT NOT NULL, path TEXT NOT NULL, at_ms INTEGER NOT NULL)"""
    )
    db.conn.execute("CREATE INDEX draft_audit_draft ON draft_audit (draft, id)")


@steps()
def m0003_keys_and_people(db: Database) -> None:
    """Keep keys, settings, rosters and the people on them, questionnaires, and sealed files."""
    db.conn.execute("CREATE TABLE key (name TEXT PRIMARY KEY, content BLOB NOT NULL) WITHOUT ROWID")
    db.conn.execute("CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")
    db.conn.execute("CREATE TABLE roster (version INTEGER PRIMARY KEY, signed BLOB NOT NULL)")
    db.conn.execute("CREATE TABLE person (box TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID")
    db.conn.execute(
        """CREATE TABLE form (
            added INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, id TEXT NOT NULL, version TEXT NOT NULL,
            title TEXT NOT NULL, published INTEGER NOT NULL, xform BLOB NOT NULL, lists BLOB NOT NULL)"""
    )
    db.conn.execute("CREATE TABLE attachment (id TEXT PRIMARY KEY, ref TEXT NOT NULL) WITHOUT ROWID")


@steps()
def m0004_sending(db: Database) -> None:
    """Keep what goes out and what is known of others."""
    db.conn.execute(
        """CREATE TABLE outbox (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, priority INTEGER NOT NULL, content BLOB,
            chunk TEXT NOT NULL, size INTEGER NOT NULL, stream TEXT NOT NULL, first INTEGER NOT NULL,
            last INTEGER NOT NULL, state TEXT NOT NULL, tries INTEGER NOT NULL)"""
    )
    db.conn.execute("CREATE INDEX outbox_due ON outbox (state, priority, id)")
    db.conn.execute("CREATE INDEX outbox_run ON outbox (stream, first, last)")
    db.conn.execute("CREATE TABLE packed (stream TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID")
    db.conn.execute("CREATE TABLE peer (place TEXT PRIMARY KEY, mark TEXT NOT NULL) WITHOUT ROWID")
    db.conn.execute(
        """CREATE TABLE segment_key (
            name TEXT PRIMARY KEY, writer TEXT NOT NULL, content_key BLOB NOT NULL) WITHOUT ROWID"""
    )
    db.conn.execute("CREATE INDEX segment_key_writer ON segment_key (writer, name)")
    db.conn.execute(
        """CREATE TABLE held_back (
            name TEXT PRIMARY KEY, writer TEXT NOT NULL, reason TEXT NOT NULL, sentence TEXT NOT NULL,
            since_ms INTEGER NOT NULL) WITHOUT ROWID"""
    )


@steps()
def m0005_erasing(db: Database) -> None:
    """Keep what was erased for ever, files still to delete, and bodies whose kind we cannot judge yet."""
    db.conn.execute(
        """CREATE TABLE erased (
            root TEXT PRIMARY KEY, subject TEXT NOT NULL, device TEXT NOT NULL, by_root TEXT NOT NULL,
            ms INTEGER NOT NULL) WITHOUT ROWID"""
    )
    db.conn.execute("CREATE INDEX erased_subject ON erased (subject, device)")
    db.conn.execute(
        "CREATE TABLE doomed (what TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (what, name)) WITHOUT ROWID"
    )
    db.conn.execute("CREATE TABLE unjudged (root TEXT PRIMARY KEY, refused INTEGER NOT NULL) WITHOUT ROWID")


@steps()
def m0006_tally(db: Database) -> None:
    """Keep a running sum over every table (see `tally`)."""
    db.conn.execute(
        """CREATE TABLE tally (
            name TEXT PRIMARY KEY, row_count INTEGER NOT NULL, total BLOB NOT NULL) WITHOUT ROWID"""
    )


@steps()
def m0007_drafts_between_versions(db: Database) -> None:
    """Keep what was decided by answers that lie sealed, and a draft as it was before a newer questionnaire."""
    db.conn.execute(
        """CREATE TABLE draft_known (
            draft TEXT NOT NULL REFERENCES draft (id) ON DELETE CASCADE, rule TEXT NOT NULL,
            holds INTEGER NOT NULL, PRIMARY KEY (draft, rule)) WITHOUT ROWID"""
    )
    db.conn.execute(
        """CREATE TABLE draft_before (
            draft TEXT PRIMARY KEY REFERENCES draft (id) ON DELETE CASCADE,
            content BLOB NOT NULL) WITHOUT ROWID"""
    )


@steps()
def m0008_transfer(db: Database) -> None:
    """Keep when a parcel was first tried and last sent, and which chunks are awaited or not confirmed yet."""
    db.conn.execute(
        """CREATE TABLE sending (
            name TEXT PRIMARY KEY, day TEXT NOT NULL, sent_ms INTEGER NOT NULL) WITHOUT ROWID"""
    )
    db.conn.execute(
        """CREATE TABLE awaited (
            chunk TEXT PRIMARY KEY, kind INTEGER NOT NULL, box TEXT NOT NULL, is_here INTEGER NOT NULL)
            WITHOUT ROWID"""
    )
    db.conn.execute("CREATE INDEX awaited_next ON awaited (is_here, kind, chunk)")
    db.conn.execute("CREATE INDEX awaited_box ON awaited (is_here, box)")


@steps()
def m0009_identity(db: Database) -> None:
    """Keep where identity parts lie, who answers for each, and until when it may be kept."""
    db.conn.execute(
        """CREATE TABLE identity (
            root TEXT PRIMARY KEY, record TEXT NOT NULL, owner TEXT NOT NULL, until_ms INTEGER NOT NULL)
            WITHOUT ROWID"""
    )
    db.conn.execute("CREATE INDEX identity_due ON identity (until_ms)")
    db.conn.execute("CREATE INDEX identity_record ON identity (record, until_ms)")


@steps()
def m0010_putting_away(db: Database) -> None:
    """Keep what was sealed away for a journey, and which bodies were cleared because others hold them."""
    db.conn.execute("CREATE TABLE archive (id INTEGER PRIMARY KEY, sealed BLOB NOT NULL)")
    db.conn.execute("CREATE TABLE cleared (root TEXT PRIMARY KEY, ms INTEGER NOT NULL) WITHOUT ROWID")


@steps()
def m0011_parcels(db: Database) -> None:
    """Keep what each segment is in its stream, and which objects are to leave the shared place."""
    db.conn.execute(
        """CREATE TABLE parcel (
            name TEXT PRIMARY KEY, hash TEXT NOT NULL, previous TEXT NOT NULL, stands_for TEXT NOT NULL,
            first INTEGER NOT NULL, last INTEGER NOT NULL, bare TEXT NOT NULL) WITHOUT ROWID"""
    )
    db.conn.execute("CREATE TABLE leaving (name TEXT PRIMARY KEY, replacement TEXT NOT NULL) WITHOUT ROWID")
    db.conn.execute(
        "CREATE TABLE gone (name TEXT NOT NULL, place TEXT NOT NULL, PRIMARY KEY (name, place)) WITHOUT ROWID"
    )


@steps()
def m0012_places(db: Database) -> None:
    """Keep several shared places, and of each which parcels it lacks and which lie there."""
    db.conn.execute(
        """CREATE TABLE place (
            id TEXT PRIMARY KEY, position INTEGER NOT NULL, name TEXT NOT NULL, access BLOB NOT NULL,
            is_on INTEGER NOT NULL, is_automatic INTEGER NOT NULL) WITHOUT ROWID"""
    )
    db.conn.execute(
        """CREATE TABLE waiting (
            place TEXT NOT NULL REFERENCES place (id) ON DELETE CASCADE, priority INTEGER NOT NULL,
            parcel INTEGER NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
            PRIMARY KEY (place, priority, parcel)) WITHOUT ROWID"""
    )
    db.conn.execute("CREATE UNIQUE INDEX waiting_parcel ON waiting (parcel, place)")
    db.conn.execute(
        """CREATE TABLE lying (
            place TEXT NOT NULL REFERENCES place (id) ON DELETE CASCADE,
            parcel INTEGER NOT NULL REFERENCES outbox (id) ON DELETE CASCADE, day TEXT NOT NULL,
            sent_ms INTEGER NOT NULL, is_there INTEGER NOT NULL, PRIMARY KEY (place, parcel)) WITHOUT ROWID"""
    )
    db.conn.execute("CREATE INDEX lying_parcel ON lying (parcel)")
    _move_first_place(db)
    db.conn.execute("DROP TABLE sending")


@steps()
def m0013_shorter_sums(db: Database) -> None:
    """Begin the running sums anew: what a hash in the same row names is no part of them."""
    db.conn.execute("DELETE FROM tally")


def _move_first_place(db: Database) -> None:
    """Make the one place there was the first, with what opens it, what lies there, and when it was visited.

    The table of keys is compared after an upgrade: what opened the place goes from there with its first change.
    """
    db.conn.execute(
        """INSERT INTO place SELECT 'first', 0, '', coalesce(
            (SELECT content FROM key WHERE name = 'place'
                AND json_extract(CAST(content AS TEXT), '$.address') = json_extract(value, '$')),
            CAST(json_object('address', json_extract(value, '$')) AS BLOB)), 1, 1
        FROM setting WHERE key = 'address' AND json_extract(value, '$') <> ''"""
    )
    db.conn.execute(
        """INSERT INTO waiting SELECT place.id, priority, outbox.id FROM outbox, place
        WHERE outbox.state = 'here'"""
    )
    db.conn.execute(
        """INSERT INTO lying
        SELECT p.id, o.id, coalesce(s.day, ''), coalesce(s.sent_ms, 0), o.state = 'sent'
        FROM place p, outbox o LEFT JOIN sending s ON s.name = o.name
        WHERE o.state = 'sent' OR (o.state = 'here' AND s.name IS NOT NULL)"""
    )
    marks = {
        "reached_ms": "synced_ms",
        "listed_ms": "listed_ms",
        "looked_ms": "looked_back_ms",
        "swept_ms": "swept_ms",
    }
    read = "json(coalesce((SELECT value FROM setting WHERE key = '{}'), '0'))"
    fields = ", ".join(f"'{name}', {read.format(key)}" for name, key in marks.items())
    db.conn.execute(
        f"""INSERT INTO setting SELECT 'visited/' || id, json_patch(
            coalesce((SELECT value FROM setting WHERE key = 'sync_odd'), '{{}}'), json_object({fields}))
        FROM place"""  # noqa: S608 - our own words
    )
    for key in ("address", "sync_odd", *marks.values()):
        db.conn.execute("DELETE FROM setting WHERE key = ?", (key,))


_STEPS = (
    m0001_log,
    m0002_drafts,
    m0003_keys_and_people,
    m0004_sending,
    m0005_erasing,
    m0006_tally,
    m0007_drafts_between_versions,
    m0008_transfer,
    m0009_identity,
    m0010_putting_away,
    m0011_parcels,
    m0012_places,
    m0013_shorter_sums,
)
OURS = frozenset(step.__name__ for step in _STEPS)


def bring_up_to_date(db: Database, *, only: Collection[str] = OURS) -> None:
    """Take the steps that are missing, each in a transaction of its own; `only`: up to the last of these."""
    if steps.pending(db):
        steps.apply(db, stop_before=[step.__name__ for step in _STEPS if step.__name__ not in only])


def unknown(db: Database) -> list[str]:
    """Return steps that were taken by a newer program."""
    return sorted({step.name for step in steps.applied(db)} - OURS)
