"""A copied or restored vault goes on as another device: two of one name would speak against each other.

The former name stays readable, and what it had not sent yet is said again by the new one.
"""

from dataclasses import dataclass

import msgspec

from monitor_app.crypto import primitives
from monitor_app.crypto.keys import DeviceKeys
from monitor_app.domain.events import RecordFinished, SiteRecorded
from monitor_app.ports import Clock
from monitor_app.vault import events, keys, outbox, reading, stored_settings
from monitor_app.vault.keys import KeyName
from monitor_app.vault.vault import Vault

FORMER = "former_boxes"
_PAGE = 200


@dataclass(frozen=True)
class NewDevice:
    """Under which name the vault goes on, and how many records it says again because they were never packed."""

    box: str
    former: str
    said_again: int


def begin(vault: Vault, clock: Clock) -> NewDevice:
    """Draw a new name and new keys, keep the former ones for reading, and say again what never left."""
    former = str(stored_settings.get(vault, "box", ""))
    device, box = DeviceKeys.fresh(), primitives.new_box()
    with vault.writing():
        for name in (KeyName.SIGNING, KeyName.RECEIVE):
            old = keys.get(vault, name)
            if old is not None:
                keys.put(vault, f"former/{former}/{name}", old)
        keys.put(vault, KeyName.SIGNING, device.signing_seed)
        keys.put(vault, KeyName.RECEIVE, device.receive_seed)
        stored_settings.put(vault, "box", box)
        stored_settings.put(vault, FORMER, [*stored_settings.get(vault, FORMER, []), former])
        said = _say_again(vault, former, box, clock) if former and _is_shared(vault) else 0
    return NewDevice(box, former, said)


def _is_shared(vault: Vault) -> bool:
    return bool(stored_settings.get(vault, "project"))


def _say_again(vault: Vault, former: str, box: str, clock: Clock) -> int:
    """Append what the former device never packed: a record replaces its own version, so it is there once."""
    said, number = 0, outbox.packed_up_to(vault, former)
    while links := events.after(vault, former, number, limit=_PAGE):
        for link in links:
            number = link.number
            event = reading.event_of(vault, link.root)
            if isinstance(event, RecordFinished | SiteRecorded):
                stamp = events.next_stamp(vault, clock.now_ms())
                again = msgspec.structs.replace(event, device=box, time=stamp)
                if isinstance(again, RecordFinished):
                    again = msgspec.structs.replace(again, replaces=link.root)
                    said += 1
                events.append(vault, again, stream=box)
    return said
