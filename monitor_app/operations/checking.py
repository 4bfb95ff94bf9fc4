"""Looking for damage in a vault; naming it, changing nothing."""

from monitor_app.operations.desk import Desk
from monitor_app.vault import events
from monitor_app.vault.views import Trouble

__all__ = ["Trouble", "check"]


def check(desk: Desk) -> list[Trouble]:
    """Walk every chain and body; return what does not fit."""
    return events.check(desk.vault)
