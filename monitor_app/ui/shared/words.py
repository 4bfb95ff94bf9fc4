"""How it stands with a shared place, in words: when it was reached, what it lacks, what is wrong there."""

from monitor_app.operations import connecting
from monitor_app.operations.places import Place
from monitor_app.operations.syncing import PlaceState
from monitor_app.text import N_, Message
from monitor_app.ui.models.rows import Row
from monitor_app.ui.saying import moment, size


def place_row(one: PlaceState) -> Row:
    """Return one place as a row. The address keeps its own direction in whatever language stands around it."""
    said, style = _state(one)
    return Row(
        one.place.id, one.place.name, said, style, (*_sentences(one), f"\u2068{address(one.place)}\u2069")
    )


def address(place: Place) -> str:
    """Return where a place is, without what only a program needs."""
    kind = connecting.kind_of(place.access)
    if kind == "folder":
        return place.folder
    return place.access.address.partition(":")[2] if kind in ("webdav", "s3") else place.access.address


def _state(one: PlaceState) -> tuple[Message, str]:
    if not one.place.is_on:
        return N_("Off"), "neutral"
    if one.visited.is_away:
        return N_("Not there"), "neutral"
    if one.trouble is not None:
        return N_("Not reached"), "warn"
    if not one.visited.reached_ms:
        return N_("Not visited yet"), "neutral"
    return (N_("Has everything"), "ok") if not one.lacks.count else (N_("Lacks some"), "warn")


def _sentences(one: PlaceState) -> list[Message | str]:
    found: list[Message | str] = []
    if one.visited.reached_ms:
        found.append(N_("Last reached: {moment}.", moment=moment(one.visited.reached_ms)))
    if one.lacks.count:
        found.append(
            N_("Parcels it lacks: {count}, {size}.", count=one.lacks.count, size=size(one.lacks.bytes))
        )
    if one.trouble is not None and one.place.is_on:
        found.append(one.trouble)
    if one.is_older:
        found.append(
            N_("It is older than what is known here: the holder of the list has not visited it since.")
        )
    if one.place.is_on and not one.place.is_automatic:
        found.append(N_("Only when you press Sync now."))
    return found
