"""Work comes home to its owner, and to nobody who is gone."""

import multiprocessing
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from monitor_app.bundles import storing
from monitor_app.bundles.container import Entry, Packing
from monitor_app.crypto import age
from monitor_app.errors import BadInput, MonitorError
from monitor_app.forms import compiling
from monitor_app.operations.changes import NOTHING, Changes, Topic, touched
from monitor_app.ports import Progress
from monitor_app.text import N_
from monitor_app.ui.jobs import Jobs
from tests.forms.children import never_read
from tests.ui.fakes import HeldThread


class Owner(QObject):
    """Something that can hear of a known error."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[MonitorError] = []

    def complain(self, error: MonitorError) -> None:
        self.heard.append(error)


def refuse(_: object) -> tuple[None, Changes]:
    raise BadInput(N_("No."))


def test_a_read_brings_its_result_to_the_owner(qtbot: QtBot) -> None:
    jobs, owner, got = Jobs(HeldThread(None)), QObject(), []
    jobs.read(owner, lambda _: 7, done=got.append)
    qtbot.waitUntil(lambda: got == [7])


def test_a_write_tells_every_screen_what_changed(qtbot: QtBot) -> None:
    jobs, owner = Jobs(HeldThread(None)), QObject()
    with qtbot.waitSignal(jobs.changed) as heard:
        jobs.write(owner, lambda _: (1, touched(Topic.RECORDS)))
    assert heard.args == [touched(Topic.RECORDS)]


def test_a_destroyed_owner_gets_nothing(qtbot: QtBot) -> None:
    thread, owner, got = HeldThread(None), QObject(), []
    thread.is_held = True
    jobs = Jobs(thread)
    jobs.read(owner, lambda _: 7, done=got.append)
    owner.deleteLater()
    qtbot.wait(10)
    thread.let_work()
    qtbot.wait(10)
    assert got == []


def test_a_known_error_goes_to_the_nearest_owner_that_can_show_it(qtbot: QtBot) -> None:
    jobs, owner = Jobs(HeldThread(None)), Owner()
    child = QObject(owner)
    jobs.write(child, refuse)
    qtbot.waitUntil(lambda: len(owner.heard) == 1)


def test_a_bug_is_raised_in_the_window_s_thread(qtbot: QtBot) -> None:
    jobs, owner = Jobs(HeldThread(None)), Owner()
    with qtbot.captureExceptions() as caught:
        jobs.read(owner, lambda _: 1 // 0, done=print)
        qtbot.waitUntil(lambda: len(caught) == 1)
    assert caught[0][0] is ZeroDivisionError


def test_a_long_job_reports_and_ends(qtbot: QtBot) -> None:
    jobs, owner, got, steps = Jobs(HeldThread(None)), QObject(), [], []

    def count(_: object, progress: object) -> tuple[str, Changes]:
        progress.step(1, 1)
        return "counted", touched()

    jobs.run(owner, count, done=got.append, progressed=steps.append)
    qtbot.waitUntil(lambda: got == ["counted"] and len(steps) == 1)
    jobs.close()


def test_closing_abandons_an_export_and_leaves_no_half_file(qtbot: QtBot, tmp_path: Path) -> None:
    jobs, owner, began = Jobs(HeldThread(None)), QObject(), threading.Event()
    recipient = age.new_identity()[1]

    def blocks() -> Iterator[bytes]:
        while True:
            began.set()
            yield bytes(1 << 20)

    def export(_: object, progress: Progress) -> tuple[None, Changes]:
        packing = Packing("case-" + "abcdefghij234567klmnopqrst", (recipient,), lambda _: "", "", "2026-01-01")
        storing.write_file(
            [Entry("photos/a.jpg", blocks)], tmp_path / "x.age", packing=packing, progress=progress
        )
        return None, NOTHING

    jobs.run(owner, export)
    assert began.wait(10)
    started = time.monotonic()
    jobs.close()
    assert time.monotonic() - started < 5
    qtbot.waitUntil(lambda: list(tmp_path.iterdir()) == [])


def test_closing_does_not_wait_for_a_child_that_is_stuck(qtbot: QtBot) -> None:
    jobs, owner = Jobs(HeldThread(None)), QObject()

    def ask(_: object, __: Progress) -> tuple[object, Changes]:
        return compiling.ask_child(never_read, b"x", 600), NOTHING

    jobs.run(owner, ask, failed=lambda _: None)
    qtbot.waitUntil(lambda: bool(multiprocessing.active_children()), timeout=20_000)
    jobs.close()
    assert multiprocessing.active_children() == []


def test_after_closing_nobody_hears_anything(qtbot: QtBot) -> None:
    thread, got = HeldThread(None), []
    owner, jobs = QObject(), Jobs(thread)
    thread.is_held = True
    jobs.read(owner, lambda _: 7, done=got.append)
    jobs.close()
    qtbot.wait(10)
    assert got == []
