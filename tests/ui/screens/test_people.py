"""Inviting, comparing and removing; and joining from the other side."""

from pathlib import Path

from monitor_app.operations import letters, losing, projects, root
from monitor_app.ui.people.codes_sheet import CodesSheet
from monitor_app.ui.screens.join import Join
from monitor_app.ui.screens.people import People
from tests.support.stage import PlannedFiles, Stage
from tests.ui.screens.conftest import Open


def people(stage: Stage) -> People:
    screen = stage.show("people")
    assert isinstance(screen, People)
    stage.until(lambda: screen.list.rows.rowCount() == 2)
    return screen


def invited(stage: Stage, folder: Path) -> Path:
    screen = people(stage)
    screen.files = PlannedFiles([folder / "invitation.txt"])
    screen.inviting.invite.click()
    stage.until(screen.notice.isVisible)
    return folder / "invitation.txt"


def answered(stage: Stage, invitation: Path) -> Join:
    screen = stage.show("join")
    assert isinstance(screen, Join)
    screen.files = PlannedFiles([invitation, invitation.with_name("reply.txt")])
    screen.choose.click()
    stage.until(lambda: bool(screen._invitation))
    screen.name.line.setText("Kingfisher")
    screen.make.click()
    stage.until(screen.reply_card.isVisible)
    screen.save.click()
    stage.until(screen.notice.isVisible)
    return screen


def test_a_newcomer_joins_by_two_files_and_one_number(open_stage: Open, tmp_path: Path) -> None:
    coordinator, loner = open_stage("coordinator"), open_stage("loner")
    joining = answered(loner, invited(coordinator, tmp_path))
    screen = people(coordinator)
    screen.files = PlannedFiles([tmp_path / "reply.txt"])
    screen.inviting.take_reply.click()
    coordinator.until(screen.comparing.isVisible)
    assert screen.comparing.number.text() == joining.number.text()
    screen.comparing.same.box.click()
    screen.comparing.accept.click()
    coordinator.until(lambda: screen.list.rows.rowCount() == 3)


def test_accepting_needs_the_deliberate_word_that_the_numbers_are_the_same(
    open_stage: Open, tmp_path: Path
) -> None:
    coordinator, loner = open_stage("coordinator"), open_stage("loner")
    answered(loner, invited(coordinator, tmp_path))
    screen = people(coordinator)
    screen.files = PlannedFiles([tmp_path / "reply.txt"])
    screen.inviting.take_reply.click()
    coordinator.until(screen.comparing.isVisible)
    assert not screen.comparing.accept.isEnabled()
    screen.comparing.refuse.click()
    assert len(coordinator.ask(projects.people)) == 2


def test_a_file_that_is_no_reply_is_refused(coordinator: Stage, tmp_path: Path) -> None:
    (tmp_path / "reply.txt").write_text("nothing of ours")
    screen = people(coordinator)
    screen.files = PlannedFiles([tmp_path / "reply.txt"])
    screen.inviting.take_reply.click()
    coordinator.until(screen.notice.isVisible)
    assert not screen.comparing.isVisible()


def test_a_device_is_removed_only_after_the_word_was_typed(coordinator: Stage) -> None:
    screen = people(coordinator)
    screen.list.setCurrentIndex(screen.list.rows.index(1, 0))
    screen.remove.click()
    assert not screen.removing.remove_now.isEnabled()
    screen.removing.word.line.setText("remove")
    screen.removing.remove_now.click()
    coordinator.until(lambda: not coordinator.ask(projects.people)[1].member.is_active)


def test_nobody_can_remove_the_device_they_sit_at(coordinator: Stage) -> None:
    screen = people(coordinator)
    screen.list.setCurrentIndex(screen.list.rows.index(0, 0))
    assert not screen.remove.isVisible()


def test_a_monitor_sees_the_list_and_may_change_nothing(monitor: Stage) -> None:
    screen = people(monitor)
    assert not screen.inviting.isVisible()
    assert not screen.remove.isVisible()


def test_a_vault_in_no_project_can_found_one(loner: Stage) -> None:
    screen = loner.show("people")
    loner.until(screen.founding.isVisible)
    screen.founding.title_field.line.setText("Delta")
    screen.founding.own_name.line.setText("Swift")
    screen.founding.identity.again.line.setText(screen.founding.identity.words.text())
    screen.founding.found.click()
    loner.until(lambda: screen.list.rows.rowCount() == 1)
    assert loner.ask(projects.membership).title == "Delta"


def test_an_invitation_and_its_reply_pass_as_photos_of_codes(open_stage: Open, tmp_path: Path) -> None:
    coordinator, loner = open_stage("coordinator"), open_stage("loner")
    text, _ = coordinator.ask(projects.invite)
    join = loner.show("join")
    assert isinstance(join, Join)
    photos = kept(letters.draw_codes(text), tmp_path / "invitation")
    join.files = PlannedFiles(list(photos))
    for number in range(1, len(photos)):
        join.choose.click()
        loner.until(lambda number=number: join.photographed.state.text().startswith(f"{number} of "))
    join.choose.click()
    loner.until(lambda: bool(join._invitation))
    join.name.line.setText("Kingfisher")
    join.make.click()
    loner.until(join.reply_card.isVisible)
    join.show_codes.click()
    loner.until(lambda: bool(join.findChildren(CodesSheet)))


def test_a_lost_device_is_taken_off_and_each_of_its_workers_gets_somebody_who_warns(
    coordinator: Stage,
) -> None:
    screen = people(coordinator)
    screen.list.setCurrentIndex(screen.list.rows.index(1, 0))
    box = screen.list.current()
    screen.lost.click()
    coordinator.until(lambda: bool(screen.losing.warners))
    for field in screen.losing.warners.values():
        field.line.setText("Heron")
    screen.losing.changed.box.click()
    screen.losing.keep.click()
    coordinator.until(screen.notice.isVisible)
    screen.losing.remove.click()
    coordinator.until(lambda: not screen.losing.remove.isEnabled())
    found = coordinator.ask(lambda desk: losing.exposure(desk, box))
    assert (found.is_active, found.unwarned, found.is_access_changed) == (False, 0, True)


def kept(pictures: list[bytes], folder: Path) -> list[Path]:
    folder.mkdir()
    paths = [folder / f"{at}.png" for at in range(len(pictures))]
    for path, picture in zip(paths, pictures, strict=True):
        path.write_bytes(picture)
    return paths


def test_the_founder_hands_the_root_key_to_three_sheets(coordinator: Stage) -> None:
    screen = people(coordinator)
    coordinator.until(screen.root.make.isVisible)
    screen.root.make.click()
    coordinator.until(screen.root.pages.isVisible)
    made = coordinator.ask(root.sheets).sheets
    for _ in range(3):
        screen.root.pages.next.click()
    typed = [" ".join(sheet.words) for sheet in screen.root.pages._new.sheets[:2]]
    for entry, words in zip(screen.root.pages.entries, typed, strict=True):
        entry.field.put(words)
        entry.check()
    screen.root.pages.go.click()
    coordinator.until(screen.notice.isVisible)
    assert len(made) == 3
    assert not coordinator.ask(root.is_here)
