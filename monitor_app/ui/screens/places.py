"""Every screen once: what it is called, its icon, its class, and who may see it in the side list.

A screen is one file and one row here. Classes are named by text: a screen is imported when first shown.
"""

import importlib
from dataclasses import dataclass

from monitor_app.domain.people import Right
from monitor_app.text import N_, Message
from monitor_app.ui.screens.base import Screen, Shell


@dataclass(frozen=True, kw_only=True)
class Place:
    """One screen. Without an `icon` it is not in the side list; without a `right` anyone may see it.

    In the side list it is folded away `under` another, and shown while that one or one of its kin is shown.
    """

    id: str
    title: Message
    maker: str
    icon: str = ""
    right: Right | None = None
    under: str = ""

    def build(self, shell: Shell) -> Screen:
        """Import the screen and make it."""
        module, _, name = self.maker.partition(":")
        made = getattr(importlib.import_module(f"monitor_app.ui.screens.{module}"), name)(shell)
        assert isinstance(made, Screen)
        return made


PLACES: tuple[Place, ...] = (
    Place(id="first_start", title=N_("Welcome"), maker="first_start:FirstStart"),
    Place(id="unlock", title=N_("Locked"), maker="unlock:Unlock"),
    Place(id="today", title=N_("Today"), maker="today:TodayScreen", icon="today"),
    Place(id="interview", title=N_("Interview"), maker="interview:Interview"),
    Place(id="observation", title=N_("Observation"), maker="observation:Observation", icon="observation"),
    Place(id="records", title=N_("Records"), maker="records:Records", icon="records"),
    Place(id="review", title=N_("Record"), maker="review:Review"),
    Place(id="finding", title=N_("Findings"), maker="finding:Finding", icon="finding", right=Right.COORDINATOR),
    Place(
        id="export",
        title=N_("Sealed package"),
        maker="export:Export",
        icon="export",
        right=Right.COORDINATOR,
        under="finding",
    ),
    Place(
        id="answers",
        title=N_("Answers"),
        maker="answers:Answers",
        icon="answers",
        right=Right.COORDINATOR,
        under="finding",
    ),
    Place(id="sites", title=N_("Factories"), maker="sites:Sites", icon="site"),
    Place(
        id="questionnaires",
        title=N_("Questionnaires"),
        maker="questionnaires:Questionnaires",
        icon="questionnaire",
    ),
    Place(
        id="directory",
        title=N_("Help near here"),
        maker="directory:DirectoryScreen",
        icon="help",
        under="questionnaires",
    ),
    Place(
        id="packs",
        title=N_("Norms, code and help"),
        maker="packs:PacksScreen",
        icon="pack",
        under="questionnaires",
    ),
    Place(id="sync", title=N_("Send and receive"), maker="sync:Sync", icon="sync"),
    Place(id="shared_places", title=N_("Shared places"), maker="shared_places:SharedPlaces"),
    Place(id="shared_place", title=N_("Set up a shared place"), maker="shared_place:SharedPlace"),
    Place(id="doubles", title=N_("Doubles"), maker="doubles:Doubles", right=Right.COORDINATOR),
    Place(id="people", title=N_("People"), maker="people:People", icon="people"),
    Place(id="join", title=N_("Join a project"), maker="join:Join"),
    Place(id="device", title=N_("This device"), maker="device:Device", icon="lock"),
    Place(id="keys", title=N_("Keys and recovery"), maker="keys:Keys", icon="secret", under="device"),
    Place(id="recover", title=N_("Open with recovery sheets"), maker="recover:Recover"),
    Place(
        id="keeping",
        title=N_("Backup and checks"),
        maker="keeping:KeepingScreen",
        icon="tick",
        under="device",
    ),
    Place(id="rescue", title=N_("Get a vault back"), maker="rescue:Rescue"),
    Place(id="guide", title=N_("Guide"), maker="guide:Guide", icon="guide"),
    Place(id="preferences", title=N_("Settings"), maker="preferences:PreferencesScreen", icon="preferences"),
)
"""In the order of the side list."""

CLOSED = frozenset({"first_start", "unlock", "recover", "rescue"})
"""Screens shown while no vault is open, without the side list."""


_ABOUT_ONE = frozenset({"interview", "review"})
"""Screens that show one record, and nothing without it."""


def listed(rights: frozenset[Right]) -> list[Place]:
    """Return what stands in the side list of a person with these rights, folded away or not."""
    return [one for one in reachable(rights) if one.icon]


def reachable(rights: frozenset[Right]) -> list[Place]:
    """Return every screen that a person with these rights can go to by its name alone."""
    return [
        one
        for one in PLACES
        if one.id not in CLOSED | _ABOUT_ONE and (one.right is None or one.right in rights)
    ]


def place(id_: str) -> Place:
    """Return a place by its id."""
    return next(one for one in PLACES if one.id == id_)


def has_place(id_: str) -> bool:
    """Say whether there is such a screen."""
    return any(one.id == id_ for one in PLACES)
