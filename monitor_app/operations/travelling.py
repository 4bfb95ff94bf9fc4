"""Travel mode: this device gives the right to read to the coordinators, keeps writing, and cannot take it back.

What is finished lies in an archive under a key that only they hold. Open drafts stay readable.
"""

import base64
from dataclasses import dataclass

import msgspec

from monitor_app.crypto import circular, envelope, primitives
from monitor_app.crypto.primitives import Receiver
from monitor_app.domain.events import (
    ArchiveReturned,
    BodiesReceived,
    DeviceRevoked,
    Event,
    MemberProposed,
    PackConfirmed,
    PackPublished,
    QuestionnairePublished,
    ReceiveKeyRenewed,
    TravelBegun,
    TravelEndAsked,
)
from monitor_app.errors import BadInput, DecryptionFailed, NotAllowed
from monitor_app.operations import carrying, membership
from monitor_app.operations.changes import Changes, Topic, touched
from monitor_app.operations.desk import Desk
from monitor_app.operations.notes import note, recall
from monitor_app.ports import stream_name
from monitor_app.text import N_
from monitor_app.vault import erasing, events, keys, putting_away, stored_settings

_STATE, _ASKS = "travel", "travel_asks"
_REQUEST = "travel_request"
_KEPT = (
    BodiesReceived,
    QuestionnairePublished,
    PackPublished,
    PackConfirmed,
    DeviceRevoked,
    MemberProposed,
    ReceiveKeyRenewed,
    TravelBegun,
    TravelEndAsked,
)
_TOPICS = (Topic.RECORDS, Topic.FINDINGS, Topic.SITES, Topic.SYNC, Topic.PEOPLE)


class Travel(msgspec.Struct, frozen=True, kw_only=True):
    """Where this device's journey stands. `root`: the note whose receipt is waited for; `public`: base64."""

    public: str
    root: str
    is_away: bool = False
    asked_ms: int = 0


@dataclass(frozen=True)
class Journey:
    """What the screen shows: `waits` for a receipt, `is_away`, how much is sealed, the code to read aloud."""

    waits: bool = False
    is_away: bool = False
    archived: int = 0
    is_asked_back: bool = False
    code: str = ""


@dataclass(frozen=True)
class Traveller:
    """A device that asks to read again, and the code its person must read aloud."""

    box: str
    name: str
    code: str


def journey(desk: Desk) -> Journey:
    """Return where this device's journey stands."""
    state = _state(desk)
    if state is None:
        return Journey()
    seed = keys.get(desk.vault, _REQUEST)
    return Journey(
        waits=not state.is_away,
        is_away=state.is_away,
        archived=putting_away.count_archived(desk.vault),
        is_asked_back=seed is not None,
        code=_code(primitives.receive_public(seed)) if seed else "",
    )


def begin(desk: Desk) -> tuple[None, Changes]:
    """Ask for travel mode: it begins when a coordinator has signed for the archive's key. Raise NotAllowed.

    Only for a device that does not read what others write.
    """
    if _state(desk) is not None:
        raise NotAllowed(N_("Travel mode is on already."), N_("A coordinator can end it."))
    known = membership.people_now(desk)
    readers = [one for one in known.readers() if one.box != desk.box] if known else []
    if known is not None and len(readers) < len(known.readers()):
        # Its receive key opens everything that lies in the shared place; a journey could not take that away.
        raise NotAllowed(
            N_("This device is sealed everybody's records, so travel mode cannot close it."),
            N_("Leave it at home, or have another coordinator take it off the list before you travel."),
        )
    if not readers:
        raise NotAllowed(
            N_("There is nobody who could give your records back."), N_("Another coordinator must join first.")
        )
    seed = primitives.new_receive_seed()
    recipients = [base64.b64decode(one.receive) for one in readers]
    sealed = circular.seal(seed, recipients=recipients, context=_context(desk.box))
    event = TravelBegun(
        subject=desk.box, device=desk.box, time=desk.stamp(), sealed=base64.b64encode(sealed).decode()
    )
    public = base64.b64encode(primitives.receive_public(seed)).decode()
    with desk.vault.writing():
        stored = events.append(desk.vault, event, stream=desk.box)
        note(desk, _STATE, Travel(public=public, root=stored.root))
    return None, touched(*_TOPICS)


def follow(desk: Desk) -> int:
    """Seal away what is finished and packed, once a coordinator signed for the key; return how many bodies."""
    state = _state(desk)
    if state is None or not (state.is_away or putting_away.is_received(desk.vault, state.root)):
        return 0
    with desk.vault.writing():
        note(desk, _STATE, msgspec.structs.replace(state, is_away=True))
        public = base64.b64decode(state.public)
        count = putting_away.seal_away(desk.vault, public, is_kept=lambda event: isinstance(event, _KEPT))
    erasing.settle(desk.vault)
    return count


