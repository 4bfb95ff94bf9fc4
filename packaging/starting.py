"""What `run.py` does once Python is new enough: set up, then the window or the guided run."""

import argparse
import os
import subprocess
from pathlib import Path

import display
import environment
from machine import say

DEMO = environment.ROOT / "out" / "demo"


def run(arguments: list[str]) -> int:
    """Set up and start; return the program's own exit status."""
    wanted = _read(arguments)
    if not environment.prepare(with_tools=False):
        return 1
    if wanted.setup_only:
        say("Fieldwork is set up. Start it with: python3 packaging/run.py")
        return 0
    screen = display.settings_for_screen()
    surroundings = {**os.environ, **({"QT_QPA_PLATFORM": "offscreen"} if screen is None else screen)}
    if wanted.program_arguments or screen is not None:
        return _hand_over(wanted.program_arguments, surroundings)
    return _guided_run(surroundings)


def _read(arguments: list[str]) -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="run.py", description="Set Fieldwork up and start it.")
    reader.add_argument("--setup-only", action="store_true", help="stop after the set-up")
    reader.add_argument("program_arguments", nargs="*", help="after --: arguments for the program")
    return reader.parse_args(arguments)


def _program(arguments: list[str]) -> list[str]:
    return [str(environment.PYTHON), "-m", "monitor_app", *arguments]


def _hand_over(arguments: list[str], surroundings: dict[str, str]) -> int:
    """Become the program where the system can, so that signals reach it; else wait for it."""
    command = _program(arguments)
    if os.name == "posix":
        os.execve(command[0], command, surroundings)  # noqa: S606 - our own program, no shell wanted
    return subprocess.run(command, env=surroundings, check=False).returncode


def _guided_run(surroundings: dict[str, str]) -> int:
    say("There is no screen here, so the guided run shows what Fieldwork does. It takes a few minutes.")
    command = _program(["demo", "--headless", "--out", str(DEMO)])
    status = subprocess.run(command, env=surroundings, check=False).returncode
    if status != 0:
        say("The guided run did not finish.")
        return abs(status)
    say(f"Screenshots: {_shown(DEMO / 'screenshots')}")
    for bundle in sorted((DEMO / "bundle").glob("*.zip.age")):
        say(f"Sealed package: {_shown(bundle)}")
    return 0


def _shown(path: Path) -> str:
    return os.path.relpath(path)
