"""Two names that turned out to be one: a factory named twice, a worker with two pseudonyms. PURE."""

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Kind(StrEnum):
    """What two names can be names of."""

    SITE = "site"
    WORKER = "worker"


def kept_names(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return for every joined name the one that is kept, from (name, name it is the same as).

    Chains are followed. Of a circle, which only two people offline can make, the first name in order is kept.
    """
    same = dict(pairs)
    return {name: kept for name in same if (kept := _end(name, same)) != name}


def _end(name: str, same: Mapping[str, str]) -> str:
    seen = [name]
    while (following := same.get(seen[-1])) is not None and following not in seen:
        seen.append(following)
    return min(seen[seen.index(following) :]) if following is not None else seen[-1]
