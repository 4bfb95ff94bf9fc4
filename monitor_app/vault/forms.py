"""Compiled questionnaires by digest. What their bytes mean is not known here."""

from collections.abc import Mapping

import msgspec

from monitor_app.vault.opening import Vault
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


def put(vault: Vault, form: StoredForm) -> None:
    """Keep a questionnaire; the same digest again only raises `published`."""
    raise NotImplementedError


def get(vault: Vault, digest: str) -> StoredForm | None:
    """Return a questionnaire, or None."""
    raise NotImplementedError


def rows(vault: Vault) -> list[FormRow]:
    """Return all questionnaires, newest first."""
    raise NotImplementedError
