"""What is remembered of each shared place between exchanges: when it was reached, what was odd there.

One note a place. What may be odd is judged by what is known now (`oddities`): another place may have mended it.
"""

import msgspec

from monitor_app.operations.desk import Desk
from monitor_app.operations.notes import note, recall
from monitor_app.text import Message


class Trouble(msgspec.Struct, frozen=True):
    """A sentence that was shown, kept so that it can be shown again in any language."""

    template: str
    values: dict[str, str | int | float] = {}

    @classmethod
    def of(cls, message: Message) -> "Trouble":
        """Keep a sentence."""
        return cls(message.template, dict(message.values))

    def message(self) -> Message:
        """Return the sentence."""
        return Message(self.template, self.values)


class Visited(msgspec.Struct, frozen=True, kw_only=True):
    """What the last exchanges with one place noticed. Times in milliseconds, 0 for never.

    `gaps` are (stream, missing number, waiting); `lists` says why lists of people were refused; `newest_roster`
    is the version others spoke of, `shown_roster` the newest the place showed last, `best_roster` ever.
    """

    tried_ms: int = 0
    reached_ms: int = 0
    listed_ms: int = 0
    looked_ms: int = 0
    swept_ms: int = 0
    trouble: Trouble | None = None
    is_away: bool = False
    gaps: list[tuple[str, int, int]] = []
    lists: list[str] = []
    foreign: int = 0
    newest_roster: int = 0
    shown_roster: int = 0
    best_roster: int = 0
    lost: int = 0
    lost_ms: int = 0
    at_ms: int = 0


def of(desk: Desk, place_id: str) -> Visited:
    """Return what is remembered of a place."""
    return recall(desk, f"visited/{place_id}", Visited, Visited())


def keep(desk: Desk, place_id: str, seen: Visited) -> None:
    """Remember it."""
    note(desk, f"visited/{place_id}", seen)


def forget(desk: Desk, place_id: str) -> None:
    """Remember nothing of a place."""
    note(desk, f"visited/{place_id}", None)
