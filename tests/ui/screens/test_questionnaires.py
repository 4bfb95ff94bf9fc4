"""Questionnaires: add a file, see what is wrong with it, offer it."""

from pathlib import Path

from monitor_app.operations import questionnaires
from monitor_app.ui.models.rows import row_at
from tests.support.stage import PlannedFiles, Stage

GOOD = """
| survey |
| | type | name | label |
| | text | account | What happened? |
| settings |
| | form_title | form_id | version |
| | Night shift | night_shift | 1 |
"""
BAD = """
| survey |
| | type | name | label |
| | select_one nowhere | account | What happened? |
| choices |
| | list_name | name | label |
| | somewhere | one | One |
"""


def test_a_file_is_checked_then_used(coordinator: Stage, tmp_path: Path) -> None:
    (tmp_path / "night.md").write_text(GOOD)
    screen = coordinator.show("questionnaires")
    screen.files = PlannedFiles([tmp_path / "night.md"])
    screen.add.click()
    coordinator.until(screen.check.found.isVisible)
    screen.check.keep.click()
    coordinator.until(screen.notice.isVisible)
    assert "Night shift" in [one.title for one in coordinator.ask(questionnaires.available)]


def test_every_problem_of_a_bad_file_is_named(coordinator: Stage, tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_text(BAD)
    screen = coordinator.show("questionnaires")
    screen.files = PlannedFiles([tmp_path / "bad.md"])
    screen.add.click()
    coordinator.until(screen.check.problems_card.isVisible)
    assert "nowhere" in row_at(screen.check.problems.rows.index(0, 0)).said()


TWICE = """
| survey |
| | type | name | label |
| | select_one yn | paid | Paid? |
| choices |
| | list_name | name | label |
| | yn | yes | Yes |
| | yn | yes | Yes again |
"""
WITH_LIST = """
| survey |
| | type | name | label |
| | select_one_from_file sites.csv | site | Which site? |
"""


def test_a_change_that_helps_is_made_only_when_a_person_agrees(coordinator: Stage, tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text(TWICE)
    screen = coordinator.show("questionnaires")
    screen.files = PlannedFiles([tmp_path / "old.md"])
    screen.add.click()
    coordinator.until(screen.check.mending.isVisible)
    assert not screen.check.found.isVisible()
    screen.check.mend.click()
    coordinator.until(screen.check.found.isVisible)
    assert "same choice name twice" in row_at(screen.check.remarks.rows.index(0, 0)).said()


def test_a_missing_list_is_named_and_can_be_added(coordinator: Stage, tmp_path: Path) -> None:
    (tmp_path / "form").mkdir()
    (tmp_path / "form" / "visit.md").write_text(WITH_LIST)
    (tmp_path / "sites.csv").write_text("name,label\nnh3,Nan Hai 3\n")
    screen = coordinator.show("questionnaires")
    screen.files = PlannedFiles([tmp_path / "form" / "visit.md", tmp_path / "sites.csv"])
    screen.add.click()
    coordinator.until(screen.check.add_file.isVisible)
    screen.check.add_file.click()
    coordinator.until(lambda: screen.check.found.isVisible() and not screen.check.add_file.isVisible())


def test_a_questionnaire_is_offered_to_the_monitors(coordinator: Stage) -> None:
    screen = coordinator.show("questionnaires")
    coordinator.until(lambda: bool(screen.list.current()))
    digest = screen.list.current()
    screen.publish.click()
    coordinator.until(screen.notice.isVisible)
    assert digest in [one.digest for one in coordinator.ask(questionnaires.available) if one.published]


def test_a_monitor_cannot_offer_any(monitor: Stage) -> None:
    screen = monitor.show("questionnaires")
    monitor.until(screen.list.isVisible)
    assert not screen.publish.isVisible()
