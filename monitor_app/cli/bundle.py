"""`monitor-app bundle …`: write a sealed package of a finding, check one, open one."""

import argparse
from pathlib import Path

from monitor_app.app import App
from monitor_app.cli.arguments import Subjects, add_vault_options, desk_of, read_text
from monitor_app.domain.supply import Party
from monitor_app.operations import bundling, finding
from monitor_app.ports import Silent


def add(commands: Subjects) -> None:
    """Add the commands of this subject."""
    subject = commands.add_parser("bundle", help="sealed packages").add_subparsers(required=True)
    export = subject.add_parser("export", help="write a sealed package of a finding")
    add_vault_options(export)
    export.add_argument("finding", help="the finding's id, or `list` to see them")
    export.add_argument(
        "--audience", choices=[party.value for party in Party], default=Party.LINKED_BUYERS.value
    )
    export.add_argument("--recipient", action="append", default=[], help="age1…; may be given several times")
    export.add_argument("--out", type=Path, default=Path(), metavar="DIR")
    export.set_defaults(run=_export)
    for name, run in (("verify", _verify), ("open", _open)):
        command = subject.add_parser(name, help=f"{name} a sealed package")
        command.add_argument("package", type=Path)
        command.add_argument("--identity", type=Path, required=True, help="file with AGE-SECRET-KEY-1…")
        command.add_argument("--signers", type=Path, required=True, help="the file allowed_signers")
        command.add_argument("--demo", action="store_true", help="also take a package of the demo")
        if name == "open":
            command.add_argument("file", nargs="?", help="print this file; without it, list all")
        command.set_defaults(run=run)


def _export(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        if arguments.finding == "list":
            for row in finding.findings(desk):
                print(f"{row.id}  {row.provision}  {row.title}")
            return 0
        request = bundling.Request(
            finding_id=arguments.finding,
            audience=Party(arguments.audience),
            recipients=tuple(arguments.recipient),
        )
        preparation = bundling.prepare(lambda work: work(desk), request)
        export, _ = bundling.export(lambda work: work(desk), preparation, arguments.out, progress=Silent())
    print(export.path)
    return 0


def _verify(arguments: argparse.Namespace, _app: App) -> int:
    report = bundling.verify(arguments.package, _identity(arguments), read_text(arguments.signers))
    print(f"{report.bundle_id}: whole, and signed by {report.signer}")
    return 0


def _open(arguments: argparse.Namespace, _app: App) -> int:
    signers = read_text(arguments.signers)
    opened = bundling.open_package(arguments.package, _identity(arguments), signers, is_demo=arguments.demo)
    if arguments.file is None:
        for path, size in opened.report.files:
            print(f"{size:>12}  {path}")
        return 0
    for block in opened.read(arguments.file):
        print(block.decode("utf-8", "replace"), end="")
    return 0


def _identity(arguments: argparse.Namespace) -> str:
    """Return the first secret key in an age identity file; comments are passed over."""
    lines = read_text(arguments.identity).splitlines()
    return next((line for line in lines if line.startswith("AGE-SECRET-KEY-")), "")
