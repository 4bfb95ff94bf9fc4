"""The shared places of a project on this device, in the order of visits, kept with what opens them.

The first one's address may travel with an invitation; names, passwords and keys stay in this vault.
"""

from dataclasses import dataclass
from pathlib import PurePath

import msgspec

from monitor_app.errors import BadInput
from monitor_app.operations import visited
from monitor_app.operations.changes import Changes, Topic, touched
from monitor_app.operations.connecting import Access, checked_access, folder_of
from monitor_app.operations.desk import Desk
from monitor_app.remotes import addresses
from monitor_app.text import N_
from monitor_app.vault import lodging, shared_places
from monitor_app.vault.shared_places import PlaceRow

__all__ = [
    "ALL",
    "Access",
    "Place",
    "Which",
    "access",
    "add",
    "begin_with",
    "change",
    "find",
    "first",
    "first_set",
    "keep",
    "kept",
    "listed",
    "move",
    "remove",
    "to_visit",
]

_NAME_AT_MOST = 40
_AT_MOST = 12


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A shared place. One that is off is not visited; one not automatic, only when a person says so."""

    id: str
    name: str
    access: Access
    is_on: bool = True
    is_automatic: bool = True

    @property
    def folder(self) -> str:
        """The path of a folder or stick, "" on a server."""
        return folder_of(self.access)


@dataclass(frozen=True)
class Which:
    """Which places an exchange visits: the one of a name, those that go by themselves, or all that are on."""

    name: str = ""
    by_itself: bool = False


ALL = Which()


def listed(desk: Desk) -> list[Place]:
    """Return all places in their order."""
    return [_place(row) for row in shared_places.rows(desk.vault)]


def first(desk: Desk) -> Place | None:
    """Return the place that comes first, or None."""
    return next(iter(listed(desk)), None)


def find(desk: Desk, name: str) -> Place:
    """Return a place by its name, in whatever case. Raise BadInput if there is none."""
    for place in listed(desk):
        if place.name.casefold() == name.strip().casefold():
            return place
    raise BadInput(
        N_("No shared place has this name."), N_("Look at the list of places, and write it as it is there.")
    )


def to_visit(desk: Desk, which: Which = ALL) -> list[Place]:
    """Return the places an exchange visits, in order. Raise BadInput if there are none."""
    if which.name:
        chosen = [find(desk, which.name)]
    else:
        chosen = listed(desk)
        if not chosen:
            raise _none_set()
    open_now = [one for one in chosen if one.is_on and (one.is_automatic or not which.by_itself)]
    if not open_now:
        raise BadInput(
            N_("Every shared place that could be visited is turned off."),
            N_("Turn one on under Send and receive, then try again."),
        )
    return open_now


def kept(desk: Desk) -> Access | None:
    """Return how the first place is reached, or None. Only the address may be known: from an invitation."""
    found = first(desk)
    return found.access if found else None


def first_set(desk: Desk) -> Place:
    """Return the place that comes first. Raise BadInput if none is set."""
    found = first(desk)
    if found is None:
        raise _none_set()
    return found


def access(desk: Desk) -> Access:
    """Return how the first place is reached. Raise BadInput if none is set."""
    return first_set(desk).access


def begin_with(desk: Desk, address: str) -> None:
    """Exchange over the address that an invitation named, too. It is checked when opened. In a transaction."""
    if address and all(one.access.address != address for one in listed(desk)):
        _put_new(desk, Access(address=address), name="")


def keep(desk: Desk, new: Access) -> tuple[None, Changes]:
    """Exchange over this place first of all from now on, in place of the one that was first. Raise BadInput."""
    before = first(desk)
    if before is None:
        return None, add(desk, new)[1]
    return change(desk, msgspec.structs.replace(before, access=new))


def add(desk: Desk, new: Access, *, name: str = "", is_automatic: bool = True) -> tuple[Place, Changes]:
    """Exchange over one more place, which lacks all that nobody has confirmed. Raise BadInput."""
    checked = checked_access(new)
    if len(listed(desk)) >= _AT_MOST:
        raise BadInput(
            N_("There are enough shared places already."), N_("Remove one that is not used any more.")
        )
    _demand_new(desk, checked.address, besides="")
    _demand_name(desk, name, besides="")
    with desk.vault.writing():
        return _put_new(desk, checked, name=name, is_automatic=is_automatic), touched(Topic.SYNC)


def change(desk: Desk, place: Place, *, is_moved: bool = False) -> tuple[None, Changes]:
    """Keep a place as it is now. At another address it lacks all again, unless it `is_moved` with all in it.

    Raise BadInput if it cannot be a place, or has the name or address of another.
    """
    place = msgspec.structs.replace(place, access=checked_access(place.access))
    rows = {row.id: row for row in shared_places.rows(desk.vault)}
    if place.id not in rows:
        raise _gone()
    _demand_new(desk, place.access.address, besides=place.id)
    _demand_name(desk, place.name, besides=place.id)
    before = _place(rows[place.id])
    if place.name == _called(before.access) and place.access.address != before.access.address:
        place = msgspec.structs.replace(place, name=_free_name(desk, "", place.access, besides=place.id))
    with desk.vault.writing():
        shared_places.put(desk.vault, _row(place, rows[place.id].position))
        if before.access.address != place.access.address and not is_moved:
            lodging.leave(desk.vault, place.id)
            lodging.begin(desk.vault, place.id)
            visited.forget(desk, place.id)
    return None, touched(Topic.SYNC)


def remove(desk: Desk, place_id: str) -> tuple[int, Changes]:
    """Forget a place and what opens it; return how many parcels wait anew because they lay only there."""
    with desk.vault.writing():
        count = lodging.leave(desk.vault, place_id)
        shared_places.drop(desk.vault, place_id)
        visited.forget(desk, place_id)
    return count, touched(Topic.SYNC, Topic.RECORDS)


def move(desk: Desk, place_id: str, *, up: bool) -> tuple[None, Changes]:
    """Visit a place one step earlier (`up`) or later."""
    rows = shared_places.rows(desk.vault)
    at = next((number for number, row in enumerate(rows) if row.id == place_id), -1)
    to = at - 1 if up else at + 1
    if at >= 0 and 0 <= to < len(rows):
        rows.insert(to, rows.pop(at))
        with desk.vault.writing():
            for position, row in enumerate(rows):
                shared_places.put(desk.vault, msgspec.structs.replace(row, position=position))
    return None, touched(Topic.SYNC)


def _put_new(desk: Desk, new: Access, *, name: str, is_automatic: bool = True) -> Place:
    rows = shared_places.rows(desk.vault)
    place = Place(id=desk.ids.new_id(), name=_free_name(desk, name, new), access=new, is_automatic=is_automatic)
    shared_places.put(desk.vault, _row(place, max((row.position for row in rows), default=-1) + 1))
    lodging.begin(desk.vault, place.id)
    return place


def _place(row: PlaceRow) -> Place:
    access = msgspec.json.decode(row.access, type=Access)
    return Place(
        id=row.id,
        name=row.name or _called(access),
        access=access,
        is_on=row.is_on,
        is_automatic=row.is_automatic,
    )


def _row(place: Place, position: int) -> PlaceRow:
    return PlaceRow(
        id=place.id,
        position=position,
        name=place.name.strip(),
        access=msgspec.json.encode(place.access),
        is_on=place.is_on,
        is_automatic=place.is_automatic,
    )


def _called(new: Access) -> str:
    """Return what a place is called that nobody named: its server, or the last part of its path."""
    try:
        kind, rest = addresses.kind_of(new.address)
        if kind == "folder":
            return PurePath(rest).name[:_NAME_AT_MOST] or rest[:_NAME_AT_MOST]
        return (addresses.sftp_url(rest) if kind == "sftp" else addresses.web_url(rest)).host[:_NAME_AT_MOST]
    except BadInput:
        return new.address[:_NAME_AT_MOST]


def _free_name(desk: Desk, name: str, new: Access, *, besides: str = "") -> str:
    """Return a name that no other place has."""
    wanted = name.strip() or _called(new)
    taken = {one.name.casefold() for one in listed(desk) if one.id != besides}
    numbered = (f"{wanted} {number}" for number in range(2, _AT_MOST + 2))
    return (
        wanted
        if wanted.casefold() not in taken
        else next(one for one in numbered if one.casefold() not in taken)
    )


def _demand_name(desk: Desk, name: str, *, besides: str) -> None:
    if len(name.strip()) > _NAME_AT_MOST:
        raise BadInput(N_("This name is too long."), N_("Write a short one, such as Office or Blue stick."))
    taken = {one.name.casefold() for one in listed(desk) if one.id != besides}
    if name.strip().casefold() in taken:
        raise BadInput(N_("Another shared place has this name."), N_("Choose another name."))


def _demand_new(desk: Desk, address: str, *, besides: str) -> None:
    if any(one.access.address == address for one in listed(desk) if one.id != besides):
        raise BadInput(N_("This place is on the list already."), N_("Change it there."))


def _none_set() -> BadInput:
    return BadInput(
        N_("No shared place is set for this project."),
        N_("Set the shared place up under Send and receive, then try again."),
    )


def _gone() -> BadInput:
    return BadInput(N_("This place is not on the list any more."), N_("Look at the list again."))
