from pathlib import Path

import pytest

from monitor_app.errors import Cancelled
from monitor_app.text import N_
from monitor_app.ui.guided.stage import DemoStage
from monitor_app.ui.guided.visit import Lobby
from monitor_app.ui.preferences import Preferences


class StoppedStage(DemoStage):
    def build(self, progress):
        raise Cancelled(N_("Stopped."))


class QuickStage(DemoStage):
    def build(self, progress):
        self.built = True


@pytest.fixture
def lobby_of(qtbot, tmp_path: Path):
    def make(kind):
        lobby = Lobby(kind(tmp_path), Preferences())
        qtbot.addWidget(lobby)
        lobby.show()
        return lobby

    return make


def test_a_visitor_may_choose_a_person_once_the_project_is_made(lobby_of, qtbot):
    lobby = lobby_of(QuickStage)
    lobby.build()
    qtbot.waitUntil(lobby.people.isVisible)
    assert not lobby.progress.isVisible()


def test_a_stopped_making_can_be_begun_again(lobby_of, qtbot):
    lobby = lobby_of(StoppedStage)
    lobby.build()
    qtbot.waitUntil(lobby.afresh.isEnabled)
    assert lobby.notice.isVisible()
    assert not lobby.people.isVisible()
