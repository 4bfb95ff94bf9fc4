"""`monitor-app vault check|rebuild|salvage|backup|restore|drill`: keeping a vault whole and getting it back."""

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from monitor_app.app import App
from monitor_app.cli.arguments import Subjects, add_vault_options, desk_of, passphrase, read_text
from monitor_app.operations import backing_up, checking, drilling, restoring, salvaging
from monitor_app.ports import Silent


def add_to(subject: Subjects) -> None:
    """Add these commands to `vault`."""
    check = subject.add_parser("check", help="look for damage")
    add_vault_options(check)
    check.set_defaults(run=_check)
    rebuild = subject.add_parser("rebuild", help="build the lists and the search index anew")
    add_vault_options(rebuild)
    rebuild.set_defaults(run=_rebuild)
    save = subject.add_parser("salvage", help="bring what is left of a damaged vault into a new one")
    add_vault_options(save)
    _add_sheets(save)
    save.add_argument("--to", type=Path, required=True, metavar="DIR", help="where the new vault is made")
    save.set_defaults(run=_salvage)
    backup = subject.add_parser("backup", help="back up to a folder or stick")
    add_vault_options(backup)
    backup.add_argument("--to", type=Path, required=True, metavar="DIR", help="the folder or stick")
    backup.set_defaults(run=_backup)
    restore = subject.add_parser("restore", help="make a vault from a backup")
    add_vault_options(restore)
    _add_sheets(restore)
    _add_source(restore)
    restore.set_defaults(run=_restore)
    drill = subject.add_parser("drill", help="rehearse recovery with a random record")
    add_vault_options(drill)
    _add_sheets(drill)
    _add_source(drill)
    drill.set_defaults(run=_drill)


def _add_sheets(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--sheets-file",
        type=Path,
        action="append",
        metavar="FILE",
        help="read the words of a recovery sheet from here (twice), in place of the passphrase",
    )


def _add_source(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--from", dest="source", type=Path, required=True, metavar="DIR", help="the backup's folder or stick"
    )


def _opener(arguments: argparse.Namespace) -> Callable[[bytes], bytes]:
    if arguments.sheets_file:
        return salvaging.by_sheets(*(read_text(path) for path in arguments.sheets_file))
    return salvaging.by_passphrase(passphrase(arguments))


def _check(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        found, _ = checking.run(lambda work: work(desk), progress=Silent())
    for damage in found.damages:
        print(str(checking.words(damage)))
    if not found.damages:
        print("No damage found.")
    elif found.needs_salvage:
        print("Everything else stays usable. `vault salvage` brings what is left into a new vault.")
    else:
        print("No record is hurt. `vault rebuild` mends this.")
    return 1 if found.damages else 0


def _rebuild(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        checking.rebuild(desk)
    print("The lists and the search index were built anew.")
    return 0


def _salvage(arguments: argparse.Namespace, app: App) -> int:
    report = salvaging.run(
        arguments.vault, arguments.to, _opener(arguments), clock=app.clock, progress=Silent()
    )
    print(f"saved {report.records} records and {report.saved.files} parts of files")
    for lost in report.saved.lost:
        print(f"lost  {salvaging.words(lost)}")
        for name in lost.names:
            print(f"      {name}")
    if not report.saved.lost:
        print("Nothing was lost.")
    if report.is_new_device:
        print("The end of the log may be missing, so this vault goes on as a new device.")
    print("The damaged vault was left as it was.")
    return 0


def _backup(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        written, _ = backing_up.run(lambda work: work(desk), arguments.to, progress=Silent())
    print(
        f"{written.records} records are in the backup; {written.new_bytes} new bytes were written and read back"
    )
    return 0


def _restore(arguments: argparse.Namespace, app: App) -> int:
    chosen = restoring.choose(arguments.source, _opener(arguments))
    restored = restoring.run(chosen, arguments.vault, clock=app.clock, progress=Silent())
    print(f"restored {restored.records} records from the backup of {_day(restored.made_ms)}")
    print(f"device {restored.device.box} (formerly {restored.device.former})")
    if restored.device.said_again:
        print(f"{restored.device.said_again} records had not been sent; this device sends them again")
    if restored.must_ask:
        print(
            "What was erased since the backup is not known here yet. Sync before you show anything to anyone."
        )
    return 0


def _drill(arguments: argparse.Namespace, app: App) -> int:
    opener = _opener(arguments)
    with desk_of(arguments, app) as desk:
        drilled, _ = drilling.run(lambda work: work(desk), arguments.source, opener, progress=Silent())
    if not drilled.is_same or drilled.files != drilled.files_named:
        print(f"Record {drilled.pseudonym} did not come back as it was. Make a new backup now.")
        return 1
    print(f"Record {drilled.pseudonym} came back whole from the backup of {_day(drilled.backup_ms)}.")
    print(f"{drilled.files} of {drilled.files_named} files opened. It took {drilled.seconds:.1f} seconds.")
    print("The scratch vault was destroyed.")
    return 0


def _day(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%d %H:%M UTC")
