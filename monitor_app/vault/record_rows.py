"""Records as rows: every version, which of them stands, its reviews, its state. Rebuilt from events.

States and standing are decided by `domain`; here they are only kept where lists can find them.
"""

from collections.abc import Iterable

from monitor_app.domain.events import Event, RecordFinished, RecordReviewed
from monitor_app.domain.ordering import Stamp
from monitor_app.domain.records import Version, standing
from monitor_app.domain.reviewing import Decision, state_of
from monitor_app.vault import reading, search
from monitor_app.vault.vault import Vault

KIND = "record"
TABLES = ("record", "review", "received", "photo", "urgent")
CREATE = (
    """CREATE TABLE record (
        number INTEGER PRIMARY KEY, root TEXT NOT NULL UNIQUE, id TEXT NOT NULL, replaces TEXT NOT NULL,
        shown INTEGER NOT NULL, stands INTEGER NOT NULL, rivals INTEGER NOT NULL, kind TEXT NOT NULL,
        pseudonym TEXT NOT NULL, state TEXT NOT NULL, site TEXT NOT NULL, form TEXT NOT NULL,
        language TEXT NOT NULL, device TEXT NOT NULL, ms INTEGER NOT NULL, count INTEGER NOT NULL,
        finished_ms INTEGER NOT NULL, verified INTEGER NOT NULL)""",
    "CREATE INDEX record_id ON record (id)",
    "CREATE INDEX record_shown ON record (shown, finished_ms)",
    "CREATE INDEX record_state ON record (shown, state, finished_ms)",
    "CREATE INDEX record_site ON record (shown, site, finished_ms)",
    "CREATE INDEX record_device ON record (shown, device, finished_ms)",
    "CREATE INDEX record_kind ON record (shown, kind, finished_ms)",
    """CREATE TABLE review (
        root TEXT PRIMARY KEY, record TEXT NOT NULL, about TEXT NOT NULL, decision TEXT NOT NULL,
        ms INTEGER NOT NULL, count INTEGER NOT NULL, device TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX review_about ON review (about, ms, count, device)",
    "CREATE INDEX review_record ON review (record)",
    "CREATE TABLE received (root TEXT, device TEXT, PRIMARY KEY (root, device)) WITHOUT ROWID",
    """CREATE TABLE photo (
        root TEXT NOT NULL, position INTEGER NOT NULL, question TEXT NOT NULL, area TEXT NOT NULL,
        provision TEXT NOT NULL, PRIMARY KEY (root, position)) WITHOUT ROWID""",
    "CREATE INDEX photo_provision ON photo (provision, root)",
    "CREATE TABLE urgent (root TEXT PRIMARY KEY) WITHOUT ROWID",
)


def add_version(vault: Vault, root: str, event: RecordFinished, *, verified: bool) -> None:
    """Take in a finished or revised record."""
    # What most are: the first version. It stands and is shown at once, which spares every index a change.
    is_first = vault.row("SELECT 1 FROM record WHERE id = ?", event.subject) is None
    vault.run(
        f"INSERT OR IGNORE INTO record VALUES (NULL{', ?' * 17})",  # noqa: S608 - only question marks
        *(root, event.subject, event.replaces, is_first, is_first, 0, event.record_kind, event.pseudonym),
        *(_state(vault, root), event.site, event.form.digest, event.language, event.device),
        *(event.time.ms, event.time.count, event.finished_ms, verified),
    )
    for at, one in enumerate(event.photos):
        vault.run(
            "INSERT OR IGNORE INTO photo VALUES (?, ?, ?, ?, ?)",
            *(root, at, one.question, one.area, one.provision),
        )
    if event.is_urgent:
        vault.run("INSERT OR IGNORE INTO urgent VALUES (?)", root)
    heads = [root] if is_first else _stand(vault, event.subject)
    if root in heads:
        rivals = [reading.event_of(vault, head) for head in heads if head != root]
        _index(vault, event.subject, [event, *rivals])


def drop_version(vault: Vault, root: str, record: str) -> None:
    """Take out a version that was erased; what others say of the record stays. Runs inside a transaction."""
    vault.run("DELETE FROM review WHERE about = ?", root)
    vault.run("DELETE FROM photo WHERE root = ?", root)
    vault.run("DELETE FROM urgent WHERE root = ?", root)
    if vault.run("DELETE FROM record WHERE root = ?", root):
        heads = _stand(vault, record)
        search.drop(vault, KIND, record)
        if heads:
            _index(vault, record, [reading.event_of(vault, head) for head in heads])


def _index(vault: Vault, record: str, versions: Iterable[Event | None]) -> None:
    texts = [searched(version) for version in versions if isinstance(version, RecordFinished)]
    search.put(vault, KIND, record, "\n".join(texts))


def add_review(vault: Vault, root: str, event: RecordReviewed) -> None:
    """Take in a decision; it counts for the version it is about, whichever arrives first."""
    vault.run(
        "INSERT OR IGNORE INTO review VALUES (?, ?, ?, ?, ?, ?, ?)",
        *(root, event.subject, event.about, event.decision, event.time.ms, event.time.count, event.device),
    )
    refresh_states(vault, [event.about])


def add_received(vault: Vault, roots: Iterable[str], device: str) -> None:
    """Take in a device's receipt."""
    known = list(roots)
    vault.db.conn.executemany(
        "INSERT OR IGNORE INTO received VALUES (?, ?)", [(root, device) for root in known]
    )
    refresh_states(vault, known)


def refresh_states(vault: Vault, roots: Iterable[str]) -> None:
    """Work out anew the state of these versions."""
    for root in roots:
        if vault.row("SELECT 1 FROM record WHERE root = ?", root):
            vault.run("UPDATE record SET state = ? WHERE root = ?", _state(vault, root), root)


def searched(event: RecordFinished) -> str:
    """Return all of a record that search may find: its pseudonym, its words, the names of its files."""
    words = [event.pseudonym]
    for answer in event.answers.values():
        words += [answer] if isinstance(answer, str) else answer if isinstance(answer, list) else []
    for photo in event.photos:
        words += [photo.original.name, photo.area]
    return "\n".join(words)


def _state(vault: Vault, root: str) -> str:
    found = vault.row(
        """SELECT
            (SELECT decision FROM review WHERE about = ?1 ORDER BY ms DESC, count DESC, device DESC LIMIT 1),
            EXISTS (SELECT 1 FROM received WHERE root = ?1),
            EXISTS (
                SELECT 1 FROM event e
                JOIN outbox o ON o.stream = e.stream AND e.number BETWEEN o.first AND o.last
                WHERE e.root = ?1 AND o.state <> 'here')""",
        root,
    )
    decided, is_confirmed, is_sent = found or (None, False, False)
    return state_of(
        decision=Decision(decided) if decided else None,
        is_confirmed=bool(is_confirmed),
        is_sent=bool(is_sent),
    )


def _stand(vault: Vault, record: str) -> list[str]:
    """Mark which versions stand and which one is shown; return the roots that stand."""
    found = vault.rows("SELECT root, replaces, ms, count, device FROM record WHERE id = ?", record)
    heads = standing(
        Version(root=root, replaces=replaces, stamp=Stamp(ms, count), device=device)
        for root, replaces, ms, count, device in found
    )
    roots = [head.root for head in heads]
    if len(found) > 1:
        vault.run("UPDATE record SET shown = 0, stands = 0, rivals = 0 WHERE id = ?", record)
    for root in roots:
        vault.run(
            "UPDATE record SET shown = ?, stands = 1, rivals = ? WHERE root = ?",
            *(root == roots[0], len(roots) - 1, root),
        )
    return roots
