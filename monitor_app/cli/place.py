"""`monitor-app place …`: say where the shared place is and what opens it, test it, show what is set."""

import argparse
import getpass
import sys
from pathlib import Path

from monitor_app.app import App
from monitor_app.cli.arguments import Subjects, add_vault_options, desk_of, read_text
from monitor_app.operations import places
from monitor_app.operations.places import Access
from monitor_app.ports import Silent

_NAMED = ("webdav", "s3", "sftp")


def add(commands: Subjects) -> None:
    """Add the commands of this subject."""
    subject = commands.add_parser("place", help="the shared place to exchange over").add_subparsers(
        required=True
    )
    put = subject.add_parser("set", help="test a place, then exchange over it from now on")
    put.add_argument("address", help="a folder, webdav:https://…, s3:https://…/bucket or sftp://user@host/path")
    put.add_argument("--user", default="", help="the name, or the key's id of S3")
    put.add_argument("--secret-file", type=Path, metavar="FILE", help="read password or secret key from here")
    put.add_argument("--key-file", type=Path, metavar="FILE", help="an OpenSSH private key, for SFTP")
    put.add_argument("--host-key", default="", metavar="SHA256:…", help="the SSH server's fingerprint")
    put.add_argument("--region", default="us-east-1", help="of an S3 bucket")
    put.add_argument("--proxy", default="", help="socks5h://host:port or http://host:port")
    put.add_argument("--certificates", type=Path, metavar="FILE", help="trust these authorities instead (PEM)")
    put.add_argument("--no-test", action="store_true", help="set it without testing it")
    add_vault_options(put)
    put.set_defaults(run=_set)
    test = subject.add_parser("test", help="do what a sync does, and say what is wrong")
    add_vault_options(test)
    test.set_defaults(run=_test)
    show = subject.add_parser("show", help="print the address, never the password")
    add_vault_options(show)
    show.set_defaults(run=_show)


def _set(arguments: argparse.Namespace, app: App) -> int:
    place = places.checked_access(
        Access(
            address=arguments.address,
            user=arguments.user,
            secret=_secret(arguments),
            private_key=read_text(arguments.key_file) if arguments.key_file else "",
            host_key=arguments.host_key,
            region=arguments.region,
            proxy=arguments.proxy,
            certificates=read_text(arguments.certificates) if arguments.certificates else "",
        )
    )
    if not arguments.no_test and not _works(place, app):
        return 1
    with desk_of(arguments, app) as desk:
        places.keep(desk, place)
    return 0


def _secret(arguments: argparse.Namespace) -> str:
    """Return the secret from its file, or ask for it where a place of this kind needs one."""
    if arguments.secret_file is not None:
        return read_text(arguments.secret_file).rstrip("\r\n")
    kind = arguments.address.partition(":")[0]
    needed = kind in _NAMED and not arguments.key_file and (arguments.user or kind == "sftp")
    return getpass.getpass("Password or secret key of the shared place: ") if needed else ""


def _test(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        place = places.access(desk)
    return 0 if _works(place, app) else 1


def _works(place: Access, app: App) -> bool:
    """Test a place, say what is wrong, and return whether it works."""
    error = places.try_out(place, ids=app.ids, progress=Silent()).error
    if error is None:
        print("The connection works.")
        return True
    print(str(error.message), file=sys.stderr)
    if error.hint:
        print(str(error.hint), file=sys.stderr)
    return False


def _show(arguments: argparse.Namespace, app: App) -> int:
    with desk_of(arguments, app) as desk:
        found = places.kept(desk)
    if found is None:
        print("No shared place is set.")
        return 1
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
