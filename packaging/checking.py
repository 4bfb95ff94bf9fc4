"""What `test.py` does once Python is new enough: set up, then every check, each timed, none left out."""

import argparse
import os
import subprocess
import time

import environment
import servers
from machine import say

PATHS = ["monitor_app", "tests", "packaging"]
SPREAD = ["-n", "auto", "--maxprocesses", "8", "--dist", "worksteal"]
"""The tests run in as many processes as there are processors; `-n 0` after `--` puts them back into one."""


def run(arguments: list[str]) -> int:
    """Set up and check; return 0 only if every check passed."""
    wanted = _read(arguments)
    if not environment.prepare(with_tools=True):
        return 1
    has_servers = not wanted.servers or servers.prepare()
    if wanted.setup_only:
        say("Fieldwork is set up for the tests. Run them with: python3 packaging/test.py")
        return 0 if has_servers else 1
    surroundings = dict(os.environ, QT_QPA_PLATFORM="offscreen")
    surroundings.pop("FIELDWORK_SERVERS", None)
    if wanted.servers and has_servers:
        surroundings["FIELDWORK_SERVERS"] = str(servers.FOLDER)
    lines = [_check(name, command, surroundings) for name, command in _checks(wanted.pytest_arguments)]
    if not has_servers:
        lines.append(("FAILED  the set-up of the real servers", False))
    say("")
    for line, _ in lines:
        say(line)
    return 0 if all(passed for _, passed in lines) else 1


def _read(arguments: list[str]) -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="test.py", description="Set Fieldwork up and check it.")
    reader.add_argument("--setup-only", action="store_true", help="stop after the set-up")
    reader.add_argument("--servers", action="store_true", help="also test against real servers")
    reader.add_argument("pytest_arguments", nargs="*", help="after --: arguments for pytest")
    return reader.parse_args(arguments)


def _checks(pytest_arguments: list[str]) -> list[tuple[str, list[str]]]:
    python = str(environment.PYTHON)
    layers = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    return [
        ("ruff format --check", [python, "-m", "ruff", "format", "--check", *PATHS]),
        ("ruff check", [python, "-m", "ruff", "check", *PATHS]),
        ("mypy --strict", [python, "-m", "mypy", "--strict"]),
        ("lint-imports", [python, "-c", layers]),
        ("pytest", [python, "-m", "pytest", *SPREAD, *pytest_arguments]),
    ]


def _check(name: str, command: list[str], surroundings: dict[str, str]) -> tuple[str, bool]:
    """Run one check in the open; return its line for the summary and whether it passed."""
    say(f"\n== {name}")
    started = time.monotonic()
    passed = subprocess.run(command, env=surroundings, cwd=environment.ROOT, check=False).returncode == 0
    return f"{'passed' if passed else 'FAILED'}  {name}  {time.monotonic() - started:.1f} s", passed
