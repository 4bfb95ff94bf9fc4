"""`monitor-app place …`: the shared places of a project: add, change, test, remove, and show what is set."""

import argparse
import getpass
import sys
from pathlib import Path

import msgspec

from monitor_app.app import App
from monitor_app.cli.arguments import Subjects, add_vault_options, desk_of, read_text
from monitor_app.operations import connecting, places, syncing
from monitor_app.operations.connecting import Access
from monitor_app.operations.desk import Desk
from monitor_app.operations.places import Place
from monitor_app.operations.syncing import PlaceState
from monitor_app.ports import Silent

_NAMED = ("webdav", "s3", "sftp")
_ADDRESS = "a folder, webdav:https://…, s3:https://…/bucket or sftp://user@host/path"


def add(commands: Subjects) -> None:
    """Add the commands of this subject."""
    subject = commands.add_parser("place", help="the shared places to exchange over").add_subparsers(
        required=True
    )
    put = subject.add_parser("add", help="test a place, then exchange over it, too")
    put.add_argument("address", help=_ADDRESS)
    put.add_argument("--name", default="", help="what it is called here; else its server or folder")
    _add_opening(put)
    put.set_defaults(run=_add)
    change = subject.add_parser("set", help="change a place, or set the first one")
    change.add_argument("address", nargs="?", default="", help=f"{_ADDRESS}; left out, it stays")
    change.add_argument("--name", default="", help="which place; left out, the first one")
    change.add_argument("--rename", default="", metavar="NAME", help="what it is called from now on")
    change.add_argument("--moved", action="store_true", help="what was sent lies at the new address already")
    state = change.add_mutually_exclusive_group()
    state.add_argument("--on", action="store_true", help="visit it again")
    state.add_argument("--off", action="store_true", help="do not visit it; what it lacks is kept")
    _add_opening(change)
    change.set_defaults(run=_set)
    for name, run, told in (
        ("list", _list, "print every place and how it stands with it, never a password"),
        ("show", _show, "print how a place is reached, never the password"),
        ("test", _test, "do what a sync does, and say what is wrong"),
        ("remove", _remove, "forget a place; what is not confirmed waits for the others"),
    ):
        command = subject.add_parser(name, help=told)
        if run is not _list:
            command.add_argument(
                "--name", default="", required=run is _remove, help="which; else the first one"
            )
        add_vault_options(command)
        command.set_defaults(run=run)


def _add_opening(command: argparse.ArgumentParser) -> None:
    command.add_argument("--user", default="", help="the name, or the key's id of S3")
    command.add_argument(
        "--secret-file", type=Path, metavar="FILE", help="read password or secret key from here"
    )
    command.add_argument("--key-file", type=Path, metavar="FILE", help="an OpenSSH private key, for SFTP")
    command.add_argument("--host-key", default="", metavar="SHA256:…", help="the SSH server's fingerprint")
    command.add_argument("--region", default="us-east-1", help="of an S3 bucket")
    command.add_argument("--proxy", default="", help="socks5h://host:port or http://host:port")
    command.add_argument(
        "--certificates", type=Path, metavar="FILE", help="trust these authorities instead (PEM)"
    )
    when = command.add_mutually_exclusive_group()
    when.add_argument("--by-itself", action="store_true", help="sync with it when it is there")
    when.add_argument("--by-hand", action="store_true", help="sync with it only when asked")
    command.add_argument("--no-test", action="store_true", help="set it without testing it")
    add_vault_options(command)


def _add(arguments: argparse.Namespace, app: App) -> int:
    access = connecting.checked_access(_access(arguments))
    if not arguments.no_test and not _works(access, app):
        return 1
    with desk_of(arguments, app) as desk:
        places.add(desk, access, name=arguments.name, is_automatic=not arguments.by_hand)
    return 0


def _set(arguments: argparse.Namespace, app: App) -> int:
    access = connecting.checked_access(_access(arguments)) if arguments.address else None
    if access and not arguments.no_test and not _works(access, app):
        return 1
    with desk_of(arguments, app) as desk:
        if access and not arguments.name and places.first(desk) is None:
            place, _ = places.add(desk, access)
        else:
            place = _chosen(desk, arguments.name)
        places.change(desk, _changed(place, access, arguments), is_moved=arguments.moved)
    return 0


def _changed(place: Place, access: Access | None, arguments: argparse.Namespace) -> Place:
    """Return a place as the arguments want it; what they do not name stays."""
    return msgspec.structs.replace(
        place,
        access=access or place.access,
        name=arguments.rename or place.name,
        is_on=arguments.on or (place.is_on and not arguments.off),
        is_automatic=arguments.by_itself or (place.is_automatic and not arguments.by_hand),
    )


def _access(arguments: argparse.Namespace) -> Access:
    return Access(
        address=arguments.address,
        user=arguments.user,
        secret=_secret(arguments),
        private_key=read_text(arguments.key_file) if arguments.key_file else "",
        host_key=arguments.host_key,
        region=arguments.region,
        proxy=arguments.proxy,
        certificates=read_text(arguments.certificates) if arguments.certificates else "",
    )


def _secret(arguments: argparse.Namespace) -> str:
    """Return the secret from its file, or ask for it where a place of this kind needs one."""
    if arguments.secret_file is not None:
        return read_text(arguments.secret_file).rstrip("\r\n")
    kind = arguments.address.partition(":")[0]
    needed = kind in _NAMED and not arguments.key_file and (arguments.user or kind == "sftp")
    return getpass.getpass("Password or secret key of the shared place: ") if needed else ""


def _chosen(desk: Desk, name: str) -> Place:
    """Return the place of a name, or the first one. Raise BadInput."""
    return places.find(desk, name) if name else places.first_set(desk)


def _test(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        place = _chosen(desk, arguments.name)
    return 0 if _works(place.access, app) else 1


def _works(access: Access, app: App) -> bool:
    """Test a place, say what is wrong, and return whether it works."""
    error = connecting.try_out(access, ids=app.ids, progress=Silent()).error
    if error is None:
        print("The connection works.")
        return True
    print(str(error.message), file=sys.stderr)
    if error.hint:
        print(str(error.hint), file=sys.stderr)
    return False


def _remove(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        count, _ = places.remove(desk, _chosen(desk, arguments.name).id)
    if count:
        print(f"Objects that lay only there and are not confirmed: {count}. They wait for the other places.")
    return 0


def _list(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        found = syncing.state(desk).places
    for one in found:
        print(_told(one))
        if one.trouble:
            print(f"  {one.trouble}")
        if one.is_older:
            print("  It is older than what is known here: nobody has brought it up to date.")
    if not found:
        print("No shared place is set.")
    return 0 if found else 1


def _told(one: PlaceState) -> str:
    """Return one line about a place: its name, address, when it is visited, and what it lacks."""
    place = one.place
    when = ("by itself" if place.is_automatic else "by hand") if place.is_on else "off"
    return f"{place.name}\t{place.access.address}\t{when}\tlacks {one.lacks.count}"


def _show(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        place = places.find(desk, arguments.name) if arguments.name else places.first(desk)
    if place is None:
        print("No shared place is set.")
        return 1
    found = place.access
    print(found.address)
    for name, value in (("user", found.user), ("proxy", found.proxy), ("host key", found.host_key)):
        if value:
            print(f"{name} {value}")
    for name, held in (
        ("password", found.secret),
        ("private key", found.private_key),
        ("certificates", found.certificates),
    ):
        if held:
            print(f"{name} kept in the vault")
    return 0
