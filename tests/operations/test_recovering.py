"""Sheets and the spare key as people use them: made, tried, lost, used, renewed; told to the owner."""

import shutil

import pytest

from monitor_app.crypto.keyslots import CHEAPEST
from monitor_app.errors import BadInput, KeyRefused, SheetRefused, TriedTooOften, WrongPassphrase
from monitor_app.operations import browsing, recovering, unlocking
from monitor_app.operations.browsing import RecordFilter
from monitor_app.operations.recovering import NewSheets, Purpose
from monitor_app.vault import keyfile, queries
from tests.support.desks import PASSPHRASE, append_record, new_desk, reopened
from tests.support.fakes import SetClock

NEW = "liko-dusi-jazo-jodo-fare-fala"


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A closed vault with a record, its sheets, and the sheets of an organisation's spare key."""
    folder = tmp_path_factory.mktemp("kept") / "vault"
    desk = new_desk(folder, clock=SetClock())
    append_record(desk)
    sheets = made(desk)
    key, spare = recovering.new_spare_key()
    recovering.add_spare_key(desk, PASSPHRASE, key)
    desk.vault.close()
    return folder, sheets, texts(spare), key


@pytest.fixture
def vault(kept, tmp_path):
    return shutil.copytree(kept[0], tmp_path / "vault")


def texts(new: NewSheets) -> list[str]:
    return [" ".join(sheet.words) for sheet in new.sheets]


def made(desk) -> list[str]:
    new = recovering.begin(desk, PASSPHRASE)
    recovering.establish(desk, new, *texts(new)[1:])
    return texts(new)


def test_two_sheets_give_the_vault_back_with_a_new_passphrase(kept, vault):
    clock = SetClock()
    opened = recovering.recover(vault, kept[1][:2], NEW, clock=clock, cost=CHEAPEST)
    opened.close()
    desk = reopened(vault, clock=clock, passphrase=NEW)
    assert browsing.count(desk, RecordFilter()) == 1
    desk.vault.close()
    with pytest.raises(WrongPassphrase):
        unlocking.unlock(vault, PASSPHRASE, clock=clock)


def test_opening_with_shares_changes_nothing_and_serves_a_rehearsal(kept, vault):
    before = keyfile.read(vault)
    for sheets in (kept[1][1:], kept[2][:2]):
        recovering.open_with_shares(vault, *sheets).close()
    assert keyfile.read(vault) == before


def test_what_the_organisation_opened_is_told_to_the_owner_and_stands_in_the_log(kept, vault):
    recovering.recover(vault, kept[2][1:], NEW, clock=SetClock(), cost=CHEAPEST).close()
    desk = reopened(vault, clock=SetClock(), passphrase=NEW)
    assert [remark.kind for remark in unlocking.ways(desk).remarks] == ["opened_by_spare_key"]
    unlocking.dismiss_remarks(desk)
    assert unlocking.ways(desk).remarks == ()
    assert [row.action for row in queries.custody(desk.vault)] == ["vault_opened_by_spare_key"]
    desk.vault.close()


@pytest.mark.parametrize("few", [0, 1, 3])
def test_two_sheets_are_needed_no_more_and_no_fewer(kept, vault, few):
    with pytest.raises(SheetRefused, match="Two sheets"):
        recovering.open_with_shares(vault, *kept[1][:few])


def test_sheets_of_another_vault_do_not_open_it(vault):
    other, _ = recovering.new_spare_key(), None
    with pytest.raises(WrongPassphrase):
        recovering.open_with_shares(vault, *texts(other[1])[:2])


def test_a_weak_new_passphrase_is_refused_before_anything_is_changed(kept, vault):
    before = keyfile.read(vault)
    with pytest.raises(BadInput):
        recovering.recover(vault, kept[1][:2], "labour-rights-2026", clock=SetClock(), cost=CHEAPEST)
    assert keyfile.read(vault) == before


def test_sheets_that_were_not_tried_open_nothing(vault):
    desk = reopened(vault, clock=SetClock())
    new = recovering.begin(desk, PASSPHRASE)
    desk.vault.close()
    with pytest.raises(WrongPassphrase):
        recovering.open_with_shares(vault, *texts(new)[:2])


