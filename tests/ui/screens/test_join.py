"""Answering an invitation, where it goes wrong."""

from pathlib import Path

from monitor_app.operations import projects
from tests.support.stage import PlannedFiles, Stage


def test_a_damaged_invitation_is_refused_and_nothing_is_joined(loner: Stage, tmp_path: Path) -> None:
    (tmp_path / "invitation.txt").write_text("cut off in the mid")
    screen = loner.show("join")
    screen.files = PlannedFiles([tmp_path / "invitation.txt"])
    screen.choose.click()
    loner.until(lambda: bool(screen._invitation))
    screen.name.line.setText("Kingfisher")
    screen.make.click()
    loner.until(screen.notice.isVisible)
    assert loner.ask(projects.membership).project == ""


def test_a_reply_needs_a_file_and_a_name(loner: Stage) -> None:
    screen = loner.show("join")
    loner.until(screen.asking.isVisible)
    screen.name.line.setText("Kingfisher")
    assert not screen.make.isEnabled()


def test_a_vault_that_belongs_to_a_project_offers_no_second_one(monitor: Stage) -> None:
    screen = monitor.show("join")
    monitor.until(screen.notice.isVisible)
    assert not screen.asking.isVisible()
