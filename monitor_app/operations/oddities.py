"""What is odd about an exchange: in words, from whom, and what to do about it."""

from collections import Counter
from dataclasses import dataclass, replace

from msgspec import structs

from monitor_app.operations import (
    asking,
    carrying,
    membership,
    places,
    removing,
    replacing,
    retention,
    visited,
)
from monitor_app.operations.desk import Desk
from monitor_app.operations.places import Place
from monitor_app.operations.visited import Visited
from monitor_app.sync import names
from monitor_app.sync.pulling import PullReport
from monitor_app.sync.refusals import Fault, Refused
from monitor_app.text import N_, Message
from monitor_app.vault import lodging, peers

UNCONFIRMED_DAYS = 7
_LOST_TOLD_DAYS = 14
_DAY_MS = 24 * 60 * 60 * 1000


@dataclass(frozen=True)
class Oddity:
    """One thing that is not as it should be. `id` is stable; `since_ms` 0 if that is not known.

    `who` is the code name of whoever it comes from, "" if nobody on the list; `count` is of the parcels it is
    about; `place` is the name of the shared place where it was seen, "" for a thing of them all.
    """

    id: str
    what: Message
    to_do: Message
    name: Message
    since_ms: int = 0
    who: str = ""
    count: int = 1
    place: str = ""


_NAMES: dict[Fault, Message] = {
    Fault.FORK: N_("Copied device"),
    Fault.OWN_NAME: N_("Copied device"),
    Fault.UNKNOWN_WRITER: N_("Unknown device"),
    Fault.REVOKED_WRITER: N_("Removed device"),
    Fault.TRUNCATED: N_("Damaged"),
    Fault.ALTERED: N_("Damaged"),
    Fault.UNREADABLE: N_("Damaged"),
}


def noticed(before: Visited, pull: PullReport, *, lost: int, now_ms: int) -> Visited:
    """Return what is remembered of a place after a pull, in place of what the one before noticed.

    Exchanges run by themselves, so what was gone is told for two weeks, and a withheld list until it comes.
    """
    is_told = now_ms - before.lost_ms < _LOST_TOLD_DAYS * _DAY_MS
    shown = before.shown_roster if pull.shown_roster < 0 else pull.shown_roster
    return structs.replace(
        before,
        gaps=[(gap.stream, gap.number, gap.waiting) for gap in pull.gaps],
        lists=sorted({why.template for path, why in pull.held_back if path.startswith(names.ROSTER_LOG)}),
        foreign=pull.foreign,
        newest_roster=max(pull.newest_roster, before.newest_roster),
        shown_roster=shown,
        best_roster=max(before.best_roster, shown),
        lost=lost or (before.lost if is_told else 0),
        lost_ms=now_ms if lost else before.lost_ms,
        at_ms=now_ms,
    )


def oddities(desk: Desk) -> list[Oddity]:
    """Return all that is odd, what most endangers records first; parcels of one kind and device are one.

    What one place lacks and another has brought is not odd.
    """
    called = _code_names(desk)
    held = places.listed(desk)
    by_place = [_at_place(desk, visited.of(desk, one.id), called) for one in held]
    named = [
        replace(odd, place=one.name, id=f"{odd.id}@{one.id}") if len(held) > 1 else odd
        for one, found in zip(held, by_place, strict=True)
        for odd in found
    ]
    return [
        *_unasked(desk),
        *_withheld(desk),
        *named,
        *_never_shown(desk, called),
        *_held(peers.held_back(desk.vault), called),
        *_lacking(desk, called),
        *_refusing(desk, held),
        *_begun_later(desk, called),
    ]


def _unasked(desk: Desk) -> list[Oddity]:
    if not asking.must_ask(desk):
        return []
    return [
        Oddity(
            "unasked",
            N_("This vault was put back from a backup and has not heard yet what was erased since."),
            N_("Join the project again and sync, before you show anything to anyone."),
            N_("Restored"),
        )
    ]


def _lacking(desk: Desk, called: dict[str, str]) -> list[Oddity]:
    """Say whose parcels were packed anew without what nobody is known to have erased."""
    return [
        Oddity(
            f"lacking/{box}",
            N_(
                "Records came without their content, and no note says that they were erased: {count}.",
                count=count,
            ),
            N_("Sync again. If it stays so, ask that person, and the coordinators who were there before."),
            N_("Without content"),
            who=called.get(box, ""),
            count=count,
        )
        for box, count in replacing.lacking(desk).items()
    ]


def _refusing(desk: Desk, held: list[Place]) -> list[Oddity]:
    """Say which places do not let this device delete what may go."""
    return [
        Oddity(
            f"keeping/{one.id}",
            N_("This shared place does not let this device delete what may leave it."),
            N_("Nothing is lost. Who looks after the place can give the right to delete, or leave all there."),
            N_("Not cleared"),
            place=one.name if len(held) > 1 else "",
        )
        for one in held
        if removing.refusal(desk, one.id)
    ]


def _begun_later(desk: Desk, called: dict[str, str]) -> list[Oddity]:
    """Say of whom this device never had the beginning: nothing is wrong, and nothing is hidden."""
    return [
        Oddity(
            f"removed/{stream}",
            N_("What this device wrote at first was removed after everybody had confirmed it."),
            N_("The records from then are with the coordinators who were there; ask one of them."),
            N_("Removed"),
            who=called.get(stream, ""),
        )
        for stream in retention.began_later(desk)
    ]


