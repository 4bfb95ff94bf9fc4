import os
import signal
import subprocess
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from monitor_app import processes
from monitor_app.errors import Cancelled

START = "from monitor_app import processes; processes.harden(); "
PROGRAM = """
import os
from monitor_app.__main__ import main
try:
    main()
except SystemExit:
    print(os.environ.get("PYTHONSAFEPATH"))
"""


def tell_surroundings(pipe: Connection) -> None:
    """Say what a child gave up at its birth. Runs in the child."""
    import ctypes
    import resource

    mask = os.umask(0)
    dumpable = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) if sys.platform == "linux" else None
    pipe.send((mask, resource.getrlimit(resource.RLIMIT_CORE), dumpable))


def sleep_for_ever(pipe: Connection) -> None:
    """Hear nothing and say nothing. Runs in the child."""
    time.sleep(600)
    pipe.close()


def heed_no_signal(pipe: Connection) -> None:
    """Refuse every polite request to end. Runs in the child."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sleep_for_ever(pipe)


def is_there(pid: int) -> bool:
    """Say whether the system knows the process, be it only as a zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def said(program: str, folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, check=True, cwd=folder, capture_output=True, text=True).stdout.strip()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_crash_writes_no_memory_to_disk(tmp_path):
    program = "import resource; print(resource.getrlimit(resource.RLIMIT_CORE))"
    assert said(START + program, tmp_path) == "(0, 0)"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux is asked this way")
def test_no_other_program_may_read_the_memory(tmp_path):
    program = "import ctypes; print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    assert said(program, tmp_path) == "1"
    assert said(START + program, tmp_path) == "0"


def test_a_child_runs_nothing_that_lies_where_the_program_was_started(tmp_path):
    (tmp_path / "json.py").write_text("print('planted')")
    program = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import json'])"
    assert said(program, tmp_path) == "planted"
    assert said(START + program, tmp_path) == ""


def test_the_program_itself_starts_hardened(tmp_path):
    assert said(PROGRAM, tmp_path, "--version").endswith("\n1")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such mask")
def test_whatever_is_written_only_its_owner_may_read(tmp_path):
    program = "open('made', 'w').close(); import os; os.mkdir('folder')"
    said(START + program, tmp_path)
    assert (tmp_path / "made").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "folder").stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither")
def test_a_child_is_hardened_too():
    child = processes.start(tell_surroundings)
    try:
        assert child.pipe.poll(30)
        mask, core, dumpable = child.pipe.recv()
    finally:
        child.end()
    assert (mask, core) == (0o077, (0, 0))
    assert dumpable in (0, None)


def test_every_child_is_killed_and_reaped_at_once():
    children = [processes.start(work) for work in (sleep_for_ever, heed_no_signal)]
    pids = [child.process.pid for child in children]
    started = time.monotonic()
    with processes.ending() as none_is_left:
        assert none_is_left
    assert time.monotonic() - started < 1
    assert [pid for pid in pids if is_there(pid)] == []
    for child in children:
        child.end()


def test_no_child_is_born_while_all_are_ending():
    with processes.ending(), pytest.raises(Cancelled):
        processes.start(sleep_for_ever)
    processes.start(sleep_for_ever).end()


def test_an_ended_child_may_be_ended_again():
    child = processes.start(sleep_for_ever)
    child.end()
    child.kill()
    child.end()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lists them this way")
def test_after_the_helper_is_dismissed_no_process_of_ours_is_left(tmp_path):
    program = """
import os
from pathlib import Path
from monitor_app import processes
processes.start(os.getpid).end()
children = Path(f"/proc/self/task/{os.getpid()}/children")
before = len(children.read_text().split())
with processes.ending():
    processes.dismiss_tracker()
    print(before, len(children.read_text().split()))
"""
    assert said(program, tmp_path) == "1 0"
