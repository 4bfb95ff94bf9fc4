"""Colours can be told apart, and every look that is used exists."""

import pytest

from monitor_app.ui.style_sheet import style_sheet
from monitor_app.ui.tokens import THEMES, Tokens

TEXT = [
    ("text", "bg"), ("text", "panel"), ("text", "field"), ("muted", "bg"), ("muted", "panel"),
    ("muted", "field"),
    ("side_text", "side"), ("side_sel_text", "side_sel"), ("side_text", "side_sel"), ("on_accent", "accent"),
    ("on_accent", "accent_hover"), ("accent", "accent_soft"), ("accent", "panel"), ("accent", "bg"),
    ("warn", "warn_soft"), ("warn", "panel"), ("bad", "bad_soft"), ("bad", "panel"), ("ok", "ok_soft"),
    ("text", "accent_soft"), ("text", "line"),
]  # fmt: skip
EDGES = [
    ("field_line", "panel"), ("field_line", "field"), ("accent", "field"), ("focus", "panel"), ("focus", "bg"),
    ("focus", "field"), ("side_focus", "side"), ("side_focus", "side_sel"), ("text", "panel"),
]  # fmt: skip


def brightness(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)


def weak(tokens: Tokens, pairs: list[tuple[str, str]], least: float) -> dict[tuple[str, str], float]:
    found = {pair: contrast(getattr(tokens, pair[0]), getattr(tokens, pair[1])) for pair in pairs}
    return {pair: round(value, 2) for pair, value in found.items() if value < least}


@pytest.mark.parametrize("theme", THEMES)
def test_text_stands_out_from_its_ground(theme: str) -> None:
    assert not weak(THEMES[theme], TEXT, 4.5)


@pytest.mark.parametrize("theme", THEMES)
def test_borders_and_focus_stand_out_from_their_ground(theme: str) -> None:
    assert not weak(THEMES[theme], EDGES, 3.0)


def test_indicators_grow_with_the_text() -> None:
    assert "width: 36px" in style_sheet(THEMES["light"], 21.0, "icons")
