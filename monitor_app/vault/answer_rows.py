"""Finished records of a questionnaire, read page by page for what leaves as tables. Nothing is written here."""

from collections.abc import Sequence

import msgspec

from monitor_app.domain.events import RecordFinished
from monitor_app.vault import reading
from monitor_app.vault.vault import Vault


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """How the version that lists show stands. `rivals` counts the others that stand beside it."""

    state: str
    device_name: str
    rivals: int


def digests(vault: Vault, form_id: str) -> list[str]:
    """Return the digests of all versions of a questionnaire kept here, newest first."""
    found = vault.rows("SELECT digest FROM form WHERE id = ? ORDER BY added DESC", form_id)
    return [digest for (digest,) in found]


def shown(vault: Vault, root: str) -> Shown | None:
    """Return how a version stands, None if it is not the one that lists show (any more)."""
    row = vault.row(
        """SELECT r.state, coalesce(p.name, ''), r.rivals FROM record r LEFT JOIN person p ON p.box = r.device
        WHERE r.root = ? AND r.shown = 1""",
        root,
    )
    return Shown(state=row[0], device_name=row[1], rivals=row[2]) if row else None


def versions(
    vault: Vault, forms: Sequence[str], *, only_shown: bool, after: int = 0, limit: int = 200
) -> list[tuple[int, str, str]]:
    """Return a page of (number, root, record) in the order they came; all versions or those that lists show."""
    marks = ", ".join("?" * len(forms))
    return vault.rows(
        f"""SELECT number, root, id FROM record WHERE number > ? AND form IN ({marks}) AND shown >= ?
        ORDER BY number LIMIT ?""",  # noqa: S608 - only question marks
        *(after, *forms, int(only_shown), limit),
    )


def finished(vault: Vault, root: str) -> RecordFinished | None:
    """Return the version with this root, None if its content is not here."""
    event = reading.event_of(vault, root)
    return event if isinstance(event, RecordFinished) else None


def roots_of(vault: Vault, record: str) -> list[str]:
    """Return the roots of all versions of a record that stand."""
    return [root for (root,) in vault.rows("SELECT root FROM record WHERE id = ? AND stands = 1", record)]


def is_erased(vault: Vault, record: str) -> bool:
    """Say whether a record was erased for good."""
    return vault.row("SELECT 1 FROM erased WHERE subject = ? LIMIT 1", record) is not None
