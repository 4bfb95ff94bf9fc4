"""How a passphrase reaches the program: a prompt, or a file named on the command line."""

import argparse
import getpass
from pathlib import Path

from monitor_app.app import App
from monitor_app.errors import BadInput
from monitor_app.operations.desk import Desk
from monitor_app.text import N_


def add_vault_options(command: argparse.ArgumentParser) -> None:
    """Add the options that name a vault and where its passphrase comes from."""
    command.add_argument("--vault", type=Path, required=True, metavar="DIR", help="the vault's folder")
    command.add_argument("--passphrase-file", type=Path, metavar="FILE", help="read the passphrase from here")


def passphrase(arguments: argparse.Namespace) -> str:
    """Return the passphrase from the file, or ask for it. Raise BadInput if the file cannot be read."""
    if arguments.passphrase_file is None:
        return getpass.getpass("Passphrase: ")
    try:
        text: str = arguments.passphrase_file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            N_("The passphrase file cannot be read."), N_("Check its name and that it is plain text.")
        ) from error
    return text.rstrip("\r\n")


def open_desk(arguments: argparse.Namespace, app: App) -> Desk:
    """Unlock the vault the arguments name."""
    return app.unlock(arguments.vault, passphrase(arguments))
