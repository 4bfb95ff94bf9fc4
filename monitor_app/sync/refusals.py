"""Why an object of the remote is not taken: one fault each, with its words.

Knows no bytes. A passing fault may heal (a half-copied object, a roster not yet seen) and is tried again.
"""

from enum import StrEnum

from monitor_app.errors import SegmentRefused
from monitor_app.text import N_, Message


class Fault(StrEnum):
    """What is wrong with an object."""

    OVERSIZED = "oversized"
    TRUNCATED = "truncated"
    ALTERED = "altered"
    UNKNOWN_WRITER = "unknown_writer"
    REVOKED_WRITER = "revoked_writer"
    NOT_ENTITLED = "not_entitled"
    SEALED_FOR_OTHERS = "sealed_for_others"
    WRONG_PLACE = "wrong_place"
    UNSIGNED = "unsigned"
    WRONG_STREAM = "wrong_stream"
    OUT_OF_ORDER = "out_of_order"
    UNREADABLE = "unreadable"
    NEWER = "newer"
    FORK = "fork"
    OWN_NAME = "own_name"
    UNEXPLAINED = "unexplained"

    @property
    def may_heal(self) -> bool:
        """Say whether the same name may be good at another time."""
        return self in _MAY_HEAL


_MAY_HEAL = frozenset(
    {
        Fault.TRUNCATED,
        Fault.ALTERED,
        Fault.UNKNOWN_WRITER,
        Fault.NEWER,
        Fault.NOT_ENTITLED,
        Fault.UNEXPLAINED,
    }
)

_ASK_DEVICE = N_("Ask the person of that device to check it; what it sent before is safe.")
_ASK_KEEPER = N_("It was not taken in, and the real ones are safe. Tell who looks after the shared place.")
_AGAIN = N_(
    "It is tried again at the next sync. If it stays so for a day, ask that person to sync, and tell who looks "
    "after the shared place."
)

_WORDS: dict[Fault, tuple[Message, Message]] = {
    Fault.OVERSIZED: (N_("A parcel is larger than any can be."), _ASK_KEEPER),
    Fault.TRUNCATED: (N_("A parcel is cut short: it may still be on its way."), _AGAIN),
    Fault.ALTERED: (N_("A parcel was altered or damaged in the shared place."), _AGAIN),
    Fault.UNKNOWN_WRITER: (
        N_("A parcel comes from a device that is not on the list."),
        N_(
            "It was not taken in. If somebody just joined, it is taken once their name is on the list; "
            "if not, a stranger writes here: tell who looks after the shared place."
        ),
    ),
    Fault.REVOKED_WRITER: (
        N_("A parcel comes from a device that was removed."),
        N_("It was not taken in. If that person still works with you, let them join again under People."),
    ),
    Fault.NOT_ENTITLED: (
        N_("A parcel comes from a device that may not send this."),
        N_("It was not taken in. If that person should do this, a coordinator gives them the right."),
    ),
    Fault.SEALED_FOR_OTHERS: (
        N_("A parcel is not sealed to this device."),
        N_("It may be from before this device joined. Ask a coordinator who was there before to sync."),
    ),
    Fault.WRONG_PLACE: (N_("A parcel was copied to a place where it does not belong."), _ASK_KEEPER),
    Fault.UNSIGNED: (N_("A parcel is not signed by the device it names."), _ASK_KEEPER),
    Fault.WRONG_STREAM: (N_("A parcel holds entries of another device."), _ASK_DEVICE),
    Fault.OUT_OF_ORDER: (N_("A parcel does not follow what the same device sent before."), _ASK_DEVICE),
    Fault.UNREADABLE: (
        N_("A parcel cannot be read, or unfolds to more than any may hold."),
        N_("It was not taken in. Ask the person of that device to check it; what it sent before is safe."),
    ),
    Fault.NEWER: (N_("A parcel was written by a newer version of this program."), N_("Update this program.")),
    Fault.FORK: (
        N_("One device sent two different parcels with one number: it was copied or put back."),
        N_("What is doubtful was not taken in. Let that device join again; nothing of either is lost."),
    ),
    Fault.OWN_NAME: (
        N_("Somebody else sends under the name of this device: it was copied or put back."),
        N_("Let this device join again; nothing of it is lost."),
    ),
    Fault.UNEXPLAINED: (
        N_("A parcel was packed anew without a record that nobody erased."),
        N_("What this device holds stays as it is. If it stays so for a day, ask the person of that device."),
    ),
}


class Refused(SegmentRefused):
    """A SegmentRefused that says which fault it is."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(*_WORDS[fault])
        self.fault = fault


def words_of(fault: Fault) -> Message:
    """Return what happened, in a sentence."""
    return _WORDS[fault][0]
