"""Which names every storage place can hold: POSIX, Windows, exFAT, WebDAV, S3 and SFTP alike."""

import re

from monitor_app.errors import RemoteError
from monitor_app.text import N_

NAME_AT_MOST = 200
_PART = r"[a-z0-9][a-z0-9-]{0,79}"
_NAME = re.compile(rf"{_PART}(/{_PART}){{0,9}}", re.ASCII)
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)


def checked(name: str) -> str:
    """Return `name`, or raise RemoteError if some place could not hold it."""
    is_sound = len(name) <= NAME_AT_MOST and _NAME.fullmatch(name)
    if not is_sound or not _RESERVED.isdisjoint(name.split("/")):
        raise RemoteError(
            N_("A name does not fit every shared place, so it is not used."),
            N_("Report this to those who look after the program."),
        )
    return name


def checked_prefix(prefix: str) -> str:
    """Return `prefix`, which ends in `/`, or raise RemoteError."""
    return checked(prefix.removesuffix("/")) + "/"
