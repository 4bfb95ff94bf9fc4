"""`monitor-app record …`: add a record from a file of answers, list and show them, stop using or erase one."""

import argparse
import json
from pathlib import Path
from typing import Any

import msgspec

from monitor_app.app import App
from monitor_app.cli.arguments import Subjects, add_vault_options, desk_of, read_text
from monitor_app.errors import BadInput
from monitor_app.forms.filling import Nested
from monitor_app.operations import browsing, collecting, erasing, questionnaires
from monitor_app.operations.browsing import RecordFilter
from monitor_app.operations.erasing import ErasureReason, Party, Wishes
from monitor_app.text import N_


def add(commands: Subjects) -> None:
    """Add the commands of this subject."""
    subject = commands.add_parser("record", help="add, list and show records").add_subparsers(required=True)
    new = subject.add_parser("add", help="add a finished record from a file of answers")
    add_vault_options(new)
    new.add_argument("--form", type=Path, required=True, help="the questionnaire's file")
    new.add_argument("--answers", type=Path, required=True, help="answers as JSON, by question path")
    new.add_argument("--language", default="", help="the language the questions were asked in")
    new.add_argument("--urgent", action="store_true", help="somebody is in danger now: send this first")
    new.set_defaults(run=_add)
    listing = subject.add_parser("list", help="list records")
    add_vault_options(listing)
    listing.add_argument("--json", action="store_true")
    listing.add_argument("--text", default="", help="only records that hold these words")
    listing.set_defaults(run=_list)
    show = subject.add_parser("show", help="show one record")
    add_vault_options(show)
    show.add_argument("id")
    show.add_argument("--json", action="store_true")
    show.set_defaults(run=_show)
    _add_wishes(subject)


def _add_wishes(subject: Subjects) -> None:
    withdraw = subject.add_parser("withdraw", help="stop using a record: the person took back their yes")
    add_vault_options(withdraw)
    withdraw.add_argument("id")
    withdraw.add_argument(
        "--use", action="append", default=[], choices=[one.value for one in Party], help="only this use"
    )
    withdraw.add_argument("--told", default="", help="the code name of whoever was told")
    withdraw.set_defaults(run=_withdraw)
    erase = subject.add_parser("erase", help="erase a record here and on every device that syncs")
    add_vault_options(erase)
    erase.add_argument("id")
    erase.add_argument("--reason", required=True, choices=[one.value for one in ErasureReason])
    erase.set_defaults(run=_erase)


def _add(arguments: argparse.Namespace, app: App) -> int:
    answers = _answers(arguments.answers)
    source = questionnaires.read_file(arguments.form)
    with desk_of(arguments, app) as desk:
        digest, _ = questionnaires.add(desk, source, file_name=arguments.form.name)
        outcome = collecting.record_at_once(
            desk, digest, answers, language=arguments.language, is_urgent=arguments.urgent
        )
    for problem in outcome.problems:
        print(f"{problem.path}: {problem.message}")
    if outcome.problems:
        raise BadInput(
            N_("The record was not added: some answers are missing or not allowed."),
            N_("Mend the questions listed above and add it again."),
        )
    print(outcome.record_id)
    return 0


def _list(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        rows = browsing.records(desk, RecordFilter(text=arguments.text), limit=100_000)
    if arguments.json:
        _print_json(rows)
    else:
        for row in rows:
            urgent = "  somebody is in danger" if row.is_urgent else ""
            print(f"{row.id}  {row.kind:<11}  {row.state:<9}  {row.pseudonym}  {row.form_title}{urgent}")
    return 0


def _show(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        view = browsing.record(desk, arguments.id)
    if arguments.json:
        _print_json(view)
        return 0
    print(f"{view.row.id}  {view.row.kind}  {view.row.state}  {view.row.pseudonym}")
    for path, value in (view.event.answers if view.event else {}).items():
        print(f"  {path}: {value}")
    return 0


def _withdraw(arguments: argparse.Namespace, app: App) -> int:
    uses = tuple(Party(one) for one in arguments.use)
    with desk_of(arguments, app) as desk:
        wishes, _ = erasing.withdraw(desk, arguments.id, uses=uses, reported_to=arguments.told)
    print("It is noted, and binds every package and table from now on.")
    _print_reach(wishes)
    return 0


def _erase(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        wishes, _ = erasing.erase(desk, arguments.id, ErasureReason(arguments.reason))
    print("It is erased here. Other devices erase it when they sync.")
    _print_reach(wishes)
    return 0


def _print_reach(wishes: Wishes) -> None:
    """Say where copies are that nobody can take back."""
    for package in wishes.reach.packages:
        print(f"  {package.subject} shows it, made for {package.audience}: {', '.join(package.recipients)}")
    if wishes.reach.has_left and wishes.erasure:
        print(
            "  Sealed parcels with it may lie in the shared place. Only the project's coordinators open them."
        )
    if wishes.erasure:
        print("  Backups made before today still hold it.")


def _answers(path: Path) -> Nested:
    try:
        answers = json.loads(read_text(path))
        json.dumps(answers, ensure_ascii=False).encode()
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadInput(N_("The file of answers is not JSON."), N_("Check it, then try again.")) from error
    except UnicodeEncodeError as error:
        raise BadInput(
            N_("An answer holds something that is no text in any language."), N_("Write that answer again.")
        ) from error
    if not isinstance(answers, dict):
        raise BadInput(
            N_("The file of answers holds no answers by question."),
            N_("Write one JSON object that gives an answer for each question's path."),
        )
    return answers


def _print_json(value: Any) -> None:  # noqa: ANN401 - any value msgspec can write
    text = msgspec.json.format(msgspec.json.encode(value), indent=2)
    print(text.decode())
