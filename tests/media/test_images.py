"""Pictures are made in the tests: no foreign file lies in the tree."""

import io
import os
import struct
import zlib

import pytest
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

from monitor_app.errors import ImageRefused
from monitor_app.media import decoding
from monitor_app.media.decoding import Done, Fault, copies, outcome
from monitor_app.media.images import MAX_SOURCE_BYTES, Darkroom, gather

SECRET = b"ZQX-PLANTED-9931"


def noise(size=(64, 48)):
    return Image.frombytes("RGB", size, os.urandom(size[0] * size[1] * 3))


def encoded(image, kind="JPEG", **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def telling_exif(orientation=1):
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = SECRET.decode()
    exif[ExifTags.Base.ImageDescription] = SECRET.decode()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:07:19 08:30:00"
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSAreaInformation] = "N", SECRET
    return exif


def telling_png():
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", SECRET.decode())
    info.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    return encoded(noise(), "PNG", pnginfo=info, exif=telling_exif())


TELLING = {
    "jpeg": lambda: encoded(noise(), comment=SECRET, exif=telling_exif(), xmp=SECRET) + SECRET,
    "png": telling_png,
    "webp": lambda: encoded(noise(), "WEBP", exif=telling_exif(), xmp=SECRET),
    "tiff": lambda: encoded(noise(), "TIFF", exif=telling_exif(), description=SECRET.decode()),
    "gif": lambda: encoded(noise().quantize(), "GIF", comment=SECRET),
}


@pytest.mark.parametrize("kind", TELLING)
def test_nothing_planted_in_metadata_is_in_the_copies(kind):
    source = TELLING[kind]()
    assert SECRET in source
    made = copies(source)
    assert SECRET not in made.working + made.thumbnail
    assert b"Exif" not in made.working


def test_the_working_copy_holds_only_the_segments_a_bare_picture_needs():
    working = copies(TELLING["jpeg"]()).working
    allowed = set(b"\xdb\xc0\xc4\xda\xe0")
    position, seen = 2, set()
    while working[position + 1] != 0xDA:
        seen.add(working[position + 1])
        position += 2 + struct.unpack(">H", working[position + 2 : position + 4])[0]
    assert seen <= allowed


def test_the_time_it_was_taken_is_told_to_the_caller():
    assert copies(TELLING["jpeg"]()).taken_at == "2026-07-19T08:30:00"


def test_a_picture_without_a_time_has_none():
    assert copies(encoded(noise())).taken_at is None


def test_a_picture_lying_on_its_side_is_turned_upright():
    image = Image.new("RGB", (60, 20), "red")
    image.paste("blue", (0, 0, 30, 20))
    made = copies(encoded(image, "PNG", exif=telling_exif(orientation=6)))
    assert (made.width, made.height) == (20, 60)
    top = Image.open(io.BytesIO(made.working)).getpixel((10, 8))
    assert top[2] > 200
    assert top[0] < 60


def test_the_thumbnail_keeps_the_shape_and_is_small():
    made = copies(encoded(noise((1000, 500))))
    assert Image.open(io.BytesIO(made.thumbnail)).size == (decoding.THUMBNAIL, decoding.THUMBNAIL // 2)


def test_sixteen_bit_grey_keeps_its_greys():
    grey = Image.frombytes("I;16", (4, 4), struct.pack("<H", 32768) * 16)
    made = copies(encoded(grey, "PNG"))
    assert abs(Image.open(io.BytesIO(made.working)).getpixel((1, 1))[0] - 128) <= 2


def test_printers_colours_become_screen_colours():
    made = copies(encoded(Image.new("CMYK", (8, 8), (0, 255, 255, 0))))
    red, green, _ = Image.open(io.BytesIO(made.working)).getpixel((4, 4))
    assert red > 180
    assert green < 90


def test_a_colour_profile_is_applied_and_dropped():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    made = copies(encoded(noise(), icc_profile=profile))
    assert b"ICC_PROFILE" not in made.working


def test_a_see_through_picture_lies_on_white():
    made = copies(encoded(Image.new("RGBA", (8, 8), (0, 0, 0, 0)), "PNG"))
    assert Image.open(io.BytesIO(made.working)).getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("kind", "said"),
    [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp"), ("AVIF", "image/avif")],
)
def test_the_type_of_the_original_is_told(kind, said):
    assert copies(encoded(noise(), kind)).media_type == said


def bomb(side):
    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(1 + side // 8)) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"Dear all, this is a text file named holiday.jpg. " * 50, "not_a_picture"),
        (b"", "not_a_picture"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", "not_a_picture"),
        (encoded(noise())[:1500], "damaged"),
        (bomb(10_400), "too_large"),
        (bomb(30_000), "too_large"),
    ],
    ids=["text", "empty", "foreign format", "truncated", "just too many pixels", "bomb"],
)
def test_what_is_no_sound_picture_is_told_apart(source, code):
    assert outcome(source) == Fault(code=code)


def test_a_hundred_broken_pictures_never_break_the_decoder():
    sound = encoded(noise(), "PNG")
    for place in range(100):
        broken = bytearray(sound)
        broken[8 + place * 7] ^= 0xFF
        assert isinstance(outcome(bytes(broken)), Done | Fault)


@pytest.fixture(scope="module")
def darkroom():
    with Darkroom() as room:
        yield room


def test_a_child_makes_the_copies(darkroom):
    made = darkroom.prepare(TELLING["jpeg"]())
    assert (made.width, made.height) == (64, 48)
    assert SECRET not in made.working


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (b"just text", "not a picture"),
        (encoded(noise())[:1500], "damaged or cut short"),
        (bomb(30_000), "would unfold"),
        (b"\0\0\0\x18ftypheic" + bytes(50), "HEIC"),
    ],
    ids=["text", "truncated", "bomb", "apple"],
)
def test_each_refusal_has_its_own_words(darkroom, source, words):
    with pytest.raises(ImageRefused, match=words) as refusal:
        darkroom.prepare(source)
    assert refusal.value.hint is not None


def test_a_hundred_megabytes_are_refused_before_any_child_starts():
    room = Darkroom()
    with pytest.raises(ImageRefused, match="too large for a picture"):
        room.prepare(bytes(100_000_000))
    assert room._child is None


def test_gathering_stops_as_soon_as_it_is_too_much():
    taken = []

    def blocks():
        for number in range(1000):
            taken.append(number)
            yield bytes(1 << 20)

    with pytest.raises(ImageRefused):
        gather(blocks())
    assert len(taken) == (MAX_SOURCE_BYTES >> 20) + 1


def test_a_child_that_takes_too_long_is_ended_and_the_next_picture_still_works():
    with Darkroom(seconds=0.0) as room:
        with pytest.raises(ImageRefused, match="took too long"):
            room.prepare(encoded(noise()))
        assert room._child is None
        room._seconds = 60.0
        assert room.prepare(encoded(noise())).width == 64


def test_a_child_that_dies_is_replaced(darkroom):
    darkroom.prepare(encoded(noise()))
    process = darkroom._child.process
    process.kill()
    process.join()
    with pytest.raises(ImageRefused):
        darkroom.prepare(encoded(noise()))
    assert darkroom.prepare(encoded(noise())).height == 48
