"""`monitor-app project …`: found a project, invite, join, accept and revoke devices."""

import argparse
import getpass
import sys
from pathlib import Path

from monitor_app.app import App
from monitor_app.cli.arguments import Subjects, add_vault_options, desk_of, read_text, write_text
from monitor_app.domain.people import Right
from monitor_app.errors import NotAllowed
from monitor_app.operations import letters, losing, membership, projects, retention, root
from monitor_app.text import N_

_DAY_MS = 24 * 60 * 60 * 1000


def add(commands: Subjects) -> None:
    """Add the commands of this subject."""
    subject = commands.add_parser("project", help="people and devices").add_subparsers(required=True)
    create = _command(subject, "create", "found a project with this device as coordinator")
    create.add_argument("--title", required=True)
    create.add_argument("--name", required=True, help="a code name for this device")
    create.add_argument("--remote", default="", help="the shared place, such as folder:/media/stick")
    create.set_defaults(run=_create)
    invite = _command(subject, "invite", "write an invitation file")
    invite.add_argument("--out", type=Path, required=True, metavar="FILE")
    invite.add_argument(
        "--codes", action="store_true", help="write pictures of codes instead: FILE-1.png and so on"
    )
    invite.set_defaults(run=_invite)
    join = _command(subject, "join", "answer an invitation")
    join.add_argument("--invitation", type=Path, required=True, metavar="FILE")
    join.add_argument("--name", required=True, help="a code name for this device")
    join.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to write the reply")
    join.set_defaults(run=_join)
    accept = _command(subject, "accept", "put a newcomer on the list")
    accept.add_argument("--reply", type=Path, required=True, metavar="FILE")
    accept.add_argument(
        "--fingerprint", help="the number the newcomer read to you; without it, it is only shown"
    )
    accept.add_argument("--days", type=int, default=0, help="how long it may send; without end if not said")
    accept.add_argument("--right", action="append", choices=[right.value for right in Right])
    accept.set_defaults(run=_accept)
    revoke = _command(subject, "revoke", "take a device's rights")
    revoke.add_argument("box")
    revoke.set_defaults(run=_revoke)
    _add_for_all(subject)
    proposed = _command(subject, "accept-proposed", "as the list's holder, put a proposed device on it")
    proposed.add_argument("box")
    proposed.set_defaults(run=_accept_proposed)
    appoint = _command(subject, "appoint", "as the list's holder, name who holds it and who is on duty")
    for duty in ("holder", "duty", "deputy"):
        appoint.add_argument(f"--{duty}", default="", metavar="BOX")
    appoint.set_defaults(run=_appoint)
    sheets = _command(subject, "sheets", "show the three sheets of the project's root key, once")
    sheets.set_defaults(run=_sheets)
    take_over = _command(subject, "take-over", "with two sheets, become the holder of the list")
    take_over.add_argument("--sheet-file", type=Path, action="append", required=True, metavar="FILE")
    take_over.set_defaults(run=_take_over)
    lost = _command(subject, "lost", "show what a lost device could open")
    lost.add_argument("box")
    lost.set_defaults(run=_lost)


def _command(subject: Subjects, name: str, help_text: str) -> argparse.ArgumentParser:
    command = subject.add_parser(name, help=help_text)
    add_vault_options(command)
    return command


