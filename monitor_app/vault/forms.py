"""Compiled questionnaires by digest. What their bytes mean is not known here."""

from collections.abc import Mapping

import msgspec

from monitor_app.vault.vault import Vault, saving
from monitor_app.vault.views import FormRow


class StoredForm(msgspec.Struct, frozen=True, kw_only=True):
    """A compiled questionnaire: its XForm and external lists by name. `digest` is SHA-256 of the XForm, hex."""

    digest: str
    id: str
    version: str
    title: str
    xform: bytes
    lists: Mapping[str, bytes] = {}
    published: bool = False


@saving
def put(vault: Vault, form: StoredForm) -> None:
    """Keep a questionnaire; the same digest again only raises `published`."""
    vault.run(
        """INSERT INTO form (digest, id, version, title, published, xform, lists) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (digest) DO UPDATE SET published = max(published, excluded.published)""",
        *(form.digest, form.id, form.version, form.title, form.published, form.xform),
        msgspec.msgpack.encode(form.lists),
    )


def get(vault: Vault, digest: str) -> StoredForm | None:
    """Return a questionnaire, or None."""
    row = vault.row("SELECT id, version, title, published, xform, lists FROM form WHERE digest = ?", digest)
    if row is None:
        return None
    return StoredForm(
        digest=digest,
        id=row[0],
        version=row[1],
        title=row[2],
        published=bool(row[3]),
        xform=row[4],
        lists=msgspec.msgpack.decode(row[5], type=dict[str, bytes]),
    )


def newest_after(vault: Vault, digest: str) -> FormRow | None:
    """Return the newest version of a questionnaire added after the one of this digest, None if it is that."""
    found = vault.row(
        """SELECT n.digest, n.id, n.version, n.title, n.published FROM form n
        JOIN form f ON f.digest = ? AND n.id = f.id AND n.added > f.added ORDER BY n.added DESC LIMIT 1""",
        digest,
    )
    if found is None:
        return None
    return FormRow(digest=found[0], id=found[1], version=found[2], title=found[3], published=bool(found[4]))


def rows(vault: Vault) -> list[FormRow]:
    """Return all questionnaires, newest first."""
    found = vault.rows("SELECT digest, id, version, title, published FROM form ORDER BY added DESC")
    return [
        FormRow(digest=digest, id=form_id, version=version, title=title, published=bool(published))
        for digest, form_id, version, title, published in found
    ]
