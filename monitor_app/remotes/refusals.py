"""What a shared place can refuse, in plain words. Turns error numbers of systems into RemoteErrors."""

import errno
import os
import re

from monitor_app.errors import ObjectMissing, RemoteError, RemoteUnreachable
from monitor_app.text import N_

_OS_ERROR = re.compile(r"os error (\d+)")
_WINDOWS = {
    5: errno.EACCES,
    19: errno.EROFS,
    21: errno.ENODEV,
    39: errno.ENOSPC,
    112: errno.ENOSPC,
    1167: errno.ENODEV,
}
_GONE = frozenset({errno.ENODEV, errno.ENXIO, errno.EIO, errno.ESTALE, errno.ENOTCONN, errno.EHOSTDOWN})


def missing() -> ObjectMissing:
    """Say that there is no object of a name."""
    return ObjectMissing(N_("The shared place does not hold this parcel now."), N_("Sync again later."))


def unplugged() -> RemoteUnreachable:
    """Say that a folder or stick is not there."""
    return RemoteUnreachable(
        N_("The shared folder is not there."),
        N_("Plug in the stick or connect the drive, then sync again. Nothing is lost."),
    )


def silent() -> RemoteUnreachable:
    """Say that a place gave no answer in time."""
    return RemoteUnreachable(
        N_("The shared place does not answer."), N_("Check the connection, then sync again. Nothing is lost.")
    )


def from_number(number: int) -> RemoteError:
    """Return the words for an error number of the system."""
    if number in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return RemoteError(
            N_("The shared place is full."), N_("Make room there, or choose another place, then sync again.")
        )
    if number == errno.EROFS:
        return RemoteError(
            N_("The shared place can be read but not written."),
            N_("Look for a lock switch on the stick, or ask who looks after the folder."),
        )
    if number in {errno.EACCES, errno.EPERM}:
        return RemoteError(
            N_("The shared place does not allow this."),
            N_("Ask who looks after the folder for the right to read and write there."),
        )
    if number in _GONE:
        return unplugged()
    return RemoteError(
        N_("The shared place did not do what was asked."),
        N_("Sync again; if it stays so, choose another place."),
    )


def from_text(text: str) -> RemoteError:
    """Return the words for an error that names its number only in its text."""
    found = _OS_ERROR.search(text)
    number = int(found[1]) if found else 0
    return from_number(_WINDOWS.get(number, number) if os.name == "nt" else number)
