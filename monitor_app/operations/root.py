"""The project's root key: three sheets of words, two of which let a coordinator take the list over.

The founder's vault holds it until the sheets were made and tried. Sheets exist in memory only.
"""

from collections.abc import Sequence

from monitor_app.crypto import primitives, shares
from monitor_app.errors import BadInput, SheetRefused
from monitor_app.operations import membership, projects, recovering
from monitor_app.operations.changes import Changes, Topic, touched
from monitor_app.operations.desk import Desk
from monitor_app.operations.recovering import NewSheets
from monitor_app.text import N_
from monitor_app.vault import keys
from monitor_app.vault.keys import KeyName


def is_here(desk: Desk) -> bool:
    """Say whether this vault holds the root key: nobody made its sheets yet."""
    return keys.get(desk.vault, KeyName.ROOT) is not None


def sheets(desk: Desk) -> NewSheets:
    """Return three sheets of 33 words of the root key. Raise BadInput if it is not here any more."""
    membership.demand_coordinator(desk)
    seed = keys.get(desk.vault, KeyName.ROOT)
    if seed is None:
        raise BadInput(
            N_("The sheets of this project were made before, and its root key is kept on them alone."),
            N_("Two of the three sheets are enough. Ask the people who keep them."),
        )
    return NewSheets(recovering.sheets_of(seed, None), primitives.signing_public(seed))


def hand_to_sheets(desk: Desk, typed: Sequence[str]) -> tuple[None, Changes]:
    """Try two sheets that were typed back, then drop the root key from this vault. Raise SheetRefused."""
    if shares.combined(typed) != keys.get(desk.vault, KeyName.ROOT):
        raise SheetRefused(
            N_("These are not the sheets that were just made."), N_("Type the words of two of the new sheets.")
        )
    keys.forget(desk.vault, KeyName.ROOT)
    return None, touched(Topic.PEOPLE)


def take_over(desk: Desk, typed: Sequence[str]) -> tuple[None, Changes]:
    """With two sheets become the holder of the list. Raise SheetRefused, KeyRefused, NotAllowed."""
    seed = shares.combined(typed)
    if len(seed) != primitives.KEY_SIZE:
        raise SheetRefused(
            N_("These sheets are not of a project."), N_("Look for the sheets with the name of this project.")
        )
    return projects.take_over(desk, seed)
