"""Factory sites: the places observations and interviews are about."""

from monitor_app.domain.events import SiteRecorded
from monitor_app.errors import BadInput
from monitor_app.operations.changes import Changes, Topic, touched
from monitor_app.operations.desk import Desk
from monitor_app.text import N_
from monitor_app.vault import events, queries
from monitor_app.vault.views import SiteRow

__all__ = ["SiteRow", "add_site", "sites"]


def add_site(desk: Desk, *, name: str, address: str = "", country: str = "") -> tuple[str, Changes]:
    """Name a factory; return its id. Raise BadInput without a name."""
    if not name.strip():
        raise BadInput(N_("The factory has no name."), N_("Type the name people use for it."))
    site_id = desk.ids.new_id()
    event = SiteRecorded(
        subject=site_id,
        device=desk.box,
        time=desk.stamp(),
        name=name.strip(),
        address=address.strip(),
        country=country.strip(),
    )
    events.append(desk.vault, event, stream=desk.box)
    return site_id, touched(Topic.SITES, Topic.SYNC)


def sites(desk: Desk) -> list[SiteRow]:
    """Return all factories by name."""
    return queries.sites(desk.vault)
