"""`monitor-app forms …`: check a questionnaire, offer it to the project, run conformance protocols."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from monitor_app.app import App
from monitor_app.cli.arguments import Subjects, add_vault_options, desk_of
from monitor_app.errors import BadInput, FormRefused, MonitorError
from monitor_app.forms import conformance
from monitor_app.operations import questionnaires, syncing
from monitor_app.text import N_


def add(commands: Subjects) -> None:
    """Add the commands of this subject."""
    subject = commands.add_parser("forms", help="check and publish questionnaires").add_subparsers(
        required=True
    )
    check = subject.add_parser("check", help="say what is wrong with questionnaires")
    check.add_argument("files", type=Path, nargs="+", metavar="FILE")
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=_check)
    publish = subject.add_parser("publish", help="offer a questionnaire to the project's monitors")
    add_vault_options(publish)
    publish.add_argument("file", type=Path)
    publish.set_defaults(run=_publish)
    for name, protocol in (("eval", conformance.evaluate_lines), ("replay", _replay_lines)):
        command = subject.add_parser(name, help="answer conformance questions, one JSON object a line")
        command.set_defaults(run=_run, protocol=protocol)


def _check(arguments: argparse.Namespace, _app: App) -> int:
    results = [_checked(path) for path in arguments.files]
    if arguments.json:
        print(json.dumps(results, ensure_ascii=False, indent=2))
    else:
        for result in results:
            print("\n".join(_lines(result)))
    return 0 if all(result["ok"] for result in results) else 1


def _checked(path: Path) -> dict[str, object]:
    try:
        checked = questionnaires.check(questionnaires.read_file(path), file_name=path.name)
    except FormRefused as error:
        return {"file": path.name, "ok": False, "message": str(error), "problems": list(error.problems)}
    except MonitorError as error:
        return {"file": path.name, "ok": False, "message": str(error), "problems": []}
    return {
        "file": path.name,
        "ok": True,
        "id": checked.form.id,
        "version": checked.form.version,
        "title": checked.form.title,
        "languages": list(checked.form.languages),
        "questions": len(checked.form.questions),
        "warnings": list(checked.warnings),
        "unsupported": [{"question": one.question, "what": one.what} for one in checked.unsupported],
    }


def _lines(result: dict[str, object]) -> list[str]:
    lines = [f"{result['file']}: {'can be used' if result['ok'] else result['message']}"]
    for key in ("problems", "warnings", "unsupported"):
        rows = result.get(key)
        lines += [
            f"  {row['question']}: {row['what']}" if isinstance(row, dict) else f"  {row}"
            for row in (rows if isinstance(rows, list) else [])
        ]
    return lines


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