def test_trying_sheets_of_another_set_changes_nothing(kept, vault):
    desk = reopened(vault, clock=SetClock())
    before = keyfile.read(vault)
    new = recovering.begin(desk, PASSPHRASE)
    with pytest.raises(SheetRefused):
        recovering.establish(desk, new, *kept[1][:2])
    assert keyfile.read(vault) == before
    desk.vault.close()


def test_renewed_sheets_make_the_older_ones_void(kept, vault):
    desk = reopened(vault, clock=SetClock())
    newer = made(desk)
    mark = unlocking.ways(desk).recovery.mark
    desk.vault.close()
    assert newer[0].startswith(mark.replace("-", " "))
    with pytest.raises(WrongPassphrase):
        recovering.open_with_shares(vault, *kept[1][:2])
    recovering.open_with_shares(vault, *newer[:2]).close()


@pytest.mark.parametrize("purpose", [Purpose.RECOVERY, Purpose.ESCROW])
def test_what_is_removed_opens_the_vault_no_more(kept, vault, purpose):
    desk = reopened(vault, clock=SetClock())
    recovering.remove(desk, PASSPHRASE, purpose)
    ways = unlocking.ways(desk)
    desk.vault.close()
    assert (ways.recovery is None, ways.spare_key == "") == (
        purpose is Purpose.RECOVERY,
        purpose is Purpose.ESCROW,
    )
    sheets = kept[1] if purpose is Purpose.RECOVERY else kept[2]
    with pytest.raises(WrongPassphrase):
        recovering.open_with_shares(vault, *sheets[:2])


def test_every_change_asks_for_the_passphrase_again_and_wrong_ones_make_it_wait(vault):
    desk = reopened(vault, clock=SetClock())
    key, _ = recovering.new_spare_key()
    changes = (
        lambda: recovering.begin(desk, "wrong"),
        lambda: recovering.add_spare_key(desk, "wrong", key),
        lambda: unlocking.change_passphrase(desk, "wrong", NEW, cost=CHEAPEST),
    )
    for change in changes:
        with pytest.raises(WrongPassphrase):
            change()
    with pytest.raises(TriedTooOften):
        recovering.remove(desk, PASSPHRASE, Purpose.RECOVERY)
    desk.vault.close()


def test_a_new_key_leaves_sheets_and_spare_key_as_they_are(kept, vault):
    desk = reopened(vault, clock=SetClock())
    unlocking.change_passphrase(desk, PASSPHRASE, NEW, with_key=True, cost=CHEAPEST)
    desk.vault.close()
    for sheets in (kept[1][:2], kept[2][:2]):
        recovering.open_with_shares(vault, *sheets).close()


def test_a_spare_key_is_handed_over_as_text_and_compared_by_its_number(kept):
    key = kept[3]
    assert recovering.read_spare_key(key.text) == key
    with pytest.raises(KeyRefused):
        recovering.read_spare_key(key.text.replace("A", "B"))


def test_a_sheet_says_what_it_is_for_and_names_nobody(kept):
    new = recovering.new_spare_key()[1]
    told = " ".join(str(line) for line in recovering.about(new.sheets[0]))
    assert "Spare key of an organisation" in told
    assert "Sheet 1 of 3" in told
    assert not any(f" {word} " in f" {told} " for word in new.sheets[0].words[2:])


def test_nothing_that_is_printed_by_mistake_shows_a_word_or_a_key(kept):
    key, new = recovering.new_spare_key()
    shown = f"{key!r} {new!r} {new.sheets[0]!r}"
    assert not any(word in shown.split() for word in new.sheets[0].words[2:])
    assert str(new.public) not in shown


def test_how_far_a_sheet_is_typed_is_told(kept):
    words = kept[1][0].split()
    assert recovering.progress(" ".join(words[:3])).count == 3
    assert recovering.progress(kept[1][0]).number == 1
    assert recovering.progress(" ".join([*words[:-1], "zzzz"])).faults[0].place == 20
