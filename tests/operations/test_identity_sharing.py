"""Another coordinator is given the identity key, and two sheets open it; nobody else."""

import pytest

from monitor_app.errors import NotAllowed, SheetRefused
from monitor_app.operations import identity, identity_sharing, projects, sealing
from monitor_app.vault import keys
from monitor_app.vault.keys import KeyName
from tests.support.crowds import COORDINATOR, Crowd
from tests.support.desks import IDENTITY_PASSPHRASE, new_desk


@pytest.fixture
def crowd(tmp_path, clock):
    crowd = Crowd(tmp_path, clock)
    crowd.join("ibis", rights=COORDINATOR)
    crowd.join("wren")
    identity.set_apart(crowd["heron"], IDENTITY_PASSPHRASE)
    yield crowd
    crowd.close()


def test_a_coordinator_who_is_given_the_key_opens_what_a_monitor_sealed(crowd):
    sealed = {"phone": sealing.seal_answer(crowd["wren"], "record", "phone", "555-0100")}
    assert not identity.state(crowd["ibis"]).is_held
    identity.open_key(crowd["heron"], IDENTITY_PASSPHRASE)
    identity_sharing.give_key(crowd["heron"], crowd["ibis"].box)
    crowd.sync("heron", "ibis")
    assert identity.state(crowd["ibis"]).is_held
    identity.set_apart(crowd["ibis"], IDENTITY_PASSPHRASE)
    identity.open_key(crowd["ibis"], IDENTITY_PASSPHRASE)
    assert sealing.opened_here(crowd["ibis"], "record", sealed) == {"phone": "555-0100"}


def test_it_is_given_only_while_it_is_open_and_to_nobody_who_only_records(crowd):
    with pytest.raises(NotAllowed):
        identity_sharing.give_key(crowd["heron"], crowd["ibis"].box)
    identity.open_key(crowd["heron"], IDENTITY_PASSPHRASE)
    with pytest.raises(NotAllowed):
        identity_sharing.give_key(crowd["heron"], crowd["wren"].box)


def test_two_of_its_sheets_open_it(crowd):
    heron = crowd["heron"]
    identity.open_key(heron, IDENTITY_PASSPHRASE)
    made = [" ".join(sheet.words) for sheet in identity_sharing.sheets(heron)]
    identity.shut(heron)
    identity_sharing.open_with_sheets(heron, made[:2])
    assert identity.state(heron).open_ms > 0


def test_sheets_of_another_key_open_nothing(crowd, tmp_path, clock):
    other = new_desk(tmp_path / "other", clock=clock)
    projects.create(other, title="Other", name="Rook", identity_passphrase=IDENTITY_PASSPHRASE)
    identity.open_key(other, IDENTITY_PASSPHRASE)
    made = [" ".join(sheet.words) for sheet in identity_sharing.sheets(other)]
    with pytest.raises(SheetRefused):
        identity_sharing.open_with_sheets(crowd["heron"], made[:2])
    assert keys.get(crowd["heron"].vault, KeyName.IDENTITY_PRIVATE) is None
    other.vault.close()
