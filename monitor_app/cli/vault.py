"""`monitor-app vault …`: make a vault, check one."""

import argparse

from monitor_app.app import App
from monitor_app.cli.arguments import Subjects, add_vault_options, desk_of, passphrase
from monitor_app.operations import checking


def add(commands: Subjects) -> None:
    """Add the commands of this subject."""
    subject = commands.add_parser("vault", help="make or check a vault").add_subparsers(required=True)
    create = subject.add_parser("create", help="make a new vault")
    add_vault_options(create)
    create.set_defaults(run=_create)
    check = subject.add_parser("check", help="look for damage")
    add_vault_options(check)
    check.set_defaults(run=_check)


def _create(arguments: argparse.Namespace, app: App) -> int:
    desk = app.create(arguments.vault, passphrase(arguments))
    print(f"device {desk.box}")
    desk.vault.close()
    return 0


def _check(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        troubles = checking.check(desk)
    for trouble in troubles:
        print(f"{trouble.what} {trouble.where}")
    if not troubles:
        print("No damage found.")
    return 1 if troubles else 0
