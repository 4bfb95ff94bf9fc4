"""`monitor-app vault …`: make a vault, check one, change what opens it, destroy its keys."""

import argparse
import getpass
import sys
from pathlib import Path

from monitor_app.app import App
from monitor_app.cli import keeping, recovering
from monitor_app.cli.arguments import Subjects, add_vault_options, desk_of, new_passphrase, passphrase_again
from monitor_app.errors import NotAllowed
from monitor_app.operations import unlocking
from monitor_app.text import N_

PANIC_WORD = "destroy"


def add(commands: Subjects) -> None:
    """Add the commands of this subject."""
    subject = commands.add_parser("vault", help="make a vault, check it, change what opens it").add_subparsers(
        required=True
    )
    create = subject.add_parser("create", help="make a new vault")
    add_vault_options(create)
    create.set_defaults(run=_create)
    keeping.add_to(subject)
    change = subject.add_parser("passphrase", help="change the passphrase")
    add_vault_options(change)
    add_new_passphrase(change)
    change.add_argument(
        "--new-key", action="store_true", help="also cut off old copies of the vault's key file"
    )
    change.set_defaults(run=_change)
    ways = subject.add_parser("ways", help="show what opens the vault")
    add_vault_options(ways)
    ways.set_defaults(run=_ways)
    panic = subject.add_parser("panic", help="destroy what opens the vault, for ever")
    panic.add_argument("--vault", type=Path, required=True, metavar="DIR", help="the vault's folder")
    panic.add_argument("--yes", action="store_true", help="do not ask (for scripts)")
    panic.set_defaults(run=_panic)
    recovering.add(subject)


def add_new_passphrase(command: argparse.ArgumentParser) -> None:
    """Add the option that says where a new passphrase comes from."""
    command.add_argument(
        "--new-passphrase-file", type=Path, metavar="FILE", help="read the new passphrase from here"
    )


def _create(arguments: argparse.Namespace, app: App) -> int:
    desk = app.create(arguments.vault, new_passphrase(arguments.passphrase_file))
    print(f"device {desk.box}")
    desk.vault.close()
    return 0


def _change(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        old = passphrase_again(arguments)
        new = new_passphrase(arguments.new_passphrase_file)
        unlocking.change_passphrase(desk, old, new, with_key=arguments.new_key, cost=app.cost)
    print("The passphrase was changed in both copies of the key file.")
    if not arguments.new_key:
        print("An older copy of the key file still opens with the old passphrase: --new-key cuts it off.")
    return 0


def _ways(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        found = unlocking.ways(desk)
    print("passphrase")
    if found.recovery:
        print(f"recovery sheets  {found.recovery.mark}")
    if found.spare_key:
        print(f"spare key of an organisation  {found.spare_key}")
    for remark in found.remarks:
        print(f"note  {remark.kind}", file=sys.stderr)
    return 0


def _panic(arguments: argparse.Namespace, _app: App) -> int:
    if not arguments.yes:
        print("This destroys the only way into this vault. Records that were not sent are lost for ever.")
        if getpass.getpass(f'Type "{PANIC_WORD}" to go on: ').strip() != PANIC_WORD:
            raise NotAllowed(N_("Nothing was destroyed."), N_("Type the word exactly as it is shown."))
    unlocking.panic(arguments.vault)
    print("Both copies of the keys are overwritten. Nothing opens this vault any more.")
    print("Copies and backups made before still open.")
    print("A window that has it open still shows it until it is closed or locked.")
    return 0
