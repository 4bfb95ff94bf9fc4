"""A letter as codes to photograph (QR), and back from pictures of them.

Pictures come from anybody's camera: a child process with limits reads them. Does not know what a letter says.
"""

import base64
import io
import re
import textwrap
import warnings
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection

import msgspec
import segno
import zxingcpp
from PIL import Image

from monitor_app import processes
from monitor_app.crypto.primitives import sha256
from monitor_app.errors import ImageRefused, InvitationRefused
from monitor_app.media import decoding
from monitor_app.text import N_

PART = 900
"""Characters of the letter in one code: large enough that few are needed, small enough for an old camera."""
PARTS_AT_MOST = 40
LETTER_AT_MOST = 64 * 1024
_SECONDS = 30.0
_SHAPE = re.compile(r"FW1/([A-Z2-7]{8})/([1-9]\d?)/([1-9]\d?)/([A-Z2-7]{1,1000})")


def draw(letter: bytes) -> list[bytes]:
    """Return PNG pictures of the codes that together hold the letter; what was drawn was read back."""
    pictures = [_drawn(part) for part in _parts(letter)]
    gathered = Gathered()
    for picture in pictures:
        gathered = gathered.with_texts(_texts(Image.open(io.BytesIO(picture), formats=["PNG"])))
    if gathered.letter() != letter:
        raise ImageRefused(N_("The codes could not be drawn."), N_("Hand the letter over as a file."))
    return pictures


class Gathered(msgspec.Struct, frozen=True, kw_only=True):
    """The codes read so far: how many the letter has (0: none seen), and the parts by number from 1."""

    mark: str = ""
    total: int = 0
    parts: dict[int, str] = {}

    def with_texts(self, texts: Iterable[str]) -> "Gathered":
        """Return what is known with these codes too; a code of another letter begins that one."""
        known = self
        for text in texts:
            found = _SHAPE.fullmatch(text)
            if found is None or not 1 <= int(found[2]) <= int(found[3]) <= PARTS_AT_MOST:
                continue
            mark, number, total = found[1], int(found[2]), int(found[3])
            kept = known.parts if (known.mark, known.total) == (mark, total) else {}
            known = Gathered(mark=mark, total=total, parts={**kept, number: found[4]})
        return known

    @property
    def is_whole(self) -> bool:
        """Say whether every code of the letter was read."""
        return bool(self.total) and len(self.parts) == self.total

    def letter(self) -> bytes:
        """Return the letter. Raise InvitationRefused unless all its codes are there and belong together."""
        whole = "".join(self.parts.get(number, "") for number in range(1, self.total + 1))
        try:
            packed = base64.b32decode(whole + "=" * (-len(whole) % 8))
            unpacker = zlib.decompressobj()
            letter = unpacker.decompress(packed, LETTER_AT_MOST)
        except (ValueError, zlib.error) as error:
            raise _damaged() from error
        if not self.is_whole or not unpacker.eof or _mark(letter) != self.mark:
            raise _damaged()
        return letter


def read(picture: bytes) -> list[str]:
    """Return the texts of all codes in one picture, read in a child. Raise ImageRefused."""
    child = processes.start(serve)
    try:
        child.pipe.send_bytes(picture)
        if child.pipe.poll(_SECONDS):
            return msgspec.msgpack.decode(child.pipe.recv_bytes(), type=list[str])
    except (EOFError, OSError, msgspec.DecodeError) as error:
        raise _unreadable() from error
    finally:
        child.end()
    raise _unreadable()


def serve(pipe: Connection) -> None:
    """Read the codes of one picture sent through `pipe`; a picture that is none ends the child unanswered."""
    decoding.limit_memory()
    with suppress(EOFError, OSError, ValueError, SyntaxError, RuntimeError, Warning), warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        picture = Image.open(io.BytesIO(pipe.recv_bytes()), formats=decoding.FORMATS)
        pipe.send_bytes(msgspec.msgpack.encode(_texts(picture)))


def _texts(picture: Image.Image) -> list[str]:
    found = zxingcpp.read_barcodes(
        picture.convert("L"), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    )
    return [one.text for one in found]


def _parts(letter: bytes) -> Sequence[str]:
    if len(letter) > LETTER_AT_MOST:
        raise ImageRefused(N_("The codes could not be drawn."), N_("Hand the letter over as a file."))
    text = base64.b32encode(zlib.compress(letter, 9)).decode("ascii").rstrip("=")
    parts = textwrap.wrap(text, PART)
    return [f"FW1/{_mark(letter)}/{number}/{len(parts)}/{part}" for number, part in enumerate(parts, 1)]


def _mark(letter: bytes) -> str:
    return base64.b32encode(sha256(letter)[:5]).decode("ascii")


def _drawn(text: str) -> bytes:
    out = io.BytesIO()
    segno.make_qr(text, error="m").save(out, kind="png", scale=3, border=4)
    return out.getvalue()


def _damaged() -> InvitationRefused:
    return InvitationRefused(
        N_("These codes do not make one letter."), N_("Photograph all of them again, close and in good light.")
    )


def _unreadable() -> ImageRefused:
    return ImageRefused(
        N_("No code could be read in this picture."), N_("Photograph the codes again, close and in good light.")
    )
