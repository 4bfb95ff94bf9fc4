"""What the commands share: where the vault is, how its passphrase reaches the program, reading files."""

import argparse
import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from monitor_app.app import App
from monitor_app.errors import BadInput
from monitor_app.operations import unlocking
from monitor_app.operations.desk import Desk
from monitor_app.text import N_

if TYPE_CHECKING:
    Subjects = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - argparse has no public name
else:
    Subjects = object


def add_vault_options(command: argparse.ArgumentParser) -> None:
    """Add the options that name a vault and where its passphrase comes from."""
    command.add_argument("--vault", type=Path, required=True, metavar="DIR", help="the vault's folder")
    command.add_argument("--passphrase-file", type=Path, metavar="FILE", help="read the passphrase from here")


def passphrase(arguments: argparse.Namespace) -> str:
    """Return the passphrase from the file, or ask for it. Raise BadInput if the file cannot be read."""
    return secret(arguments.passphrase_file, "Passphrase: ")


def passphrase_again(arguments: argparse.Namespace) -> str:
    """Return the passphrase once more: every change of what opens a vault asks for it by itself."""
    return secret(arguments.passphrase_file, "The passphrase again, to allow this: ")


def secret(path: Path | None, question: str) -> str:
    """Return a secret from a file, or ask for it without showing it. Raise BadInput."""
    return getpass.getpass(question) if path is None else read_text(path).rstrip("\r\n")


def new_passphrase(path: Path | None) -> str:
    """Return a new passphrase from a file, or ask twice; no answer has one made. Raise BadInput."""
    typed = secret(path, "New passphrase (press Enter to have one made): ")
    if path is not None:
        return typed
    if not typed:
        typed = unlocking.generate_passphrase()
        print(f"Write this on paper, now:  {typed}", file=sys.stderr)
    if getpass.getpass("The same again: ") != typed:
        raise BadInput(N_("The passphrase typed is not the same."), N_("Nothing was changed. Begin again."))
    return typed


@contextmanager
def desk_of(arguments: argparse.Namespace, app: App) -> Iterator[Desk]:
    """Unlock the vault the arguments name, and close it whatever happens."""
    desk = app.unlock(arguments.vault, passphrase(arguments))
    try:
        yield desk
    finally:
        desk.vault.close()


def read_text(path: Path) -> str:
    """Return a text file's content. Raise BadInput if it cannot be read or is no text."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(N_("A file cannot be read."), N_("Check its name and that it is plain text.")) from error


def write_text(path: Path, text: str) -> None:
    """Write a new text file that only its owner may read. Raise BadInput if it cannot be written."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise BadInput(
            N_("The file cannot be written."), N_("Choose a new name in a folder you may write to.")
        ) from error
