"""Pictures that hold nothing but the picture."""

from io import BytesIO

import pytest
from PIL import Image

from monitor_app.media.bare import is_bare_jpeg


def jpeg(**options) -> bytes:
    out = BytesIO()
    Image.effect_noise((60, 40), 90).convert("RGB").save(out, "JPEG", **options)
    return out.getvalue()


def exif() -> Image.Exif:
    told = Image.Exif()
    told[271] = "Camera"
    return told


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"optimize": True}, {"quality": 30}])
def test_a_plain_picture_is_bare(options):
    assert is_bare_jpeg(jpeg(**options))


@pytest.mark.parametrize(
    "content",
    [
        jpeg(exif=exif()),
        jpeg(comment=b"Maria at the gate"),
        jpeg(icc_profile=b"x" * 200),
        jpeg() + b"hidden",
        jpeg()[:-2],
        jpeg().replace(b"JFIF\0", b"AVI1\0"),
        b"",
        b"\xff\xd8\xff\xd9\x00",
        b"\x89PNG",
    ],
    ids=["camera", "comment", "profile", "tail", "cut", "foreign head", "empty", "tiny", "PNG"],
)
def test_anything_more_or_less_is_not(content):
    assert not is_bare_jpeg(content)