def _create(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        project, _ = projects.create(desk, title=arguments.title, name=arguments.name, address=arguments.remote)
    print(project)
    return 0


def _invite(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        text, _ = projects.invite(desk)
    if arguments.codes:
        return _write_codes(arguments.out, text)
    write_text(arguments.out, text)
    return 0


def _join(arguments: argparse.Namespace, app: App) -> int:
    invitation = read_text(arguments.invitation)
    with desk_of(arguments, app) as desk:
        joining, _ = projects.join(desk, invitation, name=arguments.name)
    write_text(arguments.out, joining.reply)
    print(joining.fingerprint)
    return 0


def _accept(arguments: argparse.Namespace, app: App) -> int:
    text = read_text(arguments.reply)
    rights = tuple(Right(right) for right in arguments.right or [Right.MONITOR.value])
    with desk_of(arguments, app) as desk:
        applicant = projects.read_reply(desk, text)
        if arguments.fingerprint is None:
            print(applicant.fingerprint)
            return 0
        if _digits(arguments.fingerprint) != _digits(applicant.fingerprint):
            raise NotAllowed(
                N_("The numbers differ: the reply may have been changed on its way."),
                N_("Do not accept this device. Ask for a new reply over another way."),
            )
        until = desk.now() + arguments.days * _DAY_MS if arguments.days else 0
        is_on, _ = projects.accept(desk, applicant, rights=rights, until_ms=until)
    print(applicant.reply.box if is_on else f"{applicant.reply.box}  proposed to the holder of the list")
    return 0


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def _revoke(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        projects.revoke(desk, arguments.box)
    return 0


def _people(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        for person in projects.people(desk):
            rights = ",".join(person.member.rights) if person.member.is_active else "removed"
            print(f"{person.member.box}  {rights:<12}  {person.member.name}{'  (this device)' * person.is_me}")
    return 0


def _write_codes(path: Path, text: str) -> int:
    for number, picture in enumerate(letters.draw_codes(text), 1):
        target = path.with_name(f"{path.name}-{number}.png")
        letters.write_picture(target, picture)
        print(target.name)
    return 0


def _accept_proposed(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        projects.accept_proposed(desk, arguments.box)
    return 0


def _appoint(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        known = membership.people_now(desk)
        now = (known.holder, known.duty, known.deputy) if known else ("", "", "")
        asked = (arguments.holder, arguments.duty, arguments.deputy)
        holder, duty, deputy = (new or old for new, old in zip(asked, now, strict=True))
        projects.appoint(desk, holder=holder, duty=duty, deputy=deputy)
    return 0


def _sheets(arguments: argparse.Namespace, app: App) -> int:
    """Show the sheets, and take the root key out of this vault once two were typed back."""
    with desk_of(arguments, app) as desk:
        for sheet in root.sheets(desk).sheets:
            print(f"Sheet {sheet.number} of 3:\n{' '.join(sheet.words)}\n")
        print("Write each on a paper of its own. Then type two of them back.", file=sys.stderr)
        typed = [getpass.getpass(f"Words of the {which} sheet: ") for which in ("first", "second")]
        root.hand_to_sheets(desk, typed)
    print("The root key is on the sheets alone now.")
    return 0


def _add_for_all(subject: Subjects) -> None:
    """Add what is about the project, and not about one device."""
    _command(subject, "people", "list people and devices").set_defaults(run=_people)
    keep = _command(subject, "keep-for", "say for how many days things stay in the shared place")
    keep.add_argument("days", help="a number of days, or never: nothing leaves by age")
    keep.set_defaults(run=_keep_for)


def _keep_for(arguments: argparse.Namespace, app: App) -> int:
    if arguments.days != "never" and not arguments.days.isdigit():
        print("Say a number of days, or never.", file=sys.stderr)
        return 2
    with desk_of(arguments, app) as desk:
        retention.choose(desk, 0 if arguments.days == "never" else int(arguments.days))
    return 0


def _take_over(arguments: argparse.Namespace, app: App) -> int:
    words = [read_text(path) for path in arguments.sheet_file]
    with desk_of(arguments, app) as desk:
        root.take_over(desk, words)
    return 0


def _lost(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        found = losing.exposure(desk, arguments.box)
    print("reads everything" if found.reads_all else "reads what it recorded itself")
    for source in found.sources:
        print(
            f"{source.pseudonym}  {source.records}  {found.warners.get(source.pseudonym, 'nobody warns yet')}"
        )
    return 0
