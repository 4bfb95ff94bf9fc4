"""What a shared place can refuse, in plain words. Turns error numbers of systems into RemoteErrors."""

import errno
import os
import re

from monitor_app.errors import (
    ObjectMissing,
    RemoteClockWrong,
    RemoteError,
    RemoteForbidden,
    RemoteFull,
    RemoteNameUnknown,
    RemotePasswordRefused,
    RemotePlaceMissing,
    RemoteReadOnly,
    RemoteSilent,
    RemoteUnreachable,
    RemoteUntrusted,
)
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


NO_ANSWER = (
    N_("The shared place does not answer."),
    N_("Check the connection, then sync again. Nothing is lost."),
)


def silent() -> RemoteUnreachable:
    """Say that the connection to a place broke."""
    return RemoteUnreachable(*NO_ANSWER)


def given_up() -> RemoteSilent:
    """Say that a place gave no answer in all the time it may take."""
    return RemoteSilent(*NO_ANSWER)


def busy() -> RemoteUnreachable:
    """Say that a server cannot serve us just now."""
    return RemoteUnreachable(
        N_("The shared place is busy or out of order."), N_("Sync again later. Nothing is lost.")
    )


def name_unknown() -> RemoteNameUnknown:
    """Say that nobody knows the server's name."""
    return RemoteNameUnknown(
        N_("No server of this name is found."),
        N_("Check the connection, then each letter of the address."),
    )


def proxy_refused() -> RemoteUnreachable:
    """Say that the proxy does not let us through."""
    return RemoteUnreachable(
        N_("The proxy does not let us through."), N_("Check that it runs, and its name and port.")
    )


def no_such_place() -> RemotePlaceMissing:
    """Say that the server is there and the folder or bucket is not."""
    return RemotePlaceMissing(
        N_("The server answers, but this folder or bucket is not there."),
        N_("Check the last part of the address, or ask who looks after the server to make the folder."),
    )


def certificate_unknown() -> RemoteUntrusted:
    """Say that a certificate is of another name or of nobody we trust."""
    return RemoteUntrusted(
        N_("The server cannot prove that it is the right one, so nothing was sent."),
        N_("Check the address. If your organisation has a certificate of its own, choose its file here."),
    )


def certificate_out_of_date() -> RemoteUntrusted:
    """Say that a certificate does not hold at this hour."""
    return RemoteUntrusted(
        N_("The server's certificate is not valid today, so nothing was sent."),
        N_("Check this computer's date. If it is right, tell who looks after the server."),
    )


def not_encrypted() -> RemoteUntrusted:
    """Say that the server does not speak TLS at this port."""
    return RemoteUntrusted(
        N_("The server does not answer with encryption, so nothing was sent."),
        N_("Check the address and the port in it."),
    )


def host_unknown(fingerprint: str) -> RemoteUntrusted:
    """Say that a server's key was not given to us before."""
    return RemoteUntrusted(
        N_(
            "The server shows the fingerprint {fingerprint}, which is not the expected one.",
            fingerprint=fingerprint,
        ),
        N_("Compare it with the one from who looks after the server. Only if all of it agrees, enter it here."),
    )


def wrong_password() -> RemotePasswordRefused:
    """Say that name, password or key are not accepted."""
    return RemotePasswordRefused(
        N_("The server does not accept the name and password."),
        N_("Write them again. If they still fail, ask who looks after the server for new ones."),
    )


def forbidden() -> RemoteForbidden:
    """Say that we may not do this."""
    return RemoteForbidden(
        N_("The shared place does not allow this."),
        N_("Ask who looks after the folder for the right to read and write there."),
    )


def full() -> RemoteFull:
    """Say that there is no room."""
    return RemoteFull(
        N_("The shared place is full."), N_("Make room there, or choose another place, then sync again.")
    )


def read_only() -> RemoteReadOnly:
    """Say that nothing can be written."""
    return RemoteReadOnly(
        N_("The shared place can be read but not written."),
        N_("Look for a lock switch on the stick, or ask who looks after the folder."),
    )


def clock_wrong() -> RemoteClockWrong:
    """Say that the server turns us away for our clock."""
    return RemoteClockWrong(
        N_("The server refuses because this computer's clock is wrong."),
        N_("Set date, time and time zone of this computer, then try again."),
    )


def wrong_region() -> RemoteError:
    """Say that an object store keeps this bucket elsewhere."""
    return RemoteError(
        N_("The store does not know this region."),
        N_("Write the region that came with the bucket, such as us-east-1."),
    )


def strange_answer() -> RemoteError:
    """Say that the server did something else than was asked."""
    return RemoteError(
        N_("The shared place did not do what was asked."),
        N_("Sync again; if it stays so, choose another place."),
    )


def altered() -> RemoteError:
    """Say that a place did not keep what it was given."""
    return RemoteError(N_("The shared place did not keep what was stored there."), N_("Choose another place."))


def too_large() -> RemoteError:
    """Say that an object is larger than any of ours."""
    return RemoteError(
        N_("The shared place holds a file that is too large to be ours. It was not read."),
        N_("Tell the coordinator. Everything else goes on."),
    )


def no_sftp() -> RemoteError:
    """Say that the library for SFTP is not installed."""
    return RemoteError(
        N_("This installation of Fieldwork has no SFTP."),
        N_("Choose another kind of place, or install Fieldwork with its part for SFTP."),
    )


def from_number(number: int) -> RemoteError:
    """Return the words for an error number of the system."""
    if number in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return full()
    if number == errno.EROFS:
        return read_only()
    if number in {errno.EACCES, errno.EPERM}:
        return forbidden()
    return unplugged() if number in _GONE else strange_answer()


def from_text(text: str) -> RemoteError:
    """Return the words for an error that names its number only in its text."""
    if text.startswith("NotFound "):
        return missing()
    found = _OS_ERROR.search(text)
    number = int(found[1]) if found else 0
    return from_number(_WINDOWS.get(number, number) if os.name == "nt" else number)