def after_finishing(desk: Desk) -> None:
    """On a journey, seal away what was finished just now; it is packed for sending before that."""
    state = _state(desk)
    if state is not None and state.is_away:
        carrying.pack(desk)
        follow(desk)


def ask_back(desk: Desk) -> tuple[Journey, Changes]:
    """Ask the coordinators for the archive's key, to a fresh key; return the code to read aloud."""
    state = _state(desk)
    if state is None or not state.is_away:
        raise NotAllowed(N_("This device is not in travel mode."), N_("There is nothing to ask for."))
    with desk.vault.writing():
        keys.put(desk.vault, _REQUEST, seed := primitives.new_receive_seed())
        request = base64.b64encode(primitives.receive_public(seed)).decode()
        event = TravelEndAsked(subject=desk.box, device=desk.box, time=desk.stamp(), request=request)
        events.append(desk.vault, event, stream=desk.box)
    return journey(desk), touched(*_TOPICS)


def asks(desk: Desk) -> list[Traveller]:
    """Return who asks this coordinator to read again."""
    known = membership.people_now(desk)
    found = [(box, known.member(box)) for box in _asks(desk)] if known else []
    asked = _asks(desk)
    return [
        Traveller(box, member.name, _code(base64.b64decode(asked[box])))
        for box, member in found
        if member is not None and member.is_active
    ]


def give_back(desk: Desk, box: str) -> tuple[None, Changes]:
    """After the person said the code and is safe, give the archive's key to the key they asked with."""
    membership.demand_coordinator(desk)
    request, seed = _asks(desk).get(box, ""), keys.get(desk.vault, f"travel/{box}")
    if not request or seed is None:
        raise BadInput(N_("This device does not ask for anything."), N_("Sync, then look again."))
    sealed = envelope.seal(seed, recipients=[base64.b64decode(request)], context=_context(box))
    event = ArchiveReturned(
        subject=box, device=desk.box, time=desk.stamp(), sealed=base64.b64encode(sealed).decode()
    )
    with desk.vault.writing():
        events.append(desk.vault, event, stream=stream_name(desk.box, box))
        note(desk, _ASKS, {other: asked for other, asked in _asks(desk).items() if other != box})
    return None, touched(*_TOPICS)


def take_in(desk: Desk, event: Event) -> None:
    """Follow an event that speaks of a journey. Runs in the transaction that takes the event in."""
    match event:
        case TravelBegun() if event.subject != desk.box:
            _keep_key(desk, event)
        case TravelEndAsked() if event.subject != desk.box:
            note(desk, _ASKS, {**_asks(desk), event.subject: event.request})
        case ArchiveReturned() if event.subject == desk.box:
            _come_back(desk, event)


def _keep_key(desk: Desk, event: TravelBegun) -> None:
    """Keep the archive's key now: our receive key may be another when it is asked for."""
    receive = [Receiver(seed) for seed in membership.receive_seeds(desk)]
    try:
        sealed = base64.b64decode(event.sealed, validate=True)
    except ValueError:
        return
    seed = circular.unseal(sealed, receive=receive, context=_context(event.subject))
    if seed is not None:
        keys.put(desk.vault, f"travel/{event.subject}", seed)


def _come_back(desk: Desk, event: ArchiveReturned) -> None:
    request = keys.get(desk.vault, _REQUEST)
    if request is None or _state(desk) is None:
        return
    try:
        seed = envelope.unseal(base64.b64decode(event.sealed), receive_seed=request, context=_context(desk.box))
        putting_away.bring_back(desk.vault, seed)
    except (DecryptionFailed, ValueError):
        return  # not for this request; the archive stays as it is, and can be asked for again
    keys.forget(desk.vault, _REQUEST)
    stored_settings.put(desk.vault, _STATE, None)


def _state(desk: Desk) -> Travel | None:
    found = recall(desk, _STATE, dict[str, object], {})
    return msgspec.convert(found, Travel) if found else None


def _asks(desk: Desk) -> dict[str, str]:
    return recall(desk, _ASKS, dict[str, str], {})


def _code(public: bytes) -> str:
    """Return what the person reads aloud: it tells that it is they, and safe; it is no key."""
    return primitives.fingerprint(public)[:11]


def _context(box: str) -> bytes:
    return b"fieldwork/travel/v0/" + box.encode()
