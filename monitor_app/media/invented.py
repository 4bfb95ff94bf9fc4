"""Pictures for the demo world: drawn here, so that nothing real is shown. Marked DEMO on their face."""

import io

from PIL import Image, ImageDraw, ImageFont

_SIZE = (1200, 900)
_SKIES = ((196, 210, 214), (222, 208, 184), (184, 196, 206), (208, 200, 204))
_DRUMS = ((52, 92, 150), (150, 72, 52), (72, 120, 80), (120, 110, 60))


def photograph(number: int) -> bytes:
    """Return a JPEG of an invented yard with drums; the same number gives the same picture."""
    picture = Image.new("RGB", _SIZE, _SKIES[number % len(_SKIES)])
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 560, 1200, 900), fill=(120, 118, 112))
    draw.rectangle((80, 180, 1120, 570), fill=(176, 170, 160))
    for window in range(6):
        left = 140 + window * 165
        draw.rectangle((left, 260, left + 90, 380), fill=(96, 112, 124))
    for drum in range(2 + number % 4):
        _drum(draw, 150 + drum * 190, _DRUMS[(number + drum) % len(_DRUMS)])
    draw.text((40, 30), f"DEMO {number + 1}", fill=(140, 30, 30), font=ImageFont.load_default(64))
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "DEMO CAMERA"
    picture.save(out, "JPEG", quality=82, exif=exif)
    return out.getvalue()


def _drum(draw: ImageDraw.ImageDraw, left: int, colour: tuple[int, int, int]) -> None:
    draw.rectangle((left, 520, left + 130, 730), fill=colour)
    draw.ellipse((left, 500, left + 130, 545), fill=tuple(min(255, part + 40) for part in colour))
    for ring in (590, 660):
        draw.line((left, ring, left + 130, ring), fill=(30, 34, 38), width=6)
