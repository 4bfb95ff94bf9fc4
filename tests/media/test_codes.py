"""A letter goes through codes and a camera and comes back whole, or is refused."""

import io
import os

import pytest
from PIL import Image

from monitor_app.errors import ImageRefused, InvitationRefused
from monitor_app.media import codes
from monitor_app.media.codes import Gathered

LETTER = os.urandom(3000)


@pytest.fixture(scope="module")
def pictures():
    return codes.draw(LETTER)


def sheet(pictures, **save):
    """All codes on one picture, as a camera would see a screen."""
    images = [Image.open(io.BytesIO(one)) for one in pictures]
    side = max(one.width for one in images)
    page = Image.new("L", (side * 3, side * ((len(images) + 2) // 3)), 255)
    for at, one in enumerate(images):
        page.paste(one.convert("L"), (side * (at % 3), side * (at // 3)))
    out = io.BytesIO()
    page.rotate(3, expand=True, fillcolor=255).save(out, **save)
    return out.getvalue()


def test_a_turned_photo_of_all_codes_gives_the_letter_back(pictures):
    texts = codes.read(sheet(pictures, format="JPEG", quality=60))
    assert Gathered().with_texts(texts).letter() == LETTER


def test_codes_may_come_picture_by_picture_and_in_any_order(pictures):
    gathered = Gathered()
    for picture in reversed(pictures):
        assert not gathered.is_whole
        gathered = gathered.with_texts(codes.read(picture))
    assert gathered.letter() == LETTER


def test_a_letter_with_a_code_missing_is_not_given_out(pictures):
    gathered = Gathered().with_texts(codes.read(pictures[0]))
    with pytest.raises(InvitationRefused):
        gathered.letter()


def test_codes_of_another_letter_do_not_mix_in(pictures):
    other = codes.draw(b"another letter")
    gathered = Gathered().with_texts(codes.read(pictures[0])).with_texts(codes.read(other[0]))
    assert gathered.letter() == b"another letter"


@pytest.mark.parametrize(
    "text", ["hello", "FW1/AAAAAAAA/2/1/AA", "FW1/AAAAAAAA/1/99/AA", "FW1/AAAAAAAA/1/1/aa", "FW1//1/1/AA"]
)
def test_codes_that_are_none_of_ours_are_passed_over(text):
    assert Gathered().with_texts([text]) == Gathered()


def test_a_code_made_to_unfold_without_end_is_refused():
    import base64
    import zlib

    packed = base64.b32encode(zlib.compress(bytes(20_000_000), 9)).decode().rstrip("=")
    parts = [packed[at : at + 900] for at in range(0, len(packed), 900)]
    texts = [f"FW1/AAAAAAAA/{at}/{len(parts)}/{part}" for at, part in enumerate(parts, 1)]
    with pytest.raises(InvitationRefused):
        Gathered().with_texts(texts).letter()


@pytest.mark.parametrize("source", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n" + bytes(40)])
def test_what_is_no_picture_is_refused(source):
    with pytest.raises(ImageRefused):
        codes.read(source)


def test_a_letter_too_long_for_codes_is_handed_over_as_a_file():
    with pytest.raises(ImageRefused):
        codes.draw(bytes(codes.LETTER_AT_MOST + 1))
