"""`monitor-app identity apart|open|give|sheets`: names and contacts, behind a passphrase of their own."""

import argparse
from pathlib import Path

from monitor_app.app import App
from monitor_app.cli.arguments import Subjects, add_vault_options, desk_of, new_passphrase, read_text, secret
from monitor_app.operations import identity, identity_sharing, transcript


def add(subjects: Subjects) -> None:
    """Add the commands."""
    subject = subjects.add_parser("identity", help="names and contacts, kept apart").add_subparsers(
        required=True
    )
    apart = subject.add_parser("apart", help="put the identity key behind a passphrase of its own")
    apart.set_defaults(run=_apart)
    opening = subject.add_parser("open", help="open the identity part of one record; it is logged")
    opening.add_argument("--id", required=True, help="the record")
    opening.add_argument("--reason", required=True, help="why you need it; the log keeps it, so name nobody")
    opening.add_argument(
        "--sheet-file", type=Path, action="append", metavar="FILE", help="two of the three sheets"
    )
    opening.set_defaults(run=_open)
    give = subject.add_parser("give", help="give the identity key to another coordinator's device")
    give.add_argument("box")
    give.set_defaults(run=_give)
    sheets = subject.add_parser("sheets", help="show three sheets of the identity key")
    sheets.set_defaults(run=_sheets)
    for command in (apart, opening, give, sheets):
        add_vault_options(command)
        command.add_argument(
            "--identity-passphrase-file",
            type=Path,
            metavar="FILE",
            help="read the identity passphrase from here",
        )


def _give(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        identity.open_key(desk, secret(arguments.identity_passphrase_file, "Identity passphrase: "))
        identity_sharing.give_key(desk, arguments.box)
    print("It is given at their next sync, after yours.")
    return 0


def _sheets(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        identity.open_key(desk, secret(arguments.identity_passphrase_file, "Identity passphrase: "))
        for sheet in identity_sharing.sheets(desk):
            print(f"Sheet {sheet.number} of 3:\n{' '.join(sheet.words)}\n")
    return 0


def _apart(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        identity.set_apart(desk, new_passphrase(arguments.identity_passphrase_file))
    return 0


def _open(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        typed = ""
        if arguments.sheet_file:
            identity_sharing.open_with_sheets(desk, [read_text(path) for path in arguments.sheet_file])
        else:
            typed = secret(arguments.identity_passphrase_file, "Identity passphrase: ")
        lines, _ = transcript.open_identity(desk, arguments.id, reason=arguments.reason, passphrase=typed)
    for line in lines:
        print(f"{line.question or line.path}: {', '.join(map(str, line.answers))}")
    return 0
