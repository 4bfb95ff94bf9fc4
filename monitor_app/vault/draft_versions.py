"""A draft goes over to another version of its questionnaire in one transaction, and back till somebody goes on.

What the answers mean is decided elsewhere; sealed ones are moved as they lie.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from monitor_app.domain.events import RecordKind
from monitor_app.errors import BadInput
from monitor_app.text import N_
from monitor_app.vault.vault import Vault, saving

Row = tuple[str, str | None, bytes | None]


class _Before(msgspec.Struct, frozen=True, kw_only=True):
    """A draft as it was."""

    record_kind: str
    form_digest: str
    place: str
    rows: list[Row]
    known: list[tuple[str, int]]


class Rewritten(msgspec.Struct, frozen=True, kw_only=True):
    """A draft as it shall be: its questionnaire, and all its answers by path, plain and sealed."""

    record_kind: RecordKind
    form_digest: str
    answers: Mapping[str, Any]
    sealed: Mapping[str, bytes]


@saving
def rewrite(vault: Vault, draft_id: str, draft: Rewritten, *, now_ms: int) -> None:
    """Put a draft on another version of its questionnaire; keep it as it was, to go back to. Raise BadInput."""
    before = _as_it_is(vault, draft_id)
    content = msgspec.msgpack.encode(before)
    vault.run("DELETE FROM draft_before WHERE draft = ?", draft_id)
    vault.run("INSERT INTO draft_before VALUES (?, ?)", draft_id, content)
    rows: list[Row] = [
        (path, msgspec.json.encode(value).decode(), None) for path, value in draft.answers.items()
    ]
    rows += [(path, None, hidden) for path, hidden in draft.sealed.items()]
    _fill(vault, draft_id, rows, ())
    vault.run(
        "UPDATE draft SET record_kind = ?, form_digest = ?, changed_ms = ? WHERE id = ?",
        *(draft.record_kind, draft.form_digest, now_ms, draft_id),
    )


@saving
def go_back(vault: Vault, draft_id: str, *, now_ms: int) -> None:
    """Put a draft back as it was before `rewrite`. Raise BadInput where it was gone on with."""
    kept = vault.row("SELECT content FROM draft_before WHERE draft = ?", draft_id)
    if kept is None:
        raise BadInput(
            N_("This draft was gone on with since, so it cannot be taken back."),
            N_("Nothing is lost: what could not be carried over is still kept with it."),
        )
    before = msgspec.msgpack.decode(kept[0], type=_Before)
    _fill(vault, draft_id, before.rows, before.known)
    vault.run(
        "UPDATE draft SET record_kind = ?, form_digest = ?, place = ?, changed_ms = ? WHERE id = ?",
        *(before.record_kind, before.form_digest, before.place, now_ms, draft_id),
    )
    go_on(vault, draft_id)


@saving
def go_on(vault: Vault, draft_id: str) -> None:
    """Forget what a draft was before: somebody answers in the newer version now."""
    vault.run("DELETE FROM draft_before WHERE draft = ?", draft_id)


def _as_it_is(vault: Vault, draft_id: str) -> _Before:
    row = vault.row("SELECT record_kind, form_digest, place FROM draft WHERE id = ?", draft_id)
    if row is None:
        raise BadInput(
            N_("This draft is not open any more."),
            N_("It was finished or dropped. Look for it in the list of records."),
        )
    rows = vault.rows("SELECT path, value, sealed FROM draft_answer WHERE draft = ?", draft_id)
    known = vault.rows("SELECT rule, holds FROM draft_known WHERE draft = ?", draft_id)
    return _Before(
        record_kind=row[0],
        form_digest=row[1],
        place=row[2],
        rows=[(path, value, hidden) for path, value, hidden in rows],
        known=[(rule, holds) for rule, holds in known],
    )


def _fill(vault: Vault, draft_id: str, rows: list[Row], known: list[tuple[str, int]] | tuple[()]) -> None:
    vault.run("DELETE FROM draft_answer WHERE draft = ?", draft_id)
    vault.run("DELETE FROM draft_known WHERE draft = ?", draft_id)
    for row in rows:
        vault.run("INSERT INTO draft_answer VALUES (?, ?, ?, ?)", draft_id, *row)
    for rule, holds in known:
        vault.run("INSERT INTO draft_known VALUES (?, ?, ?)", draft_id, rule, holds)
