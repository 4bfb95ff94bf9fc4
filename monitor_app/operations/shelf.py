"""Questionnaires ready for use: read once from the vault, kept while the vault is open."""

from monitor_app.errors import BadInput
from monitor_app.forms.definition import Form
from monitor_app.forms.reading import read_form
from monitor_app.text import N_
from monitor_app.vault import forms
from monitor_app.vault.opening import Vault


class FormShelf:
    """Hands out definitions by digest."""

    def __init__(self) -> None:
        self._read: dict[str, Form] = {}

    def form(self, vault: Vault, digest: str) -> Form:
        """Return the definition of a kept questionnaire. Raise BadInput if it is not here."""
        if digest not in self._read:
            self._read[digest] = self._fetch(vault, digest)
        return self._read[digest]

    @staticmethod
    def _fetch(vault: Vault, digest: str) -> Form:
        stored = forms.get(vault, digest)
        if stored is None:
            raise BadInput(
                N_("This device does not have that questionnaire."),
                N_("Sync, or add the questionnaire's file."),
            )
        return read_form(stored.xform, external=stored.lists)
