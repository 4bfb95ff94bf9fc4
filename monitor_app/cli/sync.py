"""`monitor-app sync`: exchange with the shared place, for people and for schedulers."""

import argparse

from monitor_app.app import App
from monitor_app.cli.arguments import Subjects, add_vault_options, desk_of
from monitor_app.operations import syncing
from monitor_app.ports import Silent


def add(commands: Subjects) -> None:
    """Add the command."""
    command = commands.add_parser("sync", help="exchange with the shared place")
    add_vault_options(command)
    command.set_defaults(run=_sync)


def _sync(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        report, _ = syncing.run(lambda work: work(desk), progress=Silent())
        state = syncing.state(desk)
    print(f"received {report.pull.new_events} entries and {report.pull.new_chunks} parts of files")
    counts = state.summary
    print(f"sent {report.push.sent} objects, {counts.waiting} wait, {counts.confirmed} are confirmed")
    for name, why in report.pull.held_back:
        print(f"held back {name}: {why}")
    if report.stopped:
        print(str(report.stopped))
    return 1 if report.stopped else 0
