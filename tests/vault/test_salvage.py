"""Flipped bits, cut files, swapped chunks, a damaged log: noticed, named, and the rest saved into a new vault.

FIELDWORK_FLIPS=500 runs the long form.
"""

import logging
import os
import random
import shutil

import pytest

from monitor_app.crypto import keyslots
from monitor_app.crypto.keys import VaultKeys
from monitor_app.errors import NotAVault, VaultDamaged, VaultInUse, WrongPassphrase
from monitor_app.ports import Silent
from monitor_app.vault import attachments, checking, events, opening, salvage, tally
from monitor_app.vault.salvage import Salvaged

from .conftest import PASSPHRASE
from .damaging import DRAFTS, PAGE, RECORDS, SITES, content, drop, filled, flip
from .samples import BOX, finished

FLIPS = int(os.environ.get("FIELDWORK_FLIPS", "60"))
FIGURES = logging.getLogger("figures")
"""Shown by `-o log_cli=true -o log_cli_level=INFO`."""


@pytest.fixture
def vault_key(folder) -> bytes:
    return keyslots.open_with_passphrase((folder / "vault.keys").read_bytes(), PASSPHRASE).vault_key


@pytest.fixture
def ref(reopened):
    vault = reopened()
    made = filled(vault)
    vault.close()
    return made


@pytest.fixture
def save(folder, tmp_path, vault_key):
    """Salvage the test's vault; return what was told, and the new vault opened."""
    opened = []

    def run() -> tuple[Salvaged, opening.Vault]:
        target = tmp_path / "saved"
        while opened:
            opened.pop().close()
        shutil.rmtree(target, ignore_errors=True)
        told = salvage.salvage(folder, target, lambda _: vault_key, settle=lambda *_: None, progress=Silent())
        opened.append(opening.open_with_keys(target, made_keys))
        return told, opened[-1]

    made_keys = VaultKeys.of(vault_key)
    yield run
    for vault in opened:
        vault.close()


def test_a_whole_vault_is_saved_whole_and_left_as_it_was(folder, ref, save, reopened):
    vault = reopened()
    before = content(vault)
    vault.close()
    files = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    told, saved = save()
    assert (told.lost, told.is_log_whole) == ([], True)
    assert content(saved) == before
    assert b"".join(attachments.read(saved, ref)) == bytes(1_500_000)
    assert events.check(saved) == []
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == files


def test_each_flipped_bit_is_noticed_or_harmless_and_nearly_everything_is_saved(
    folder, ref, save, reopened, made
):
    vault = reopened()
    before = content(vault)
    vault.close()
    whole = (folder / "vault.db").read_bytes()
    chance = random.Random(11)
    noticed = harmless = 0
    for number in range(FLIPS):
        at = chance.randrange(len(whole))
        (folder / "vault.db").write_bytes(whole)
        flip(folder / "vault.db", at, chance.randrange(8))
        if is_noticed(folder, made[1]):
            noticed += 1
        else:
            vault = reopened()
            assert content(vault) == before
            vault.close()
            harmless += 1
        if number % 3:
            continue
        told, saved = save()
        kept = len(before.bodies & content(saved).bodies), told.kept["event"], told.kept["draft"]
        lost = len(before.bodies) - kept[0], SITES + RECORDS - kept[1], DRAFTS - kept[2]
        # One page holds a dozen headers, two dozen small bodies, or all three drafts: no more can go with it.
        assert sum(count > 0 for count in lost) <= 1, (at, lost)
        assert max(lost) <= 24, (at, lost)
        assert sum(lost) == 0 or told.lost, (at, lost)
    FIGURES.info("%s flips noticed, %s harmless", noticed, harmless)
    assert noticed > harmless


def is_noticed(folder, vault_keys) -> bool:
    try:
        vault = opening.open_with_keys(folder, vault_keys)
    except VaultDamaged:
        return True
    try:
        reader = opening.reader(vault)
        found = list(checking.check(reader, Silent()))
        reader.close()
        return bool(found) or not checking.search_is_whole(vault)
    finally:
        drop(vault)


