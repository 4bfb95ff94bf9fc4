"""Drafts: each answer durable as it is given, with an audit line of which question and when.

Identity answers arrive sealed and stay so; nothing here can read them.
"""

from collections.abc import Mapping
from typing import Any

from monitor_app.domain.events import Photo, RecordFinished, RecordKind
from monitor_app.vault.opening import Vault
from monitor_app.vault.views import AuditLine, Draft, DraftSummary, Stored


def begin(
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
    raise NotImplementedError


def keep(
    vault: Vault,
    draft_id: str,
    changed: Mapping[str, Any | None],
    *,
    now_ms: int,
    sealed: Mapping[str, bytes | None] | None = None,
) -> None:
    """Keep changed answers by path (None: cleared) and their audit lines, durable when this returns."""
    raise NotImplementedError


def keep_photos(vault: Vault, draft_id: str, photos: tuple[Photo, ...], *, now_ms: int) -> None:
    """Replace the draft's photos."""
    raise NotImplementedError


def set_place(vault: Vault, draft_id: str, place: str) -> None:
    """Remember the question or group shown, so that work resumes there."""
    raise NotImplementedError


def set_language(vault: Vault, draft_id: str, language: str) -> None:
    """Remember the language the questionnaire is shown in."""
    raise NotImplementedError


def set_site(vault: Vault, draft_id: str, site: str) -> None:
    """Remember which site the draft is about."""
    raise NotImplementedError


def load(vault: Vault, draft_id: str) -> Draft:
    """Return a draft. Raise BadInput if none of that id is open."""
    raise NotImplementedError


def open_drafts(vault: Vault) -> list[DraftSummary]:
    """Return all open drafts, last changed first."""
    raise NotImplementedError


def discard(vault: Vault, draft_id: str) -> None:
    """Drop a draft, its answers and its audit lines; a missing one is no error."""
    raise NotImplementedError


def finish(vault: Vault, draft_id: str, event: RecordFinished, *, stream: str) -> Stored:
    """Append the finished record and drop the draft, in one transaction. The audit lines stay."""
    raise NotImplementedError


def audit(vault: Vault, draft_id: str) -> list[AuditLine]:
    """Return which question was kept when, in order."""
    raise NotImplementedError
