"""`monitor-app answers …`: write a questionnaire's answers as tables or submissions, take submissions in."""

import argparse
import sys
from pathlib import Path

from monitor_app.app import App
from monitor_app.cli.arguments import Subjects, add_vault_options, desk_of
from monitor_app.operations import answers, submissions
from monitor_app.operations.answers import Format, Layout, Reader, Request
from monitor_app.ports import Silent


def add(commands: Subjects) -> None:
    """Add the commands of this subject."""
    subject = commands.add_parser("answers", help="answers out and in").add_subparsers(required=True)
    export = subject.add_parser("export", help="write the answers of a questionnaire")
    add_vault_options(export)
    export.add_argument("form", help="the questionnaire's id, or `list` to see them")
    export.add_argument("--format", choices=[one.value for one in Format], default=Format.CSV.value)
    export.add_argument(
        "--for", dest="reader", choices=[one.value for one in Reader], default=Reader.OURS.value
    )
    export.add_argument("--labels", action="store_true", help="words instead of names")
    export.add_argument("--language", default="", help="the language of the words, as the form writes it")
    export.add_argument("--split", action="store_true", help="a column of 0 and 1 for each of several choices")
    export.add_argument("--no-bom", action="store_true", help="CSV without the mark that Excel wants")
    export.add_argument("--recipient", action="append", default=[], help="age1…; may be given several times")
    export.add_argument("--clear-reason", default="", metavar="WHY", help="write in clear, for this reason")
    export.add_argument("--preview", action="store_true", help="only say what would leave and what stays")
    export.add_argument("--out", type=Path, default=Path(), metavar="DIR")
    export.set_defaults(run=_export)
    taking = subject.add_parser("import", help="make records of a zip of submissions from ODK, Kobo or here")
    add_vault_options(taking)
    taking.add_argument("zip", type=Path)
    taking.set_defaults(run=_import)


def _export(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        if arguments.form == "list":
            for one in answers.questionnaires(desk):
                print(f"{one.form_id}  {one.title}  {', '.join(one.languages)}".rstrip())
            return 0
        prepared = answers.prepare(lambda work: work(desk), _request(arguments), progress=Silent())
        for row in prepared.rows:
            print(
                f"leaves: {row.path}  {row.what}"
                if row.path
                else f"stays: {row.hidden}  {row.what}  {row.reason}"
            )
        if arguments.preview:
            return 0
        done, _ = answers.export(lambda work: work(desk), prepared, arguments.out, progress=Silent())
    print(done.path)
    return 0


def _request(arguments: argparse.Namespace) -> Request:
    return Request(
        form_id=arguments.form,
        format=Format(arguments.format),
        reader=Reader(arguments.reader),
        layout=Layout(language=arguments.language, labels=arguments.labels, split=arguments.split),
        recipients=tuple(arguments.recipient),
        reason=arguments.clear_reason,
        byte_order=not arguments.no_bom,
    )


def _import(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        report, _ = submissions.take_in(lambda work: work(desk), arguments.zip, progress=Silent())
    print(f"records made: {report.made}, revised: {report.revised}, known before: {report.known}")
    print(f"pictures: {report.pictures}")
    for what, refusals in (("refused", report.refused), ("left out", report.left_out)):
        for one in refusals:
            print(f"{what}: entry {one.number}  {one.reason}", file=sys.stderr)
    return 1 if report.refused else 0
