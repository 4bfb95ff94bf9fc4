"""`monitor-app sync`: exchange with the shared places, for people and for schedulers.

Exit status: 0 done (also when a limit kept something back, or a stick is away and another place was reached),
1 refused or ended early, 3 the vault is open elsewhere, which is no fault: the window syncs by itself.
"""

import argparse
import json
import sys

from monitor_app.app import App
from monitor_app.cli.arguments import Subjects, add_vault_options, desk_of
from monitor_app.errors import VaultInUse
from monitor_app.operations import budgets, syncing
from monitor_app.operations.budgets import MEGABYTE, Budget, Habits
from monitor_app.operations.desk import Desk
from monitor_app.operations.syncing import Called, PlaceState, SyncReport, SyncState, Which
from monitor_app.ports import Silent

IN_USE = 3


def add(commands: Subjects) -> None:
    """Add the command."""
    command = commands.add_parser(
        "sync",
        help="exchange with the shared places",
        epilog="Exit status: 0 done, 1 refused or ended early, 2 wrong use, 3 the vault is open elsewhere.",
    )
    add_vault_options(command)
    command.add_argument("--quiet", action="store_true", help="say only what needs somebody")
    command.add_argument("--json", action="store_true", help="print one JSON object")
    command.add_argument("--records-only", action="store_true", help="leave photos and other files for later")
    command.add_argument("--budget", type=float, metavar="MB", help="move at most so many megabytes now")
    which = command.add_mutually_exclusive_group()
    which.add_argument("--place", default="", metavar="NAME", help="exchange with this shared place only")
    which.add_argument("--automatic", action="store_true", help="leave out places that wait to be asked")
    command.add_argument(
        "--clear-old",
        action="store_true",
        help="let old days that every coordinator has confirmed leave the shared places now",
    )
    command.set_defaults(run=_sync)


def _sync(arguments: argparse.Namespace, app: App) -> int:
    try:
        with desk_of(arguments, app) as desk:
            report, _ = syncing.run(
                lambda work: work(desk),
                progress=Silent(),
                only=_limits(desk, arguments),
                which=Which(name=arguments.place, by_itself=arguments.automatic),
                clear_old=arguments.clear_old,
            )
            state = syncing.state(desk)
    except VaultInUse as error:
        print(f"{error.message} Nothing was exchanged; the window can sync by itself.", file=sys.stderr)
        return IN_USE
    if arguments.json:
        print(json.dumps(_plain(report, state), ensure_ascii=False))
    else:
        _say(report, state, is_quiet=arguments.quiet)
    return 1 if report.stopped else 0


def _limits(desk: Desk, arguments: argparse.Namespace) -> Budget:
    """Return what may travel: the device's own limits, or narrower ones for this time."""
    own = budgets.budget(desk)
    left = own.left
    if arguments.budget is not None:
        now = max(int(arguments.budget * MEGABYTE), 0)
        left = now if left is None else min(left, now)
    habits = Habits(records_only=arguments.records_only or own.habits.records_only)
    return Budget(habits, own.used, left)


def _say(report: SyncReport, state: SyncState, *, is_quiet: bool) -> None:
    counts = state.summary
    if not is_quiet:
        print(f"received {report.pull.new_events} entries and {report.pull.new_chunks} parts of files")
        print(f"sent {report.push.sent} objects, {counts.waiting} wait, {counts.confirmed} are confirmed")
        if report.removed:
            print(f"removed {report.removed} objects from the shared places: replaced, erased, or held by all")
        if report.kept_back:
            why = "the budget is used up" if report.is_spent else "only records travel now"
            print(f"kept back {report.kept_back} objects: {why}")
        if not state.has_witness and counts.sent:
            print("No other device reads along, so nobody can confirm what this one sends.")
    for name, held in report.pull.held_back:
        print(f"held back {name}: {held}")
    for odd in state.odd if not is_quiet else ():
        at = f" ({odd.place})" if odd.place else ""
        print(f"{odd.name}{at}: {odd.what} {odd.to_do}")
    for one in report.places:
        if one.stopped and not (is_quiet and one.is_away and report.stopped is None):
            named = f"{one.name}: " if len(report.places) > 1 else ""
            print(f"{named}{one.stopped}", file=sys.stderr if is_quiet else sys.stdout)


def _plain(report: SyncReport, state: SyncState) -> dict[str, object]:
    """Return the report as it stands in JSON. Names of parcels and counts only."""
    pull, push, counts = report.pull, report.push, state.summary
    return {
        "stopped": str(report.stopped) if report.stopped else None,
        "places": [_place(one, there) for one, there in _by_name(report, state)],
        "received": {"entries": pull.new_events, "parts": pull.new_chunks, "missing": pull.missing_chunks},
        "sent": {"objects": push.sent, "bytes": push.sent_bytes, "again": report.sent_again},
        "removed": report.removed,
        "kept_back": {"objects": report.kept_back, "budget": report.is_spent},
        "outbox": {
            "waiting": counts.waiting,
            "waiting_bytes": counts.bytes,
            "sent": counts.sent,
            "confirmed": counts.confirmed,
        },
        "has_witness": state.has_witness,
        "held_back": [{"name": name, "why": str(why)} for name, why in pull.held_back],
        "odd": [{"id": odd.id, "what": str(odd.what), "to_do": str(odd.to_do)} for odd in state.odd],
    }


def _by_name(report: SyncReport, state: SyncState) -> list[tuple[Called, PlaceState | None]]:
    known = {one.place.name: one for one in state.places}
    return [(one, known.get(one.name)) for one in report.places]


def _place(one: Called, there: PlaceState | None) -> dict[str, object]:
    return {
        "name": one.name,
        "stopped": str(one.stopped) if one.stopped else None,
        "away": one.is_away,
        "received": one.pull.new_events,
        "sent": one.push.sent,
        "lacks": there.lacks.count if there else 0,
    }
