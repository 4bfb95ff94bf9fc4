"""How far things are, in words. Never says that something arrived before somebody signed for it."""

from monitor_app.domain.people import Right
from monitor_app.operations.projects import Membership
from monitor_app.operations.syncing import Kind, Moving, Oddity, OutboxItem, SyncReport, SyncState
from monitor_app.text import N_, Message
from monitor_app.ui.models.rows import Row
from monitor_app.ui.saying import moment, size
from monitor_app.ui.translation import tr

KINDS: dict[Kind, Message] = {
    Kind.ROSTER: N_("List of people and devices"),
    Kind.URGENT: N_("Urgent news"),
    Kind.RECORDS: N_("Records and decisions"),
    Kind.RECEIPTS: N_("Confirmations"),
    Kind.THUMBNAILS: N_("Small pictures and questionnaires"),
    Kind.PHOTOS: N_("Photos"),
    Kind.AUDIO: N_("Sound"),
    Kind.VIDEO: N_("Video"),
}
_HOW_FAR: dict[str, tuple[Message, str, Message]] = {
    "here": (N_("On this device only"), "warn", N_("It goes with the next sync.")),
    "sent": (
        N_("Sent, not confirmed"),
        "neutral",
        N_("It lies in a shared place. No other device has confirmed it yet; it is sent again if need be."),
    ),
    "confirmed": (N_("Confirmed"), "ok", N_("Another device has signed that it arrived.")),
}


def where(mine: Membership) -> Message:
    """Return what is missing for an exchange."""
    if not mine.project:
        return N_("This vault belongs to no project yet, so there is nobody to exchange with.")
    return N_("No shared place is chosen yet.")


def meaning(state: SyncState, rights: frozenset[Right]) -> Message:
    """Return what the counts mean for this device."""
    if state.is_waiting:
        return N_("You are not on the list yet: records wait here until you are accepted.")
    if state.summary.waiting:
        return N_("Waiting: {size}. Do not clear this device.", size=size(state.summary.bytes))
    if state.summary.sent:
        return _sent(state, rights)
    if state.summary.confirmed:
        return N_("Everything that was sent is confirmed.")
    return N_("Nothing was sent yet.")


def _sent(state: SyncState, rights: frozenset[Right]) -> Message:
    if not state.has_witness:
        return N_("All is sent. You coordinate alone, so nobody can confirm that it arrived. Keep a backup.")
    if Right.COORDINATOR in rights:
        return N_("Everything was sent. What you send is confirmed when the others sync next.")
    return N_("Everything was sent, but not all is confirmed. Keep this device until it is.")


def waiting(state: SyncState) -> str:
    """Return what waits, by kind, in the order in which it goes."""
    lines = [
        tr(N_("{kind}: {count}, {size}", kind=tr(KINDS[kind]), count=count, size=size(total)))
        for kind, (count, total) in sorted(state.waiting.items())
    ]
    return "\n".join(lines)


def moving(now: Moving) -> tuple[Message, Message | str]:
    """Return what moves now, and how much and how fast."""
    if now.is_paused:
        return N_("Paused"), N_("Nothing is begun. What was under way has ended.")
    done, speed = size(now.done), size(now.bytes_a_second)
    if now.kind is None:
        return N_("Looking into the shared place"), ""
    sending = N_("Sending: {kind}", kind=tr(KINDS[now.kind]))
    what = sending if now.is_sending else N_("Receiving: {kind}", kind=tr(KINDS[now.kind]))
    if not now.total:
        return what, N_("{count} parcels, {size}; {speed} a second", count=now.objects, size=done, speed=speed)
    total = size(max(now.total, now.done))
    return what, N_("{size} of {total}; {speed} a second", size=done, total=total, speed=speed)


def ended(report: SyncReport) -> tuple[Message, Message, str]:
    """Return what became of an exchange, what that means, and its look."""
    if report.stopped is not None:
        said = next((one for one in report.places if one.stopped is report.stopped), None)
        is_named = said is not None and len(report.places) > 1
        what = (
            N_("{name}: {why}", name=said.name, why=tr(report.stopped)) if said and is_named else report.stopped
        )
        return what, N_("Nothing is lost. The next sync goes on where this one ended."), "warn"
    if report.is_spent:
        return (
            N_("Today's data budget is used up."),
            N_("{count} parcels wait until tomorrow, or until you raise it.", count=report.kept_back),
            "warn",
        )
    if report.kept_back:
        return (
            N_("Records have travelled; photos and files wait."),
            N_("{count} parcels stay here while only records may travel.", count=report.kept_back),
            "ok",
        )
    if _is_odd(report):
        return (
            N_("The exchange is done. Something odd was found and was not taken in."),
            N_("Look under “What is odd”: each thing says what to do."),
            "warn",
        )
    away = [one.name for one in report.places if one.stopped is not None]
    if away:
        return (
            N_("The exchange is done, but not every place was there: {names}.", names=", ".join(away)),
            N_("What it lacks is kept here, and goes there when it is there again."),
            "ok",
        )
    arrived = N_("What was sent counts as arrived once another device has confirmed it.")
    left = N_("Parcels that left the shared place: {count}.", count=report.removed)
    return N_("The exchange is done."), left if report.removed else arrived, "ok"


def _is_odd(report: SyncReport) -> bool:
    pull = report.pull
    return bool(pull.held_back or pull.gaps or pull.foreign or pull.newest_roster > pull.roster)


def odd_row(odd: Oddity) -> Row:
    """Return one odd thing as a row."""
    about = [N_("Under the name {name}.", name=odd.who)] if odd.who else []
    many = [N_("Parcels like this: {count}.", count=odd.count)] if odd.count > 1 else []
    seen = [N_("Seen in the place {name}.", name=odd.place)] if odd.place else []
    since = [N_("Since {moment}.", moment=moment(odd.since_ms))] if odd.since_ms else []
    return Row(odd.id, odd.what, odd.name, "warn", (odd.to_do, *about, *seen, *many, *since))


def item_row(item: OutboxItem, lying: tuple[str, ...] = ()) -> Row:
    """Return one parcel as a row; `lying` names the places where it lies, if there are several."""
    said, style, means = _HOW_FAR[str(item.state)]
    if item.priority == Kind.ROSTER and item.state == "sent":
        said, means = (
            N_("Sent"),
            N_("It lies in a shared place for everyone; lists are not confirmed one by one."),
        )
    what = next((told for kind, told in KINDS.items() if kind == item.priority), N_("Other"))
    told = N_("{size}.", size=size(item.size)) if item.size else N_("Part of a file.")
    again = [N_("It had to be sent again.")] if item.tries else []
    where = [N_("It lies in: {names}.", names=", ".join(lying))] if lying else []
    return Row(item.name, what, said, style, (told, means, *where, *again))