def is_older(desk: Desk, seen: Visited) -> bool:
    """Say whether a place shows an older list of people than is known here, as a stick in a pocket does."""
    return 0 < seen.shown_roster < _known_version(desk) and seen.shown_roster == seen.best_roster


def _at_place(desk: Desk, seen: Visited, called: dict[str, str]) -> list[Oddity]:
    known = _known_version(desk)
    gaps = [gap for gap in seen.gaps if carrying.names_held(desk, gap[0]).next_number <= gap[1]]
    return [
        *_lost(seen),
        *_turned_back(seen),
        *_lists(seen),
        *_roster(seen, known),
        *[_gap(gap, called) for gap in gaps],
        *_foreign(seen),
    ]


def _known_version(desk: Desk) -> int:
    known = membership.roster(desk)
    return known.roster.version if known else 0


def _code_names(desk: Desk) -> dict[str, str]:
    known = membership.people_now(desk)
    return {one.box: one.name for one in known.members} if known is not None else {}


def _held(all_held: list[peers.HeldBack], called: dict[str, str]) -> list[Oddity]:
    counts = Counter((one.writer, one.reason) for one in all_held)
    oldest = {(one.writer, one.reason): one for one in sorted(all_held, key=lambda one: -one.since_ms)}
    return [_held_one(one, called.get(one.writer, ""), counts[key]) for key, one in oldest.items()]


def _held_one(one: peers.HeldBack, who: str, count: int) -> Oddity:
    fault = Fault(one.reason)
    refused = Refused(fault)
    to_do = refused.hint or N_("Tell the coordinator who looks after people and devices.")
    name = _NAMES.get(fault, N_("Held back"))
    return Oddity(one.name, refused.message, to_do, name, one.since_ms, who, count)


def _gap(gap: tuple[str, int, int], called: dict[str, str]) -> Oddity:
    stream, number, waiting = gap
    return Oddity(
        f"gap/{stream}",
        N_(
            "Parcel {number} of one device is missing. Later ones wait for it: {waiting}.",
            number=number + 1,
            waiting=waiting,
        ),
        N_("It may still be on its way. If it stays so for a day, ask that person to sync again."),
        N_("Gap"),
        who=called.get(stream.split("/")[0], ""),
    )


def _lists(seen: Visited) -> list[Oddity]:
    return [
        Oddity(
            f"list/{why}",
            Message(why),
            N_(
                "It was not taken in: the list known here stays. Sync again; if it stays so, ask a coordinator "
                "by another way than the shared place."
            ),
            N_("List refused"),
            seen.at_ms,
        )
        for why in seen.lists
    ]


def _withheld(desk: Desk) -> list[Oddity]:
    before = names.day_of(desk.now() - UNCONFIRMED_DAYS * _DAY_MS)
    known = membership.people_now(desk)
    has_witness = known is None or any(one.box != desk.box for one in known.readers())
    count = lodging.count_unconfirmed(desk.vault, before) if has_witness else 0
    if not count:
        return []  # or nobody is there who could confirm: the screen says that by itself
    return [
        Oddity(
            "withheld",
            N_("Sent over a week ago, and nobody has confirmed them: {count} parcels.", count=count),
            N_("Ask a coordinator to sync. If they already did, the shared place may be holding parcels back."),
            N_("Not confirmed"),
        )
    ]


def _never_shown(desk: Desk, called: dict[str, str]) -> list[Oddity]:
    """Tell of parcels that another reader has, and no place ever showed here."""
    return [
        Oddity(
            f"never_shown/{box}",
            N_("Another coordinator has parcels that were never shown to this device: {count}.", count=count),
            N_(
                "Sync again. If it stays so, the shared place may be holding them back: "
                "take them by a hand-over file."
            ),
            N_("Withheld"),
            who=called.get(box, ""),
            count=count,
        )
        for box, count in retention.never_shown(desk).items()
    ]


def _lost(seen: Visited) -> list[Oddity]:
    if not seen.lost:
        return []
    return [
        Oddity(
            "lost",
            N_("Parcels of this device were gone from the shared place: {count}.", count=seen.lost),
            N_(
                "They were sent again from here. The place may have been emptied, or put back to an earlier "
                "day: ask who looks after it."
            ),
            N_("Gone"),
            seen.lost_ms,
        )
    ]


def _turned_back(seen: Visited) -> list[Oddity]:
    """Tell of a place that once showed a newer list than it does now: it was emptied, or put back."""
    if seen.shown_roster >= seen.best_roster:
        return []
    return [
        Oddity(
            "turned_back",
            N_("This place shows an older list of people than it did before."),
            N_(
                "The list known here stays. The place may have been emptied, or put back to an earlier day: "
                "ask who looks after it."
            ),
            N_("Put back"),
            seen.at_ms,
        )
    ]


def _roster(seen: Visited, known: int) -> list[Oddity]:
    if seen.newest_roster <= known:
        return []
    return [
        Oddity(
            "roster",
            N_("There is a newer list of people, but the shared place does not show it."),
            N_("Sync again. If it stays so, get the list from a coordinator by another way."),
            N_("Withheld"),
            seen.at_ms,
        )
    ]


def _foreign(seen: Visited) -> list[Oddity]:
    if not seen.foreign:
        return []
    return [
        Oddity(
            "foreign",
            N_("Files in the shared place that are not of this project: {count}.", count=seen.foreign),
            N_("They were not opened and do no harm. Who looks after the place may remove them."),
            N_("Foreign"),
            seen.at_ms,
        )
    ]
