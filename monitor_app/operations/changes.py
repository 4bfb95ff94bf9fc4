"""What an operation touched, so that screens know whether to read again."""

from dataclasses import dataclass
from enum import Enum


class Topic(Enum):
    """A kind of thing that screens show."""

    DRAFTS = "drafts"
    RECORDS = "records"
    SITES = "sites"
    FINDINGS = "findings"
    PEOPLE = "people"
    SYNC = "sync"
    QUESTIONNAIRES = "questionnaires"
    BUNDLES = "bundles"
    PACKS = "packs"


@dataclass(frozen=True)
class Changes:
    """The topics an operation touched."""

    topics: frozenset[Topic]


def touched(*topics: Topic) -> Changes:
    """Say what an operation touched."""
    return Changes(frozenset(topics))


NOTHING = Changes(frozenset())