def test_what_is_damaged_is_named_and_the_rest_stays_usable(folder, ref, reopened, made):
    vault = reopened()
    (big,) = vault.rows("SELECT root FROM body ORDER BY length(content) DESC LIMIT 1")[0]
    vault.close()
    for page in reversed(range((folder / "vault.db").stat().st_size // PAGE)):
        flip(folder / "vault.db", page * PAGE + 99)
        if unread(folder, made[1]) == [big]:
            break
        flip(folder / "vault.db", page * PAGE + 99)
    vault = reopened()
    reader = opening.reader(vault)
    found = list(checking.check(reader, Silent()))
    reader.close()
    assert checking.Damage(checking.Part.CONTENT, "W-4K7QZ-M (interview)") in found
    drop(vault)


def unread(folder, vault_keys) -> list[str]:
    """Return the roots of the contents that do not read; everything, if the vault does not even open."""
    try:
        vault = opening.open_with_keys(folder, vault_keys)
    except VaultDamaged:
        return ["all"]
    try:
        return [root for (root,) in vault.rows("SELECT root FROM event") if not reads(vault, root)]
    except VaultDamaged:
        return ["all"]
    finally:
        drop(vault)


def reads(vault, root: str) -> bool:
    try:
        return events.body(vault, root) is not None
    except VaultDamaged:
        return False


def test_the_salt_at_the_beginning_of_the_file_may_be_lost(folder, ref, save):
    for at in range(16):
        flip(folder / "vault.db", at, at % 8)
    told, _ = save()
    assert told.lost == []


def test_a_first_page_that_is_lost_costs_nothing_of_its_content(folder, ref, save):
    flip(folder / "vault.db", 2000)
    told, _ = save()
    assert (told.lost, told.kept["body"]) == ([], SITES + RECORDS)


@pytest.mark.parametrize("part", [0.25, 0.5, 0.9])
def test_a_file_cut_short_gives_what_is_left(folder, ref, save, part):
    size = (folder / "vault.db").stat().st_size
    os.truncate(folder / "vault.db", int(size * part) // PAGE * PAGE + 100)
    told, saved = save()
    assert told.lost
    assert len(saved.rows("SELECT root FROM body")) == told.kept["body"]


def test_an_emptied_file_gives_the_files_and_says_that_the_rest_is_lost(folder, ref, save):
    os.truncate(folder / "vault.db", 0)
    told, _ = save()
    assert told.files == 2
    assert not told.is_log_whole


def test_swapped_chunks_are_noticed_and_not_saved(folder, ref, save, reopened):
    one, other = (folder / "attachments" / chunk[:2] / chunk for chunk in ref.chunks)
    content_of_one, content_of_other = one.read_bytes(), other.read_bytes()
    one.write_bytes(content_of_other)
    other.write_bytes(content_of_one)
    vault = reopened()
    reader = opening.reader(vault)
    assert checking.Part.FILE in {damage.part for damage in checking.check(reader, Silent())}
    reader.close()
    vault.close()
    told, _ = save()
    assert [(lost.kind, lost.count) for lost in told.lost] == [("chunk", 2)]


def test_a_damaged_log_beside_the_file_loses_only_what_does_not_open(folder, ref, save, reopened):
    vault = reopened()
    for n in range(5):
        events.append(vault, finished(f"late{n}", ms=7000 + n), stream=BOX)
    wal = (folder / "vault.db-wal").read_bytes()
    database = (folder / "vault.db").read_bytes()
    drop(vault)
    (folder / "vault.db").write_bytes(database)
    (folder / "vault.db-wal").write_bytes(wal)
    flip(folder / "vault.db-wal", 24 + 40)  # the checksum of the first frame: SQLite drops all that follow
    told, saved = save()
    assert told.kept["event"] == SITES + RECORDS + 5
    assert {f"late{n}" for n in range(5)} <= {row[0] for row in saved.rows("SELECT id FROM record")}


def test_salvage_asks_for_what_opens_the_vault_and_for_an_empty_place(folder, ref, tmp_path, vault_key):
    def wrong(image: bytes) -> bytes:
        return keyslots.open_with_passphrase(image, "wrong").vault_key

    with pytest.raises(WrongPassphrase):
        salvage.salvage(folder, tmp_path / "new", wrong, settle=lambda *_: None, progress=Silent())
    with pytest.raises(NotAVault):
        salvage.salvage(folder, folder, lambda _: vault_key, settle=lambda *_: None, progress=Silent())
    assert not (tmp_path / "new").exists()


def test_salvage_keeps_away_from_a_vault_in_use(folder, ref, tmp_path, reopened, vault_key):
    vault = reopened()
    with pytest.raises(VaultInUse):
        salvage.salvage(
            folder, tmp_path / "new", lambda _: vault_key, settle=lambda *_: None, progress=Silent()
        )
    vault.close()


def test_the_sums_of_a_saved_vault_fit_from_the_start(folder, ref, save):
    _, saved = save()
    tables = tally.table_map(saved.db)
    assert not [name for name, table in tables.items() if tally.differs(saved.db, name, table)]
