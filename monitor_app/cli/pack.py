"""`monitor-app pack …`: check and publish norms, the code and the list of who helps; say what is in force."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from monitor_app.app import App
from monitor_app.cli.arguments import Subjects, add_vault_options, desk_of
from monitor_app.domain.directory import Directory, Service, wanted
from monitor_app.domain.norms import Norm, Provision
from monitor_app.operations import packs
from monitor_app.operations.packs import Content, InForce, PackKind

_KINDS = [kind.value for kind in PackKind]
_MARKS = {"R": "read in the source", "M": "from memory", "P": "our proposal"}


def add(commands: Subjects) -> None:
    """Add the commands of this subject."""
    subject = commands.add_parser(
        "pack", help="check and publish norms, the code and the list of who helps"
    ).add_subparsers(required=True)
    check = subject.add_parser("check", help="say what is wrong with a file")
    check.add_argument("kind", choices=_KINDS)
    check.add_argument("file", type=Path)
    check.set_defaults(run=_check)
    publish = subject.add_parser("publish", help="use a file from now on, here and on every device")
    add_vault_options(publish)
    publish.add_argument("kind", choices=_KINDS)
    publish.add_argument("file", type=Path)
    publish.set_defaults(run=_publish)
    listing = subject.add_parser("list", help="say which version is in force, and which devices confirmed it")
    add_vault_options(listing)
    listing.set_defaults(run=_list)
    show = subject.add_parser("show", help="show what is in force, with what is still to be confirmed")
    add_vault_options(show)
    show.add_argument("kind", choices=_KINDS)
    show.add_argument("--words", default="", help="of the list of who helps, only rows with these words")
    show.set_defaults(run=_show)


def _check(arguments: argparse.Namespace, app: App) -> int:
    kind = PackKind(arguments.kind)
    checked = packs.check(kind, packs.read_file(arguments.file), day=packs.day_of(app.clock.now_ms()))
    print(f"It can be published. Rows: {len(checked.read.rows)}")
    if checked.to_confirm:
        print(f"Rows that nobody of the organisation confirmed yet: {checked.to_confirm}")
    return 0


def _publish(arguments: argparse.Namespace, app: App) -> int:
    content = packs.read_file(arguments.file)
    with desk_of(arguments, app) as desk:
        checked = packs.check(PackKind(arguments.kind), content, day=packs.today(desk))
        now, _ = packs.publish(desk, checked)
    print(_line(now))
    return 0


def _list(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        states = packs.state(desk)
    for state in states:
        print(_line(state.in_force))
        if state.refused is not None:
            print(f"  a newer one is here. {state.refused}")
        for device in state.devices:
            print(
                f"  {device.name}: {device.problem or ('uses it' if device.is_used else 'not confirmed yet')}"
            )
    return 0


def _show(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        now, today = packs.in_force(desk, PackKind(arguments.kind)), packs.today(desk)
    print(_line(now))
    if isinstance(now.content, Directory):
        for one in wanted(now.content.rows, words=arguments.words):
            print("\n".join(_service(one, is_old=one.is_old(today))))
        return 0
    for line in _rows(now.content):
        print(line)
    return 0


def _line(now: InForce) -> str:
    if not now.version:
        return f"{now.kind}: none published yet"
    where = f"edition {now.edition}" if now.edition else "comes with Fieldwork"
    left = f", to be confirmed: {now.to_confirm} of {len(now.content.rows)}" if now.to_confirm else ""
    return f"{now.kind}: version {now.version}, {where}{left}"


def _rows(content: Content) -> Iterator[str]:
    for row in content.rows:
        if isinstance(row, Provision | Norm):
            yield f"  {_said(row)}{'' if row.confirmed else '  [to be confirmed]'}"
            yield f"      {_origin(row)}"


def _said(row: Provision | Norm) -> str:
    if isinstance(row, Provision):
        return f"{row.key}  {row.title}"
    span = f"  {row.effective_from}..{row.effective_until}" if row.effective_from or row.effective_until else ""
    about = " ".join(part for part in (row.place, row.part, row.scope) if part)
    return f"{row.id}  {about}: {row.topic} {row.value} {row.unit}{span}  ({row.status})"


def _origin(row: Provision | Norm) -> str:
    if isinstance(row, Provision):
        return f"{_MARKS[row.title_mark]}, {row.date}: {row.source}"
    return f"{_MARKS[row.mark]}, {row.checked_on}: {row.source}"


def _service(one: Service, *, is_old: bool) -> Iterator[str]:
    yield f"  {one.name}: {', '.join(one.help)}"
    yield f"      {' · '.join(part for part in (one.place, one.country, ', '.join(one.languages)) if part)}"
    yield f"      {' · '.join(part for part in (one.contact, one.hours) if part)}"
    if one.caution:
        yield f"      Take care: {one.caution}"
    old = "  [over six months ago: call there yourself first]" if is_old else ""
    yield f"      Checked on {one.last_checked} by {one.checked_by}, from {one.source}{old}"
