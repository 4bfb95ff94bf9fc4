"""`monitor-app project …`: found a project, invite, join, accept and revoke devices."""

import argparse
from pathlib import Path

from monitor_app.app import App
from monitor_app.cli.arguments import Subjects, add_vault_options, desk_of, read_text, write_text
from monitor_app.domain.people import Right
from monitor_app.errors import NotAllowed
from monitor_app.operations import projects
from monitor_app.text import N_


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
    accept.add_argument("--right", action="append", choices=[right.value for right in Right])
    accept.set_defaults(run=_accept)
    revoke = _command(subject, "revoke", "take a device's rights")
    revoke.add_argument("box")
    revoke.set_defaults(run=_revoke)
    _command(subject, "people", "list people and devices").set_defaults(run=_people)


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
        projects.accept(desk, applicant, rights=rights)
    print(applicant.reply.box)
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
