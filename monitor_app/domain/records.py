"""A record as a fold of its versions: which stand now, and which are rivals."""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from monitor_app.domain.ordering import Stamp


class ErasureReason(StrEnum):
    """Why a record was erased: a choice, so that no reason can tell what the record said."""

    ASKED = "asked"
    DANGER = "danger"
    MISTAKE = "mistake"
    TIME_IS_UP = "time_is_up"


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """One finished version of a record: its root, the root it replaces, and its place in the order."""

    root: str
    replaces: str
    stamp: Stamp
    device: str


def standing(versions: Iterable[Version]) -> tuple[Version, ...]:
    """Return the versions no other replaces, newest first; more than one are rivals for a person to decide."""
    known = list(versions)
    replaced = {version.replaces for version in known}
    heads = [version for version in known if version.root not in replaced]
    return tuple(sorted(heads, key=lambda version: (version.stamp, version.device), reverse=True))
