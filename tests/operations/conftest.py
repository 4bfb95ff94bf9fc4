from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor_app.operations.desk import Desk
from tests.support.desks import Pair, joined_pair, new_desk
from tests.support.fakes import SetClock


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def desk(tmp_path: Path, clock: SetClock) -> Iterator[Desk]:
    desk = new_desk(tmp_path / "vault", clock=clock)
    yield desk
    desk.vault.close()


@pytest.fixture
def pair(tmp_path: Path, clock: SetClock) -> Iterator[Pair]:
    pair = joined_pair(tmp_path, clock)
    yield pair
    pair.coordinator.vault.close()
    pair.monitor.vault.close()
