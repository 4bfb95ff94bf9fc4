"""Work comes home to its owner, and to nobody who is gone."""

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from monitor_app.errors import BadInput, MonitorError
from monitor_app.operations.changes import Changes, Topic, touched
from monitor_app.text import N_
from monitor_app.ui.jobs import Jobs
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
