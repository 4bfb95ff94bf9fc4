"""Events to put into a vault."""

from typing import Any

from monitor_app.domain.events import (
    FormRef,
    RecordFinished,
    RecordKind,
    RecordReviewed,
    SiteRecorded,
)
from monitor_app.domain.ordering import Stamp
from monitor_app.domain.reviewing import Decision
from monitor_app.vault import lodging, shared_places
from monitor_app.vault.opening import Vault
from monitor_app.vault.shared_places import PlaceRow

BOX = "mrrnoqttsqlgu6io"
PEER = "abcdefghijklmnop"
PLACE = "office"
FORM = FormRef(id="interview", version="1", digest="f" * 64)


def add_place(vault: Vault, place: str = PLACE, *, position: int = 0) -> None:
    """Put a shared place on the list, which lacks all that waits."""
    row = PlaceRow(
        id=place, position=position, name=place, access=b'{"address":""}', is_on=True, is_automatic=True
    )
    shared_places.put(vault, row)
    lodging.begin(vault, place)


def finished(record: str = "r1", *, ms: int = 1000, **other: Any) -> RecordFinished:
    fields: dict[str, Any] = {
        "subject": record,
        "device": BOX,
        "time": Stamp(ms),
        "record_kind": RecordKind.INTERVIEW,
        "pseudonym": "W-4K7QZ-M",
        "form": FORM,
        "language": "en",
        "site": "s1",
        "answers": {"pay/late": "yes", "note": "the wage came late"},
        "started_ms": ms - 500,
        "finished_ms": ms,
    }
    return RecordFinished(**{**fields, **other})


def site(name: str = "Works", *, ms: int = 10, device: str = BOX, **other: Any) -> SiteRecorded:
    return SiteRecorded(subject=other.pop("subject", "s1"), device=device, time=Stamp(ms), name=name, **other)


def review(about: str, decision: Decision, *, ms: int = 5000, record: str = "r1") -> RecordReviewed:
    return RecordReviewed(
        subject=record, device=BOX, time=Stamp(ms), decision=decision, about=about, note="why?"
    )
