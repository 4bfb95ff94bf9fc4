"""Small letters handed from person to person, as files or as codes to photograph.

Invitations, replies, signers: they are meant to leave the vault; what they say is for other modules.
"""

import errno
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from monitor_app.errors import BadInput, DiskFull, MonitorError, PlaceReadOnly
from monitor_app.media import codes
from monitor_app.media.codes import Gathered
from monitor_app.media.images import MAX_SOURCE_BYTES
from monitor_app.sync import armour
from monitor_app.text import N_

__all__ = ["NO_CODES", "Gathered", "draw_codes", "read_codes", "read_letter", "write_letter", "write_picture"]

NO_CODES = Gathered()
"""Before the first picture of codes."""
LARGEST = 1024 * 1024
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


def read_letter(path: Path) -> str:
    """Return the text of a file. Raise BadInput if it is none, or too large to be one of ours."""
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput(N_("This file is too large for a letter."), N_("Check that it is the right file."))
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadInput(N_("The file cannot be read."), N_("Check that it is still there.")) from error
    except UnicodeDecodeError as error:
        raise BadInput(N_("This file holds no text."), N_("Check that it is the right file.")) from error


def write_letter(path: Path, text: str) -> None:
    """Write the text whole or not at all, in place of what was there. Raise DiskFull, PlaceReadOnly."""
    write_picture(path, text.encode("utf-8"))


def write_picture(path: Path, content: bytes) -> None:
    """Write the bytes whole or not at all, in place of what was there. Raise DiskFull, PlaceReadOnly."""
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=".letter-", suffix=".part", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()
        raise _refusal(error) from error


def draw_codes(text: str) -> list[bytes]:
    """Return PNG pictures of codes that together hold an invitation or a reply."""
    return codes.draw(armour.bare(text))


def read_codes(path: Path, *, before: Gathered = NO_CODES) -> tuple[Gathered, str]:
    """Read the codes in a picture file, with those `before`; return them, and the text once all are there.

    Raise ImageRefused, BadInput, InvitationRefused.
    """
    try:
        if path.stat().st_size > MAX_SOURCE_BYTES:
            raise BadInput(N_("This file is too large for a picture."), N_("Check that it is the right file."))
        gathered = before.with_texts(codes.read(path.read_bytes()))
    except OSError as error:
        raise BadInput(N_("The file cannot be read."), N_("Check that it is still there.")) from error
    return gathered, armour.dressed(gathered.letter()) if gathered.is_whole else ""


def _refusal(error: OSError) -> MonitorError:
    if error.errno in _NO_ROOM:
        return DiskFull(
            N_("There is no room left to write this file."), N_("Make room, or choose another place.")
        )
    return PlaceReadOnly(N_("This place does not let us write."), N_("Choose another folder or stick."))
