"""A sealed package through the window."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from monitor_app.domain.supply import Party
from monitor_app.operations import bundling
from monitor_app.ui.models.rows import row_at
from monitor_app.ui.screens.export import Export
from monitor_app.ui.widgets.leaving import TextDialog
from tests.support.stage import PlannedFiles, Stage
from tests.ui.screens.conftest import World


def opened(stage: Stage, world: World) -> Export:
    screen = stage.show("export", world.finding)
    assert isinstance(screen, Export)
    stage.until(lambda: screen.finding.value() == world.finding)
    return screen


def prepared(stage: Stage, world: World) -> tuple[Export, str]:
    screen = opened(stage, world)
    screen.recipients.draw.click()
    identity = screen.recipients.secret.toPlainText()
    screen.look.click()
    stage.until(screen.leaving.isVisible)
    return screen, identity


def test_a_package_is_seen_then_written_and_opens_with_the_key_that_was_handed_over(
    coordinator: Stage, world: World, tmp_path: Path
) -> None:
    screen, identity = prepared(coordinator, world)
    screen.files = PlannedFiles([tmp_path, tmp_path / "allowed_signers"])
    screen.write.click()
    coordinator.until(screen.result.isVisible)
    screen.save_signers.click()
    coordinator.until(screen.notice.isVisible)
    (package,) = tmp_path.glob("*.zip.age")
    allowed = (tmp_path / "allowed_signers").read_text()
    assert "records.json" in [path for path, _ in bundling.verify(package, identity, allowed).files]


def test_what_stays_is_shown_with_its_reason(coordinator: Stage, world: World) -> None:
    screen, _ = prepared(coordinator, world)
    stays = row_at(screen.leaving.stays.rows.index(0, 0))
    assert stays.said() == "Records. Stays: 3. Without a yes for this audience they are only counted"


def test_a_file_that_leaves_can_be_read_as_plain_text(coordinator: Stage, world: World) -> None:
    screen, _ = prepared(coordinator, world)
    screen.leaving.leaves.setFocus()
    QTest.keyClick(screen.leaving.leaves, Qt.Key.Key_Return)
    (dialog,) = screen.findChildren(TextDialog)
    assert "Harbour Electronics" in dialog.text.toPlainText()
    dialog.close()


def test_without_a_recipient_nothing_is_prepared(coordinator: Stage, world: World) -> None:
    screen = opened(coordinator, world)
    screen.look.click()
    coordinator.until(screen.refusal.isVisible)
    assert screen.refusal.what.text() == "The package has no recipient."


def test_a_key_that_is_none_is_refused_beside_the_keys(coordinator: Stage, world: World) -> None:
    screen = opened(coordinator, world)
    screen.recipients.key.line.setText("age1nonsense")
    screen.recipients.add_button.click()
    screen.look.click()
    coordinator.until(screen.recipients.notice.isVisible)
    assert screen.look.isVisible()


def test_another_audience_asks_to_look_again(coordinator: Stage, world: World) -> None:
    screen, _ = prepared(coordinator, world)
    screen.writing.start_over()
    screen.audiences.buttons[Party.PUBLIC].click()
    assert screen.look.isVisible()
    assert not screen.write.isVisible()


def test_a_place_that_is_gone_is_refused_and_the_choices_stay(
    coordinator: Stage, world: World, tmp_path: Path
) -> None:
    screen, _ = prepared(coordinator, world)
    screen.files = PlannedFiles([tmp_path / "gone"])
    screen.write.click()
    coordinator.until(screen.refusal.isVisible)
    assert screen.write.isVisible()


def test_the_secret_key_is_gone_once_the_screen_is_left(coordinator: Stage, world: World) -> None:
    screen, _ = prepared(coordinator, world)
    coordinator.show("sites")
    assert screen.recipients.secret.toPlainText() == ""


def test_without_a_finding_the_screen_says_where_to_begin(loner: Stage) -> None:
    screen = loner.show("export")
    loner.until(screen.notice.isVisible)
    assert not screen.look.isEnabled()
