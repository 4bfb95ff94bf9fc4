"""A window over a real vault whose thread runs only when a test lets it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from monitor_app.app import App
from monitor_app.operations import questionnaires, returning
from monitor_app.operations.desk import Desk
from monitor_app.settings import resource_folder
from monitor_app.ui.jobs import Jobs
from monitor_app.ui.main_window import MainWindow
from monitor_app.ui.preferences import Preferences
from monitor_app.ui.translation import bus
from tests.support.desks import PASSPHRASE
from tests.support.fakes import CountingIds, SetClock
from tests.ui.fakes import FakeEntrance, HeldThread


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    app = App(clock=SetClock(), ids=CountingIds())
    made = app.create(tmp_path_factory.mktemp("vault") / "vault", PASSPHRASE)
    questionnaires.add_shipped(lambda work: work(made))
    sample = resource_folder("forms", "three_questions.md")
    questionnaires.add(made, questionnaires.read_file(sample), file_name=sample.name)
    yield made
    made.vault.close()


@pytest.fixture
def thread(desk: Desk) -> HeldThread:
    return HeldThread(desk)


@pytest.fixture
def entrance(thread: HeldThread) -> FakeEntrance:
    return FakeEntrance(thread)


@pytest.fixture
def closed_window(qtbot: QtBot, entrance: FakeEntrance, tmp_path: Path) -> Iterator[MainWindow]:
    window = MainWindow(entrance, Preferences(), keep_in=tmp_path / "window.json")
    window.show()
    yield window
    window.prefer(Preferences())
    window.privacy.stop()
    window.privacy.uncover()
    window._is_leaving = True
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents()
    assert bus.language == "en"


@pytest.fixture
def window(qtbot: QtBot, closed_window: MainWindow, thread: HeldThread) -> MainWindow:
    returning.take_up(thread.desk)
    closed_window.opened(Jobs(thread))
    qtbot.waitUntil(lambda: bool(getattr(closed_window.screen_shown, "cards", ())))
    return closed_window


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Windows without a screen cannot pass on size hints, and say so."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints", extend=True))
