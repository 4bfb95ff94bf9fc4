"""Keys and recovery: one clear next step, sheets shown one by one and tried, every change asks again."""

import pytest

from monitor_app.operations import recovering, unlocking
from monitor_app.operations.recovering import Sheet
from monitor_app.ui.preferences import Preferences
from monitor_app.ui.screens.keys import Keys
from monitor_app.ui.ways_in import paper
from tests.support.desks import PASSPHRASE
from tests.support.stage import PlannedFiles, Stage
from tests.ui.screens.test_geometry import LOOKS, LOW, faults


class Sheaf:
    """A printer that keeps what it was given."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []

    def print_out(self, asker: object, sheet: Sheet) -> bool:
        self.sheets.append(sheet)
        return True


def keys(stage: Stage) -> Keys:
    screen = stage.show("keys")
    assert isinstance(screen, Keys)
    return screen


def prove(stage: Stage, screen: Keys, passphrase: str = PASSPHRASE) -> None:
    screen.proof.field.line.setText(passphrase)
    screen.proof.go.click()
    stage.settle()


def sheets_of(stage: Stage, screen: Keys) -> list[str]:
    """Have sheets made, and copy them as they are shown."""
    screen.overview.make.click()
    prove(stage, screen)
    stage.until(screen.sheets.isVisible)
    copied = []
    for _ in range(3):
        sheet = screen.sheets._sheet()
        assert sheet is not None
        copied.append(" ".join(sheet.words))
        screen.sheets.next.click()
    return copied


def type_back(screen: Keys, *typed: str) -> None:
    for entry, text in zip(screen.sheets.entries, typed, strict=True):
        entry.field.put(text)
        entry.check()


def test_sheets_are_made_tried_and_open_the_vault(loner: Stage) -> None:
    screen = keys(loner)
    copied = sheets_of(loner, screen)
    type_back(screen, copied[2], copied[0])
    screen.sheets.go.click()
    loner.until(screen.overview.isVisible)
    loner.until(lambda: "Made and tried" in screen.overview.recovery.text())
    folder = loner.ask(lambda desk: desk.vault.folder)
    loner.writer.close()
    recovering.open_with_shares(folder, *copied[:2]).close()


def test_sheets_cannot_be_tried_before_every_word_fits_and_the_slip_is_named(loner: Stage) -> None:
    screen = keys(loner)
    copied = sheets_of(loner, screen)
    words = copied[0].split()
    type_back(screen, " ".join([*words[:6], "zzzz", *words[7:]]), copied[1])
    assert "Word 7" in screen.sheets.entries[0].told.text()
    assert not screen.sheets.go.isEnabled()
    type_back(screen, copied[0], copied[1])
    assert screen.sheets.go.isEnabled()


def test_sheets_that_were_never_tried_are_no_way_in(loner: Stage) -> None:
    screen = keys(loner)
    sheets_of(loner, screen)
    screen.sheets.look_again.click()
    screen.sheets.back.click()
    loner.until(screen.overview.isVisible)
    assert loner.ask(unlocking.ways).recovery is None


def test_nothing_of_the_sheets_stays_on_the_screen(loner: Stage) -> None:
    screen = keys(loner)
    copied = sheets_of(loner, screen)
    type_back(screen, copied[0], copied[1])
    screen.refresh()
    loner.settle()
    assert all(not entry.text() for entry in screen.sheets.entries)
    assert screen.sheets._grid.count() == 0


def test_a_sheet_is_printed_or_saved_only_when_asked_and_only_for_its_owner(loner: Stage, tmp_path) -> None:
    screen = keys(loner)
    screen.sheets.paper = sheaf = Sheaf()
    screen.files = PlannedFiles([tmp_path / "sheet.txt"])
    screen.overview.make.click()
    prove(loner, screen)
    loner.until(screen.sheets.isVisible)
    assert not sheaf.sheets
    screen.sheets.print_out.click()
    screen.sheets.save.click()
    (sheet,) = sheaf.sheets
    saved = (tmp_path / "sheet.txt").read_text()
    assert " ".join(sheet.words) in saved
    assert (tmp_path / "sheet.txt").stat().st_mode & 0o077 == 0
    printed = paper.page(sheet).toPlainText()
    assert all(f"{at}. {word}" in printed for at, word in enumerate(sheet.words, 1))


def test_a_wrong_passphrase_is_said_and_asked_again(loner: Stage) -> None:
    screen = keys(loner)
    screen.overview.make.click()
    prove(loner, screen, "wrong")
    loner.until(screen.notice.isVisible)
    assert screen.proof.go.isEnabled()
    assert screen.proof.field.line.text() == ""


def test_the_passphrase_is_changed_and_the_key_with_it(loner: Stage) -> None:
    screen = keys(loner)
    before = loner.ask(lambda desk: desk.vault.keys)
    screen.overview.change.click()
    screen.change.old.line.setText(PASSPHRASE)
    screen.change.with_key.box.setChecked(True)
    new = screen.change.new.words.text()
    screen.change.new.again.line.setText(new)
    screen.change.go.click()
    loner.until(screen.overview.isVisible)
    assert loner.ask(lambda desk: desk.vault.keys) != before
    assert screen.change.old.line.text() == ""
    folder, clock = loner.ask(lambda desk: (desk.vault.folder, desk.clock))
    loner.writer.close()
    unlocking.unlock(folder, new, clock=clock).close()


def test_a_weak_passphrase_of_one_s_own_is_told_while_it_is_typed(loner: Stage) -> None:
    screen = keys(loner)
    screen.overview.change.click()
    screen.change.new.own_or_ours.click()
    screen.change.new.own.line.setText("labour-rights-2026")
    assert "21 of 75" in screen.change.new.meter.words.text()
    screen.change.new.again.line.setText("labour-rights-2026")
    screen.change.old.line.setText(PASSPHRASE)
    screen.change.go.click()
    loner.until(screen.notice.isVisible)
    assert "75" in screen.notice.what.text()


def test_the_spare_key_is_pasted_compared_added_and_removed(loner: Stage) -> None:
    screen = keys(loner)
    key, _ = recovering.new_spare_key()
    screen.overview.add_spare.click()
    assert not screen.spare.same.isVisible()
    screen.spare.pasted.put(key.text)
    assert screen.spare.number.text().split() == key.fingerprint.split()
    screen.spare.same.click()
    prove(loner, screen)
    loner.until(screen.overview.drop_spare.isVisible)
    screen.overview.drop_spare.click()
    prove(loner, screen)
    loner.until(screen.overview.add_spare.isVisible)


def test_a_spare_key_for_an_organisation_is_made_with_its_sheets(loner: Stage, tmp_path) -> None:
    screen = keys(loner)
    screen.overview.new_spare.click()
    sheets = [" ".join(sheet.words) for sheet in screen._new.sheets]
    for _ in range(3):
        screen.sheets.next.click()
    screen.files = PlannedFiles([tmp_path / "spare-key.txt"])
    type_back(screen, sheets[0], sheets[1])
    screen.sheets.go.click()
    loner.until(screen.overview.isVisible)
    key = recovering.read_spare_key((tmp_path / "spare-key.txt").read_text())
    assert screen.notice.hint.text().split() == key.fingerprint.split()


def test_whoever_opened_the_vault_meanwhile_is_told_until_it_was_read(loner: Stage) -> None:
    loner.ask(lambda desk: unlocking.remark(desk.vault, "opened_by_spare_key", desk.clock))
    screen = keys(loner)
    assert "spare key of your organisation" in screen.overview.remark.what.text()
    screen.overview.remark.button.click()
    loner.settle()
    assert loner.ask(unlocking.ways).remarks == ()


def test_other_panic_keys_are_kept(loner: Stage) -> None:
    screen = keys(loner)
    screen.overview.panic.keys.choose("")
    screen.overview.panic.keys.chosen.emit("")
    assert loner.window.preferences.panic_keys == ""
    loner.window.prefer(Preferences())


@pytest.mark.parametrize("look", [LOOKS[1], LOOKS[3]], ids=["dark-200", "ar-200"])
def test_every_word_has_its_place_on_every_page(loner: Stage, look) -> None:
    theme, scale, language = look
    loner.window.prefer(Preferences(theme=theme, scale=scale, language=language))
    loner.window.resize(*LOW)
    screen = keys(loner)
    found = faults(loner, "overview")
    screen.overview.change.click()
    found += faults(loner, "change")
    screen.refresh()
    screen.overview.add_spare.click()
    screen.spare.pasted.put(recovering.new_spare_key()[0].text)
    found += faults(loner, "spare key")
    screen.refresh()
    screen.overview.new_spare.click()
    found += faults(loner, "sheet")
    for _ in range(3):
        screen.sheets.next.click()
    found += faults(loner, "trying")
    loner.window.prefer(Preferences())
    assert not found
