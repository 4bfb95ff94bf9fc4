"""The desk an operation is handed: the open vault and the few things the world must supply.

It lives on the vault's own thread. Screens never hold one; they send functions to it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from monitor_app.domain.ids import Box
from monitor_app.domain.ordering import Stamp
from monitor_app.forms.definition import Form
from monitor_app.operations.shelf import FormShelf
from monitor_app.operations.strongbox import Strongbox
from monitor_app.ports import Clock, Ids, Remote, Words
from monitor_app.remotes.access import Access
from monitor_app.vault import events, stored_settings
from monitor_app.vault.opening import Vault

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What a person's operations work with. `open_remote` turns an access into a shared place, at once.

    `zone` is the IANA name of the time zone that "today" means in a questionnaire.
    """

    vault: Vault
    clock: Clock
    ids: Ids
    words: Words
    open_remote: Callable[[Access], Remote]
    is_demo: bool = False
    zone: str = "UTC"
    shelf: FormShelf = field(default_factory=FormShelf)
    strongbox: Strongbox = field(default_factory=Strongbox, repr=False)

    @property
    def box(self) -> Box:
        """Return this device's random name."""
        return Box(str(stored_settings.get(self.vault, "box")))

    def form(self, digest: str) -> Form:
        """Return a questionnaire by digest. Raise BadInput if it is not here."""
        return self.shelf.form(self.vault, digest)

    def now(self) -> int:
        """Return the time in milliseconds."""
        return self.clock.now_ms()

    def stamp(self) -> Stamp:
        """Return the hybrid logical time for an event about to be appended."""
        return events.next_stamp(self.vault, self.now())


class OnDesk(Protocol):
    """Runs a function on the vault's thread and waits: how a long job touches the vault in short steps."""

    def __call__(self, work: Callable[[Desk], T]) -> T:
        """Return what `work` returns; raise what it raises."""
        ...
