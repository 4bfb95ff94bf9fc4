"""`monitor-app device …`: what may leave this device, clearing it, and travel mode."""

import argparse

from monitor_app.app import App
from monitor_app.cli.arguments import Subjects, add_vault_options, desk_of
from monitor_app.operations import clearing, travelling


def add(commands: Subjects) -> None:
    """Add the commands of this subject."""
    subject = commands.add_parser("device", help="what may leave this device").add_subparsers(required=True)
    _command(subject, "status", "say what is safe elsewhere").set_defaults(run=_status)
    _command(subject, "clear", "drop what enough others have signed for").set_defaults(run=_clear)
    _command(subject, "travel", "ask for travel mode; sync twice").set_defaults(run=_travel)
    _command(subject, "ask-back", "ask a coordinator to read again").set_defaults(run=_ask_back)
    give = _command(subject, "give-back", "as a coordinator, let a device read again")
    give.add_argument("box", nargs="?", help="without it, who asks is listed with their codes")
    give.set_defaults(run=_give_back)


def _command(subject: Subjects, name: str, help_text: str) -> argparse.ArgumentParser:
    command = subject.add_parser(name, help=help_text)
    add_vault_options(command)
    return command


def _status(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        found, journey = clearing.readiness(desk), travelling.journey(desk)
    print(f"{len(found.safe)} of {found.records} records are confirmed by {found.needed} others or an archive")
    print(f"{found.drafts} unfinished, {found.cleared} cleared")
    state = "on" if journey.is_away else "waits for a receipt" if journey.waits else "off"
    print(f"travel mode {state}")
    return 0


def _clear(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        count, _ = clearing.clear(desk)
    print(f"cleared {count} records")
    return 0


def _travel(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        travelling.begin(desk)
    print("It begins when a coordinator has signed for it: sync now, and again later.")
    return 0


def _ask_back(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        journey, _ = travelling.ask_back(desk)
    print(journey.code)
    return 0


def _give_back(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        if arguments.box:
            travelling.give_back(desk, arguments.box)
            return 0
        for one in travelling.asks(desk):
            print(f"{one.box}  {one.name}  {one.code}")
    return 0
