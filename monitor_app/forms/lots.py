"""Lots that can be drawn again: the generator (Park and Miller 1988) and shuffle all field engines share."""

import hashlib
import math
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")

_MODULUS = 2_147_483_647
_FACTOR = 16_807


def lots(seed: int) -> Callable[[], float]:
    """Return a generator of numbers from 0 up to 1 that starts at `seed`."""
    state = int(math.fmod(seed, _MODULUS))
    if state <= 0:
        state += _MODULUS - 1

    def draw() -> float:
        nonlocal state
        state = state * _FACTOR % _MODULUS
        return (state - 1) / (_MODULUS - 1)

    return draw


def shuffled(things: Sequence[T], draw: Callable[[], float]) -> list[T]:
    """Return `things` in an order drawn by lot: the inside-out Fisher-Yates shuffle."""
    found: list[T] = []
    for place, thing in enumerate(things):
        other = int(draw() * (place + 1))
        if other == place:
            found.append(thing)
        else:
            found.append(found[other])
            found[other] = thing
    return found


def seed_of(number: float, text: str) -> int:
    """Return the seed that a value means: its whole number, else the first 8 bytes of its SHA-256; "" is 0."""
    if not math.isnan(number):
        return int(max(-(2**63), min(2**63 - 1, number)))
    if not text or text == "NaN":
        return 0
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big", signed=True)
