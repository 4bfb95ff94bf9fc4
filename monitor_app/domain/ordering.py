"""The order on which all devices agree: hybrid logical time, then device, then number.

A wrong clock may shift a stamp but never buries a decision. Pure: the time is handed in.
After Kulkarni et al., "Logical Physical Clocks" (2014).
"""

import msgspec

AHEAD_MS = 24 * 60 * 60 * 1000
"""A stamp further ahead of our clock than this is shown, and does not advance our clock."""


class Stamp(msgspec.Struct, frozen=True, order=True, array_like=True):
    """Hybrid logical time: milliseconds UTC and a counter within one millisecond."""

    ms: int
    count: int = 0


def next_stamp(last: Stamp, now_ms: int) -> Stamp:
    """Return a stamp after `last` and not before `now_ms`."""
    return Stamp(now_ms) if now_ms > last.ms else Stamp(last.ms, last.count + 1)


def after_seeing(last: Stamp, seen: Stamp, now_ms: int) -> Stamp:
    """Return our last stamp once a foreign one was seen; one far ahead changes nothing."""
    return last if is_far_ahead(seen, now_ms) else max(last, seen)


def is_far_ahead(stamp: Stamp, now_ms: int) -> bool:
    """Say whether a stamp lies more than a day ahead of our clock."""
    return stamp.ms > now_ms + AHEAD_MS
