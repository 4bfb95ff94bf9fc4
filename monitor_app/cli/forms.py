"""`monitor-app forms …`: check a questionnaire, offer it to the project, run conformance protocols."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from monitor_app.app import App
from monitor_app.cli.arguments import Subjects, add_vault_options, desk_of
from monitor_app.errors import BadInput, FormRefused, MonitorError
from monitor_app.forms import conformance
from monitor_app.forms.mending import Fix
from monitor_app.operations import questionnaires, syncing
from monitor_app.operations.questionnaires import Checked
from monitor_app.text import N_


def add(commands: Subjects) -> None:
    """Add the commands of this subject."""
    subject = commands.add_parser("forms", help="check and publish questionnaires").add_subparsers(
        required=True
    )
    check = subject.add_parser("check", help="say what is wrong with questionnaires")
    check.add_argument("files", type=Path, nargs="+", metavar="FILE")
    check.add_argument("--json", action="store_true")
    check.add_argument("--media", type=Path, metavar="FOLDER_OR_ZIP", help="lists that lie apart from the form")
    check.add_argument("--mend", action="store_true", help="do the changes that make old forms work")
    check.set_defaults(run=_check)
    publish = subject.add_parser("publish", help="offer a questionnaire to the project's monitors")
    add_vault_options(publish)
    publish.add_argument("file", type=Path)
    publish.set_defaults(run=_publish)
    for name, protocol in (("eval", conformance.evaluate_lines), ("replay", _replay_lines)):
        command = subject.add_parser(name, help="answer conformance questions, one JSON object a line")
        command.set_defaults(run=_run, protocol=protocol)


def _check(arguments: argparse.Namespace, _app: App) -> int:
    results = [_checked(path, arguments) for path in arguments.files]
    if arguments.json:
        print(json.dumps(results, ensure_ascii=False, indent=2))
    else:
        for result in results:
            print("\n".join(_lines(result)))
    return 0 if all(result["ok"] for result in results) else 1


def _checked(path: Path, arguments: argparse.Namespace) -> dict[str, object]:
    fixes: tuple[str, ...] = ()
    while True:
        try:
            checked = questionnaires.check_files(
                path, media=[arguments.media] if arguments.media else (), fixes=fixes
            )
        except MonitorError as error:
            offered = questionnaires.offered_fixes(error)
            if arguments.mend and offered:
                fixes += tuple(fix.name for fix in offered)
                continue
            return _refusal(path, error, offered)
        return _report(path, checked)


def _refusal(path: Path, error: MonitorError, offered: tuple[Fix, ...]) -> dict[str, object]:
    problems = error.problems if isinstance(error, FormRefused) else ()
    return {
        "file": path.name,
        "ok": False,
        "message": str(error),
        "problems": [str(problem) for problem in problems],
        "fixes": [{"name": fix.name, "explanation": str(fix.explanation)} for fix in offered],
    }


def _report(path: Path, checked: Checked) -> dict[str, object]:
    return {
        "file": path.name,
        "ok": True,
        "id": checked.form.id,
        "version": checked.form.version,
        "title": checked.form.title,
        "languages": list(checked.form.languages),
        "questions": len(checked.form.questions),
        "mended": [str(fix.explanation) for fix in checked.fixes],
        "warnings": [str(flaw) for flaw in checked.warnings],
        "unsupported": [{"question": one.question, "what": str(one.what)} for one in checked.hindrances],
    }


def _lines(result: Mapping[str, object]) -> Iterator[str]:
    yield f"{result['file']}: {'can be used' if result['ok'] else result['message']}"
    for key in ("problems", "mended", "warnings", "unsupported"):
        rows = result.get(key)
        for row in rows if isinstance(rows, list) else ():
            place = row["question"] if isinstance(row, dict) else ""
            what = row["what"] if isinstance(row, dict) else row
            yield f"  {place}: {what}" if place else f"  {what}"
    fixes = result.get("fixes")
    if isinstance(fixes, list) and fixes:
        yield "  It would work after this (--mend does it):"
        for fix in fixes:
            yield f"    {fix['explanation']}"


def _publish(arguments: argparse.Namespace, app: App) -> int:
    source = questionnaires.read_file(arguments.file)
    with desk_of(arguments, app) as desk:
        digest, _ = questionnaires.add(desk, source, file_name=arguments.file.name)
        syncing.publish(desk, digest)
    print(digest)
    return 0


def _replay_lines(lines: Iterable[str]) -> Iterator[str]:
    return conformance.replay_lines(lines, lambda name: Path(name).read_bytes())


def _run(arguments: argparse.Namespace, _app: App) -> int:
    try:
        for line in arguments.protocol(sys.stdin):
            print(line, flush=True)
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise BadInput(
            N_("A line is not a question of this protocol."),
            N_("Write one JSON object a line, with all it needs."),
        ) from error
    return 0
