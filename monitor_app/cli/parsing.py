"""The command line: which commands there are, and how a refusal is said.

Exit status: 0 done, 1 refused with a message and a hint, 2 wrong use. Secrets come from a prompt or a
file, never from arguments or the environment.
"""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from monitor_app import __version__
from monitor_app.app import App
from monitor_app.cli import (
    answers,
    bundle,
    device,
    forms,
    handing_over,
    identity,
    pack,
    place,
    project,
    record,
    sync,
    vault,
)
from monitor_app.errors import MonitorError

SUBJECTS = (vault, record, forms, pack, project, place, sync, bundle, answers, device, handing_over, identity)
Command = Callable[[argparse.Namespace, App], int]


def parser() -> argparse.ArgumentParser:
    """Return the parser with every subject's commands, and those that `__main__` runs itself."""
    root = argparse.ArgumentParser(prog="monitor-app", description="Fieldwork")
    root.add_argument("--version", action="version", version=f"monitor-app {__version__}")
    commands = root.add_subparsers(dest="command", metavar="COMMAND")
    for subject in SUBJECTS:
        subject.add(commands)
    demo = commands.add_parser("demo", help="look at an invented project")
    demo.add_argument("--headless", action="store_true", help="walk through it without a screen")
    demo.add_argument("--out", type=Path, help="where to leave screenshots and the package")
    bench = commands.add_parser("bench", help="measure, and print ratios against their bars")
    bench.add_argument("names", nargs="*", metavar="NAME")
    bench.add_argument("--json", action="store_true", help="print one JSON object")
    bench.add_argument(
        "--scale", type=float, default=1.0, help="a part of the size, such as 0.01, for a quick look"
    )
    return root


def run(arguments: argparse.Namespace) -> int:
    """Carry out a command that needs no window."""
    command: Command = arguments.run
    try:
        status = command(arguments, App())
        sys.stdout.flush()
    except MonitorError as error:
        print(str(error.message), file=sys.stderr)
        if error.hint:
            print(str(error.hint), file=sys.stderr)
        for problem in getattr(error, "problems", ()):
            print(f"  {problem}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever read our words has left; the interpreter must not try to say the rest at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        print("Stopped. Nothing is half-done.", file=sys.stderr)
        return 1
    return status
