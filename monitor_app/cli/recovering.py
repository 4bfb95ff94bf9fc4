"""`monitor-app vault recovery|recover|escrow …`: sheets of paper and an organisation's spare key.

Sheets are shown one at a time and typed back, or written to files where a person asks for that.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from monitor_app.app import App
from monitor_app.cli.arguments import (
    Subjects,
    add_vault_options,
    desk_of,
    new_passphrase,
    passphrase_again,
    read_text,
    secret,
    write_text,
)
from monitor_app.errors import BadInput, NotAllowed
from monitor_app.operations import recovering
from monitor_app.operations.recovering import Fault, NewSheets, Purpose, Sheet
from monitor_app.text import N_

_WARNING = "Whoever reads two of these files opens what they are for. Print them, then delete them."


def add(subject: Subjects) -> None:
    """Add the commands of this subject to `monitor-app vault`."""
    make = subject.add_parser("recovery", help="make recovery sheets, or remove them")
    add_vault_options(make)
    make.add_argument("--out", type=Path, metavar="DIR", help="write the sheets to files here")
    make.add_argument("--remove", action="store_true", help="let the sheets open the vault no more")
    make.set_defaults(run=_make)
    _add_recover(subject.add_parser("recover", help="open with two sheets and set a new passphrase"))
    escrow = subject.add_parser("escrow", help="an organisation's spare key").add_subparsers(required=True)
    new = escrow.add_parser("new-key", help="make a spare key and its three sheets")
    new.add_argument("--out", type=Path, required=True, metavar="DIR", help="write key (and sheets) here")
    new.add_argument("--sheets-too", action="store_true", help="write the sheets to files as well")
    new.set_defaults(run=_new_key)
    give = escrow.add_parser("add", help="let an organisation's spare key open the vault")
    add_vault_options(give)
    give.add_argument("--key", type=Path, required=True, metavar="FILE")
    give.add_argument("--fingerprint", help="the number they read to you; without it, it is only shown")
    give.set_defaults(run=_add_key)
    take = escrow.add_parser("remove", help="let the spare key open the vault no more")
    add_vault_options(take)
    take.set_defaults(run=_remove_key)
    _add_recover(escrow.add_parser("open", help="open with two sheets of the spare key"))


def _add_recover(command: argparse.ArgumentParser) -> None:
    command.add_argument("--vault", type=Path, required=True, metavar="DIR", help="the vault's folder")
    command.add_argument("--sheet-file", type=Path, action="append", metavar="FILE", help="twice")
    command.add_argument("--new-passphrase-file", type=Path, metavar="FILE")
    command.set_defaults(run=_recover)


def _make(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        again = passphrase_again(arguments)
        if arguments.remove:
            recovering.remove(desk, again, Purpose.RECOVERY)
            print("The recovery sheets open this vault no more.")
            return 0
        new = recovering.begin(desk, again)
        _give_out(new, arguments.out, lambda typed: recovering.establish(desk, new, *typed))
    print("Tried: two of these sheets open the vault. Older sheets open nothing any more.")
    return 0


def _give_out(new: NewSheets, out: Path | None, use: Callable[[Sequence[str]], object]) -> None:
    """Show the sheets or write them, and use two of them as they come back."""
    if out is None:
        _show(new.sheets)
        use(_asked(None))
        return
    paths = [out / f"sheet-{sheet.number}.txt" for sheet in new.sheets]
    for path, sheet in zip(paths, new.sheets, strict=True):
        write_text(path, "\n".join([*_head(sheet), " ".join(sheet.words), ""]))
    print(_WARNING, file=sys.stderr)
    use([_words_of(path) for path in paths[1:]])


def _head(sheet: Sheet) -> list[str]:
    told = [str(line) for line in recovering.about(sheet)]
    return [*(f"# {line}" for line in told), ""]


def _show(sheets: Sequence[Sheet]) -> None:
    if not sys.stdin.isatty():
        raise BadInput(
            N_("Sheets are shown one at a time, so a person must sit here."), N_("Or write them with --out.")
        )
    for sheet in sheets:
        print("\n".join([*_head(sheet), *_numbered(sheet.words)]))
        input("Copy it, then press Enter; the screen is cleared. ")
        print("\x1b[2J\x1b[3J\x1b[H", end="")


def _numbered(words: Sequence[str]) -> list[str]:
    return [f"{at:2}. {word}" for at, word in enumerate(words, 1)]


def _asked(paths: Sequence[Path] | None) -> list[str]:
    """Return the words of two sheets from files, or ask for them."""
    if paths:
        return [_words_of(path) for path in paths]
    return [_one_asked(f"The words of sheet {at} of 2: ") for at in (1, 2)]


def _one_asked(question: str) -> str:
    while True:
        typed = secret(None, question)
        faults = recovering.faults(typed)
        if not faults:
            return typed
        for fault in faults:
            print(f"Word {fault.place} is not right.{_perhaps(fault)}", file=sys.stderr)


def _words_of(path: Path) -> str:
    lines = read_text(path).splitlines()
    return " ".join(line for line in lines if not line.startswith("#"))


def _recover(arguments: argparse.Namespace, app: App) -> int:
    sheets = _asked(arguments.sheet_file)
    for at, sheet in enumerate(sheets, 1):
        _point_out(at, sheet)
    desk = app.recover(arguments.vault, sheets, new_passphrase(arguments.new_passphrase_file))
    desk.vault.close()
    print("The vault opens with the new passphrase. The lost one opens nothing any more.")
    return 0


def _point_out(at: int, sheet: str) -> None:
    for fault in recovering.faults(sheet):
        print(f"Sheet {at}, word {fault.place} is not right.{_perhaps(fault)}", file=sys.stderr)


def _perhaps(fault: Fault) -> str:
    return f" Perhaps: {', '.join(fault.nearest)}?" if fault.nearest else ""


def _new_key(arguments: argparse.Namespace, _app: App) -> int:
    key, new = recovering.new_spare_key()
    try:
        arguments.out.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(N_("The folder cannot be made."), N_("Choose another place.")) from error
    _give_out(
        new, arguments.out if arguments.sheets_too else None, lambda typed: recovering.try_out(new, *typed)
    )
    write_text(arguments.out / "spare-key.txt", key.text)
    print(key.fingerprint)
    return 0


def _add_key(arguments: argparse.Namespace, app: App) -> int:
    key = recovering.read_spare_key(read_text(arguments.key))
    if arguments.fingerprint is None:
        print(key.fingerprint)
        return 0
    if _digits(arguments.fingerprint) != _digits(key.fingerprint):
        raise NotAllowed(
            N_("The numbers differ: this may be somebody else's key."),
            N_("Do not use it. Ask the organisation for the key and its number over another way."),
        )
    with desk_of(arguments, app) as desk:
        recovering.add_spare_key(desk, passphrase_again(arguments), key)
    print("Two sheets of this spare key open the vault from now on.")
    return 0


def _remove_key(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        recovering.remove(desk, passphrase_again(arguments), Purpose.ESCROW)
    print("The spare key opens this vault no more.")
    return 0


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())
