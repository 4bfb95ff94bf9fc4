"""`monitor-app hand-over FILE`: exchange by one sealed file, or carry one on to the shared place."""

import argparse
from pathlib import Path

from monitor_app.app import App
from monitor_app.cli.arguments import Subjects, add_vault_options, desk_of
from monitor_app.operations import handing_over
from monitor_app.ports import Silent


def add(commands: Subjects) -> None:
    """Add the command."""
    command = commands.add_parser("hand-over", help="exchange by one sealed file, without a network")
    add_vault_options(command)
    command.add_argument("file", type=Path, metavar="FILE", help="the file; one that is not there is made")
    command.add_argument("--carry", action="store_true", help="carry it on to the shared place instead")
    command.set_defaults(run=_hand_over)


def _hand_over(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        if arguments.carry:
            count, _ = handing_over.carry_on(lambda work: work(desk), arguments.file, progress=Silent())
            print(f"carried {count} parcels")
            return 0
        done, _ = handing_over.exchange(lambda work: work(desk), arguments.file, progress=Silent())
    print(f"took in {done.pull.new_events} entries and confirmed {done.confirmed_bodies}")
    print(f"put in {done.put_in} parcels")
    for name, held in done.pull.held_back:
        print(f"held back {name}: {held}")
    return 0
