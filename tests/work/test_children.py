"""Child processes: results, known errors, time, death, cancel."""

import os
import threading

import pytest

from monitor_app.errors import Cancelled, ChildFailed, FormRefused
from monitor_app.text import N_
from monitor_app.work import children


def double(number: int) -> int:
    return 2 * number


def refuse() -> None:
    raise FormRefused(N_("No {count}.", count=3), N_("Hint."), ("row 1",))


def break_down() -> None:
    raise ValueError("a secret answer")


def die() -> None:
    os._exit(9)


def hang() -> None:
    threading.Event().wait()


def unsendable() -> object:
    return threading.Lock()


class _Stop:
    def step(self, done, total, what=None):
        raise Cancelled(N_("Stopped."))


def test_a_result_comes_back():
    assert children.run(double, 21, seconds=60) == 42


def test_a_known_error_comes_back_whole():
    with pytest.raises(FormRefused) as caught:
        children.run(refuse, seconds=60)
    assert (str(caught.value), caught.value.problems) == ("No 3. Hint.", ("row 1",))


@pytest.mark.parametrize("function", [break_down, die, unsendable])
def test_a_bug_or_a_death_is_told_without_its_words(function):
    with pytest.raises(ChildFailed) as caught:
        children.run(function, seconds=60)
    assert "secret" not in str(caught.value)


def test_a_child_that_takes_too_long_is_killed():
    with pytest.raises(ChildFailed):
        children.run(hang, seconds=0)
    assert not children._running


def test_a_cancelled_child_is_killed_and_reaped():
    with pytest.raises(Cancelled):
        children.run(hang, seconds=60, progress=_Stop())
    assert not children._running


def test_all_can_be_killed_at_once():
    failed: list[BaseException] = []

    def wait() -> None:
        try:
            children.run(hang, seconds=60)
        except ChildFailed as error:
            failed.append(error)

    thread = threading.Thread(target=wait)
    thread.start()
    while not children._running:
        pass
    children.kill_all()
    thread.join(30)
    assert len(failed) == 1
