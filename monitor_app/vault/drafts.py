"""Drafts: each answer durable as it is given, with an audit line of which question and when.

Identity answers arrive sealed and stay so; nothing here can read them.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from monitor_app.domain.events import Photo, RecordFinished, RecordKind
from monitor_app.errors import BadInput
from monitor_app.text import N_
from monitor_app.vault import erasing, events
from monitor_app.vault.vault import Vault, saving
from monitor_app.vault.views import AuditLine, Draft, DraftSummary, Stored

_PHOTOS = msgspec.json.Decoder(tuple[Photo, ...])


@saving
def begin(  # noqa: PLR0913 - a draft is all of this from its first moment
    vault: Vault,
    draft_id: str,
    *,
    record_kind: RecordKind,
    form_digest: str,
    language: str,
    site: str,
    now_ms: int,
    replaces: str = "",
    pseudonym: str = "",
) -> None:
    """Start a draft; the finished record keeps its id. Raise BadInput if one of that id is open."""
    fresh = vault.run(
        "INSERT OR IGNORE INTO draft VALUES (?, ?, ?, ?, ?, ?, ?, '', '[]', ?, ?)",
        *(draft_id, record_kind, form_digest, language, site, pseudonym, replaces, now_ms, now_ms),
    )
    if not fresh:
        raise BadInput(
            N_("This record is being written already."), N_("Go on with it from the list of drafts.")
        )


@saving
def keep(
    vault: Vault,
    draft_id: str,
    changed: Mapping[str, Any | None],
    *,
    now_ms: int,
    sealed: Mapping[str, bytes | None] | None = None,
    known: Mapping[str, bool] | None = None,
) -> None:
    """Keep changed answers by path (None: cleared) and their audit lines, durable when this returns.

    `known` is what rules that read identity answers decide now, as far as it changed.
    """
    _touch(vault, draft_id, now_ms)
    for rule, holds in (known or {}).items():
        vault.run("INSERT OR REPLACE INTO draft_known VALUES (?, ?, ?)", draft_id, rule, int(holds))
    rows: list[tuple[str, str | None, bytes | None]] = [
        (path, None if value is None else msgspec.json.encode(value).decode(), None)
        for path, value in changed.items()
    ]
    rows += [(path, None, value) for path, value in (sealed or {}).items()]
    for path, value, hidden in rows:
        if value is None and hidden is None:
            vault.run("DELETE FROM draft_answer WHERE draft = ? AND path = ?", draft_id, path)
        else:
            vault.run("INSERT OR REPLACE INTO draft_answer VALUES (?, ?, ?, ?)", draft_id, path, value, hidden)
        vault.run("INSERT INTO draft_audit VALUES (NULL, ?, ?, ?)", draft_id, path, now_ms)


@saving
def keep_photos(vault: Vault, draft_id: str, photos: tuple[Photo, ...], *, now_ms: int) -> None:
    """Replace the draft's photos."""
    _touch(vault, draft_id, now_ms)
    vault.run("UPDATE draft SET photos = ? WHERE id = ?", msgspec.json.encode(photos).decode(), draft_id)


@saving
def set_place(vault: Vault, draft_id: str, place: str) -> None:
    """Remember the question or group shown, so that work resumes there."""
    vault.run("UPDATE draft SET place = ? WHERE id = ?", place, draft_id)


@saving
def set_language(vault: Vault, draft_id: str, language: str) -> None:
    """Remember the language the questionnaire is shown in."""
    vault.run("UPDATE draft SET language = ? WHERE id = ?", language, draft_id)


@saving
def set_site(vault: Vault, draft_id: str, site: str) -> None:
    """Remember which site the draft is about."""
    vault.run("UPDATE draft SET site = ? WHERE id = ?", site, draft_id)


def load(vault: Vault, draft_id: str) -> Draft:
    """Return a draft. Raise BadInput if none of that id is open."""
    row = vault.row(
        """SELECT id, record_kind, form_digest, language, site, pseudonym, replaces, place, started_ms,
        changed_ms, photos FROM draft WHERE id = ?""",
        draft_id,
    )
    if row is None:
        raise _gone()
    answers = vault.rows("SELECT path, value, sealed FROM draft_answer WHERE draft = ? ORDER BY path", draft_id)
    known = vault.rows("SELECT rule, holds FROM draft_known WHERE draft = ?", draft_id)
    before = vault.row("SELECT 1 FROM draft_before WHERE draft = ?", draft_id)
    fields = dict(zip(Draft.__struct_fields__, row[:-1], strict=False))
    return Draft(
        **{**fields, "record_kind": RecordKind(row[1])},
        answers={path: msgspec.json.decode(value) for path, value, _ in answers if value is not None},
        sealed={path: hidden for path, _, hidden in answers if hidden is not None},
        photos=_PHOTOS.decode(row[-1]),
        known={rule: bool(holds) for rule, holds in known},
        can_go_back=before is not None,
    )


def open_drafts(vault: Vault) -> list[DraftSummary]:
    """Return all open drafts, last changed first."""
    found = vault.rows(
        """SELECT d.id, d.record_kind, d.form_digest, coalesce(f.title, ''), d.language, d.site,
        coalesce(s.name, ''), d.pseudonym, d.replaces, d.started_ms, d.changed_ms,
        (SELECT count(*) FROM draft_answer a WHERE a.draft = d.id),
        EXISTS (SELECT 1 FROM form n WHERE n.id = f.id AND n.added > f.added)
        FROM draft d LEFT JOIN form f ON f.digest = d.form_digest LEFT JOIN site s ON s.id = d.site
        ORDER BY d.changed_ms DESC, d.id"""
    )
    names = DraftSummary.__struct_fields__
    return [msgspec.convert(dict(zip(names, row, strict=True)), DraftSummary, strict=False) for row in found]


@saving
def discard(vault: Vault, draft_id: str) -> None:
    """Drop a draft, its answers, audit lines and files; a missing one is no error. Then `erasing.settle`."""
    erasing.discard_files(vault, draft_id)
    vault.run("DELETE FROM draft WHERE id = ?", draft_id)
    vault.run("DELETE FROM draft_audit WHERE draft = ?", draft_id)


@saving
def finish(vault: Vault, draft_id: str, event: RecordFinished, *, stream: str) -> Stored:
    """Append the finished record and drop the draft, in one transaction. The audit lines stay."""
    if not vault.run("DELETE FROM draft WHERE id = ?", draft_id):
        raise _gone()
    return events.append(vault, event, stream=stream)


def audit(vault: Vault, draft_id: str) -> list[AuditLine]:
    """Return which question was kept when, in order."""
    found = vault.rows("SELECT path, at_ms FROM draft_audit WHERE draft = ? ORDER BY id", draft_id)
    return [AuditLine(path=path, at_ms=at_ms) for path, at_ms in found]


def _touch(vault: Vault, draft_id: str, now_ms: int) -> None:
    if not vault.run("UPDATE draft SET changed_ms = ? WHERE id = ?", now_ms, draft_id):
        raise _gone()


def _gone() -> BadInput:
    return BadInput(
        N_("This draft is not open any more."),
        N_("It was finished or dropped. Look for it in the list of records."),
    )
