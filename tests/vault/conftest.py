"""A vault made once, copied for each test, opened without paying for the passphrase again."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor_app.crypto import keyslots
from monitor_app.crypto.keys import VaultKeys
from monitor_app.vault import opening
from monitor_app.vault.opening import Vault

PASSPHRASE = "correct horse battery staple"


@pytest.fixture(scope="session")
def made(tmp_path_factory) -> tuple[Path, VaultKeys]:
    folder = tmp_path_factory.mktemp("made") / "vault"
    vault = opening.create(folder, PASSPHRASE, cost=keyslots.CHEAPEST)
    keys = vault.keys
    vault.close()
    return folder, keys


@pytest.fixture
def folder(made, tmp_path) -> Path:
    """A closed vault of this test's own."""
    shutil.copytree(made[0], tmp_path / "vault")
    return tmp_path / "vault"


@pytest.fixture
def reopened(made, folder):
    """Open the test's vault, as often as the test likes."""
    vaults: list[Vault] = []

    def reopen() -> Vault:
        vaults.append(opening.open_with_keys(folder, made[1]))
        return vaults[-1]

    return reopen


@pytest.fixture
def vault(reopened) -> Iterator[Vault]:
    opened = reopened()
    yield opened
    opened.close()


@pytest.fixture
def other(made, tmp_path) -> Iterator[Vault]:
    """Another person's vault."""
    shutil.copytree(made[0], tmp_path / "other")
    opened = opening.open_with_keys(tmp_path / "other", made[1])
    yield opened
    opened.close()
