"""Every attack of the journeys, built anew and looked for on the real screens: named, with what to do."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from pytestqt.qtbot import QtBot

from monitor_app.ui.models.rows import row_at
from monitor_app.ui.screens.records import Records
from monitor_app.ui.screens.sync import Sync
from tests.support import attacks
from tests.support.crowds import Crowd
from tests.support.fakes import SetClock
from tests.support.stage import Stage

Look = Callable[[str], AbstractContextManager[Stage]]

BY_THE_COORDINATOR = {
    "tern": (attacks.drop_the_middle, "Parcel 2 of one device is missing. Later ones wait for it: 1"),
    "dove": (attacks.swap_two, "A parcel was altered or damaged in the shared place"),
    "lark": (attacks.write_as_a_stranger, "A parcel comes from a device that is not on the list"),
    "rook": (attacks.write_after_removal, "A parcel comes from a device that was removed"),
    "swan": (attacks.copy_the_device, "One device sent two different parcels with one number"),
    "crow": (attacks.replay_under_another_box, "A parcel was copied to a place where it does not belong"),
    "kite": (attacks.inject_a_key, "The list of people and devices is not signed by the project"),
    "ibis": (attacks.put_something_huge, "A parcel is larger than any can be"),
    "gull": (attacks.put_a_bomb, "A parcel cannot be read, or unfolds to more than any may hold"),
}
BY_WHO_SENT = {
    "wren": (attacks.turn_the_list_back, "There is a newer list of people, but the shared place"),
    "finch": (attacks.turn_the_store_back, "Parcels of this device were gone from the shared place: 1"),
    "robin": (attacks.withhold_the_tail, "Sent over a week ago, and nobody has confirmed them: 1"),
}
NAMELESS = {"lark", "kite"}
"""A stranger stands on no list, and nobody knows who forged one."""


@pytest.fixture
def crowd(tmp_path) -> Iterator[Crowd]:
    crowd = Crowd(tmp_path, SetClock(1_790_000_000_000))
    for name in ("teal", *BY_THE_COORDINATOR, *BY_WHO_SENT):
        crowd.join(name)
    yield crowd
    crowd.close()


@pytest.fixture
def look(crowd: Crowd, qtbot: QtBot) -> Look:
    @contextmanager
    def look_at(name: str) -> Iterator[Stage]:
        """Open a window over a device, and close it: one that stands still for long believes that it slept."""
        crowd.desks.pop(name).vault.close()
        stage = Stage(qtbot, crowd.path / name, crowd.clock)
        yield stage
        stage.close()

    return look_at


def odd(stage: Stage) -> list[str]:
    """Return what stands on the screen under "What is odd"."""
    screen = stage.show("sync")
    assert isinstance(screen, Sync)
    stage.until(screen.odd_card.isVisible)
    return [row_at(screen.odd.rows.index(at, 0)).said() for at in range(screen.odd.rows.rowCount())]


def marks(stage: Stage) -> list[str]:
    """Return the warnings beside the records of the list."""
    screen = stage.show("records")
    assert isinstance(screen, Records)
    stage.until(lambda: bool(screen.list.current()))
    return [str(row_at(screen.paged.index(at, 0)).mark) for at in range(screen.paged.rowCount())]


def test_every_attack_is_named_on_the_screen_with_whose_name_it_bears(crowd: Crowd, look: Look) -> None:
    for name, (deed, sentence) in BY_WHO_SENT.items():
        deed(crowd, name)
        with look(name) as stage:
            assert [one for one in odd(stage) if one.startswith(sentence)], name
    for name, (deed, _) in BY_THE_COORDINATOR.items():
        deed(crowd, name)
    with look("heron") as stage:
        said, warned = odd(stage), marks(stage)
    for name, (_, sentence) in BY_THE_COORDINATOR.items():
        (one,) = (one for one in said if one.startswith(sentence))
        assert name in NAMELESS or f"Under the name {name}" in one
    assert "Device removed" in warned
