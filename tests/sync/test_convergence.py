"""However objects arrive (late, twice, cut, not at all and then again), all coordinators end with the same."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor_app.ports import Silent
from monitor_app.remotes.memory import MemoryRemote
from monitor_app.remotes.refusals import silent
from monitor_app.sync import engine
from monitor_app.sync.names import dated, undated
from tests.support.fakes import SetClock
from tests.sync.people import NOW, Device, Keeper, Outbox, coordinator, roster_of

SCHEDULES = int(os.environ.get("SCHEDULES", "40"))
"""How many random schedules: 1,000 in the long form."""
DAYS = ("20251231", "20260101", "20260102")


class World:
    """Two coordinators and five monitors with everything they wrote, sealed once for all examples."""

    def __init__(self) -> None:
        self.readers = (coordinator("coord"), coordinator("coordb"))
        self.writers = (*self.readers, *(Device(f"box{letter}{letter}") for letter in "abcde"))
        self.signed = roster_of(*self.writers)
        for device in self.writers:
            for number in range(4):
                device.seal(device.write(f"{device.box} {number}"), self.signed.roster)
        self.segments = [one for device in self.writers for one in device.sealed[device.box]]

    def keepers(self) -> list[Keeper]:
        return [Keeper(self.signed, reader) for reader in self.readers]

    def expected(self, reader: Device) -> dict[str, list[bytes]]:
        """What a coordinator must hold in the end: all that others wrote, in their order."""
        others = [device for device in self.writers if device is not reader]
        return {device.box: [event.header for event in device.written[device.box]] for device in others}


@pytest.fixture(scope="module")
def world():
    return World()


def pull(keeper: Keeper, reader: Device, remote) -> engine.PullReport:
    return engine.pull(keeper, remote, keys=reader.reading(), clock=SetClock(NOW), progress=Silent())


def schedules(count: int):
    """Each step: an object arrives whole, arrives cut, vanishes, or a coordinator pulls."""
    which = st.integers(0, count - 1)
    return st.lists(
        st.one_of(
            st.tuples(st.just("whole"), which, st.sampled_from(DAYS)),
            st.tuples(st.just("cut"), which, st.sampled_from(DAYS)),
            st.tuples(st.just("lost"), which, st.sampled_from(DAYS)),
            st.tuples(st.just("pull"), st.integers(0, 1), st.just("")),
        ),
        max_size=60,
    )


@settings(max_examples=SCHEDULES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(schedule=schedules(28))
def test_all_coordinators_converge(world, schedule):
    remote, keepers = MemoryRemote(), world.keepers()
    for action, index, day in schedule:
        if action == "pull":
            pull(keepers[index], world.readers[index], remote)
            continue
        one = world.segments[index]
        path = dated(undated(one.name), day)
        if action == "lost":
            remote.delete(path)
        else:
            remote.objects[path] = one.sealed if action == "whole" else one.sealed[:900]
    for one in world.segments:
        remote.put(dated(undated(one.name), DAYS[1]), one.sealed)
    for keeper, reader in zip(keepers, world.readers, strict=True):
        report = pull(keeper, reader, remote)
        assert report.gaps == ()
        assert keeper.taken == world.expected(reader)
        assert pull(keeper, reader, remote).new_segments == 0


class Flaky(MemoryRemote):
    """Fails at the operations whose turn is in `failing`; a failed put may have stored the object or a part."""

    def __init__(self, objects: dict[str, bytes], failing: dict[int, str]) -> None:
        super().__init__()
        self.objects, self.failing, self.turn = objects, failing, 0

    def _mood(self) -> str:
        self.turn += 1
        return self.failing.get(self.turn, "well")

    def put(self, name, content):
        match self._mood():
            case "stored but not said":
                super().put(name, content)
                raise silent()
            case "part stored":
                super().put(name, content[: len(content) // 2])
                raise silent()
            case "nothing":
                raise silent()
        super().put(name, content)

    def get(self, name):
        if self._mood() != "well":
            raise silent()
        return super().get(name)


@settings(max_examples=SCHEDULES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    failing=st.dictionaries(
        st.integers(1, 60), st.sampled_from(["stored but not said", "part stored", "nothing"]), max_size=25
    ),
    clocks=st.lists(st.integers(-366, 366), min_size=7, max_size=7),
)
def test_after_failed_pushes_and_pulls_everything_is_there_once(world, failing, clocks):
    objects: dict[str, bytes] = {}
    flaky = Flaky(objects, failing)
    outboxes = [Outbox() for _ in world.writers]
    for outbox, device in zip(outboxes, world.writers, strict=True):
        outbox.add_segments(device.sealed[device.box])
    keeper, reader = world.keepers()[0], world.readers[0]
    for _ in range(len(failing) + 1):
        for outbox, days in zip(outboxes, clocks, strict=True):
            engine.push(outbox, flaky, clock=SetClock(NOW + days * 86_400_000), progress=Silent())
        pull(keeper, reader, flaky)
    pull(keeper, reader, _calm(objects))
    assert all(not outbox.due() for outbox in outboxes)
    assert len(objects) == len(world.segments)
    assert keeper.taken == world.expected(reader)


def _calm(objects: dict[str, bytes]) -> MemoryRemote:
    remote = MemoryRemote()
    remote.objects = objects
    return remote
