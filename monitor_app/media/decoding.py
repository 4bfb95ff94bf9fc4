"""Runs in a child process of its own: decodes one picture after another and makes clean copies.

The child gives itself limits before it looks at a byte. It writes no file and opens none.
"""

import io
import warnings
from contextlib import suppress
from datetime import datetime
from multiprocessing.connection import Connection
from typing import Final

import msgspec
from PIL import ExifTags, Image, ImageCms, ImageOps, UnidentifiedImageError

FORMATS: Final = ("JPEG", "PNG", "WEBP", "AVIF", "TIFF", "GIF")
MAX_PIXELS: Final = 100_000_000
THUMBNAIL: Final = 320
_MEMORY = 3 << 30
_JPEG = "image/jpeg"


class Copies(msgspec.Struct, frozen=True, kw_only=True):
    """What the child hands back for a picture."""

    working: bytes
    thumbnail: bytes
    width: int
    height: int
    media_type: str
    taken_at: str | None


class Fault(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Why the child made no copies: `not_a_picture`, `too_large`, `damaged`."""

    code: str


class Done(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The copies were made."""

    copies: Copies


Outcome = Done | Fault


def serve(pipe: Connection) -> None:
    """Answer each picture sent through `pipe` until it closes."""
    limit_memory()
    with suppress(EOFError, OSError):
        while True:
            pipe.send_bytes(msgspec.msgpack.encode(outcome(pipe.recv_bytes())))


def outcome(source: bytes) -> Outcome:
    """Make the copies, or say why not. Pillow raises almost anything on broken files."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return Done(copies=copies(source))
        except UnidentifiedImageError:
            return Fault(code="not_a_picture")
        except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
            return Fault(code="too_large")
        except Exception:  # noqa: BLE001 - a broken picture is told as such, whatever the decoder trips over
            return Fault(code="damaged")


def copies(source: bytes) -> Copies:
    """Decode, turn upright, move to sRGB and encode anew from bare pixels, so that nothing else survives."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    with Image.open(io.BytesIO(source), formats=FORMATS) as opened:
        if opened.width * opened.height > MAX_PIXELS:
            raise Image.DecompressionBombError
        media_type = Image.MIME.get(opened.format or "", "application/octet-stream")
        taken_at = _taken_at(opened)
        profile = opened.info.get("icc_profile")
        opened.load()
        ImageOps.exif_transpose(opened, in_place=True)
        bare = _bare(opened, profile)
    small = ImageOps.contain(bare, (THUMBNAIL, THUMBNAIL)) if max(bare.size) > THUMBNAIL else bare
    return Copies(
        working=_jpeg(bare, quality=90),
        thumbnail=_jpeg(small, quality=80),
        width=bare.width,
        height=bare.height,
        media_type="image/jpeg" if media_type == "image/mpo" else media_type,
        taken_at=taken_at,
    )


def _bare(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return a new picture made of nothing but the pixels."""
    pixels = _flat(_standard_colours(_eight_bits(image), profile))
    return Image.frombytes("RGB", pixels.size, pixels.tobytes())


def _eight_bits(image: Image.Image) -> Image.Image:
    """Scale 16-bit grey to 8 bits; Pillow's own conversion would clip it to white."""
    if not image.mode.startswith("I") and image.mode != "F":
        return image
    lowest, highest = image.getextrema()
    assert isinstance(lowest, int | float) and isinstance(highest, int | float)  # noqa: PT018 - one band has one pair
    top = 65535.0 if image.mode.startswith("I;16") or highest > 255 else 255.0
    return image.convert("F").point(lambda value: value * (255.0 / top)).convert("L")


def _standard_colours(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Move to sRGB if the picture says which colours it means; a broken profile is passed over."""
    if not profile or image.mode not in ("RGB", "CMYK", "L"):
        return image
    with suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        moved = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        if moved is not None:
            return moved
    return image


def _flat(image: Image.Image) -> Image.Image:
    """Put a see-through picture on white; return RGB."""
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image if image.mode == "RGB" else image.convert("RGB")
    layered = image.convert("RGBA")
    white = Image.new("RGBA", layered.size, "white")
    white.alpha_composite(layered)
    return white.convert("RGB")


def _jpeg(image: Image.Image, *, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _taken_at(image: Image.Image) -> str | None:
    """Return when the camera says it took the picture. Broken metadata says nothing."""
    with suppress(Exception):  # metadata is foreign bytes; without it the picture is still good
        detail = image.getexif().get_ifd(ExifTags.IFD.Exif)
        said = str(detail.get(ExifTags.Base.DateTimeOriginal, ""))
        return datetime.strptime(said.strip("\0 "), "%Y:%m:%d %H:%M:%S").isoformat()  # noqa: DTZ007 - cameras have no zone
    return None


def limit_memory() -> None:
    """Give this process a ceiling, where the system knows such a thing."""
    try:
        import resource
    except ImportError:  # Windows; the parent's time limit remains
        return
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
