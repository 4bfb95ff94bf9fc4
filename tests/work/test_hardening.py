import subprocess
import sys
from pathlib import Path

import pytest

START = "from monitor_app.work import hardening; hardening.harden(); "
PROGRAM = """
import os
from monitor_app.__main__ import main
try:
    main()
except SystemExit:
    print(os.environ.get("PYTHONSAFEPATH"))
"""


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
