"""Setting the shared place up: what is asked, what is said, and what stays in the vault."""

from pathlib import Path

import pytest

from monitor_app.operations import connecting, places
from monitor_app.operations.places import Access
from monitor_app.remotes.refusals import host_unknown, wrong_password
from monitor_app.ui.screens.shared_place import SharedPlace
from monitor_app.ui.screens.sync import Sync
from tests.support.stage import PlannedFiles, Stage

CLOUD = Access(address="webdav:https://cloud.example.org/team", user="heron", secret="kept")


def opened(stage: Stage) -> SharedPlace:
    screen = stage.show("shared_place")
    assert isinstance(screen, SharedPlace)
    stage.until(lambda: bool(screen.where.example.text()))
    return screen


def test_a_folder_is_tested_and_then_used(monitor: Stage, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    screen = opened(monitor)
    screen.files = PlannedFiles([tmp_path / "stick"])
    screen.where.choose.click()
    screen.test.click()
    monitor.until(lambda: isinstance(monitor.window.screen_shown, Sync))
    assert monitor.ask(places.access).address == f"folder:{tmp_path / 'stick'}"


def test_a_place_that_does_not_work_is_told_and_not_kept(monitor: Stage, tmp_path: Path) -> None:
    screen = opened(monitor)
    before = monitor.ask(places.access)
    screen.where.address.put(str(tmp_path / "nowhere"))
    screen.test.click()
    monitor.until(screen.notice.isVisible)
    assert monitor.ask(places.access) == before
    assert screen.test.isEnabled()


def test_only_testing_keeps_nothing(monitor: Stage, tmp_path: Path) -> None:
    screen = opened(monitor)
    before = monitor.ask(places.access)
    (tmp_path / "stick").mkdir()
    screen.where.address.put(str(tmp_path / "stick"))
    screen.only_test.click()
    monitor.until(screen.notice.isVisible)
    assert screen.notice.what.text() == "The connection works."
    assert monitor.ask(places.access) == before


def test_a_pasted_address_chooses_its_kind(monitor: Stage) -> None:
    screen = opened(monitor)
    screen.where.address.line.setText("sftp://heron@files.example.org/srv/team")
    screen.where.address.line.textEdited.emit(screen.where.address.line.text())
    assert screen.where.kind.value() == "sftp"
    assert screen.opening.host_key.isVisible()
    assert screen.entered().address == "sftp://heron@files.example.org/srv/team"


@pytest.mark.parametrize(
    ("kind", "typed", "address"),
    [
        ("webdav", "https://cloud.example.org/team", "webdav:https://cloud.example.org/team"),
        ("s3", "https://s3.example.org/team", "s3:https://s3.example.org/team"),
        ("sftp", "heron@files.example.org/srv", "sftp://heron@files.example.org/srv"),
    ],
)
def test_an_address_may_be_typed_as_it_was_told(monitor: Stage, kind: str, typed: str, address: str) -> None:
    screen = opened(monitor)
    screen.where.kind.choose(kind)
    screen.where.address.put(typed)
    assert screen.entered().address == address


def test_a_kept_password_is_never_shown_and_stays_for_the_same_address(monitor: Stage) -> None:
    monitor.ask(lambda desk: places.keep(desk, CLOUD))
    screen = opened(monitor)
    assert screen.opening.secret.line.text() == ""
    assert screen.opening.kept_secret.isVisible()
    assert screen.entered().secret == "kept"
    screen.where.address.put("https://elsewhere.example.org/")
    assert screen.entered().secret == ""


def test_a_server_that_is_not_known_is_compared_before_it_is_trusted(monitor: Stage) -> None:
    screen = opened(monitor)
    screen.where.kind.choose("sftp")
    screen.where.address.put("heron@files.example.org/srv")
    screen._tried(connecting.Tried(host_unknown("SHA256:abcdefgh"), "SHA256:abcdefgh"), and_keep=True)
    assert screen.fingerprint.isVisible()
    assert screen.fingerprint.shown.text() == "SHA256:\nabcd efgh"
    assert screen.entered().host_key == ""
    screen.fingerprint.agree.click()
    assert screen.entered().host_key == "SHA256:abcdefgh"
    screen.progress.button.click()
    monitor.until(screen.test.isEnabled)


def test_what_is_wrong_stands_on_the_screen(monitor: Stage) -> None:
    screen = opened(monitor)
    screen._tried(connecting.Tried(wrong_password()), and_keep=True)
    assert "name and password" in screen.notice.what.text()


def test_a_certificate_file_is_read_and_can_be_taken_back(monitor: Stage, tmp_path: Path) -> None:
    path = tmp_path / "authority.pem"
    path.write_text("-----BEGIN CERTIFICATE-----", encoding="utf-8")
    screen = opened(monitor)
    screen.where.kind.choose("webdav")
    screen._fit()
    screen.files = PlannedFiles([path])
    screen.way.certificate.click()
    monitor.until(screen.way.no_certificate.isVisible)
    assert screen.entered().certificates == "-----BEGIN CERTIFICATE-----"
    screen.way.no_certificate.click()
    assert screen.entered().certificates == ""


def test_a_test_can_be_stopped(monitor: Stage, tmp_path: Path) -> None:
    screen = opened(monitor)
    screen.where.address.put(str(tmp_path))
    screen.only_test.click()
    screen.progress.button.click()
    monitor.until(screen.test.isEnabled)
