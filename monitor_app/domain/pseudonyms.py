"""Names for people who must not be named: random, readable, checksummed, never sequential.

Five letters and digits of Crockford's base 32 and one check symbol, as `W-4K7QZ-M`.
"""

_SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_WEIGHTS = (1, 3, 5, 7, 9)


def pseudonym(randomness: bytes) -> str:
    """Make a pseudonym from at least five random bytes."""
    picks = [byte % 32 for byte in randomness[:5]]
    return f"W-{''.join(_SYMBOLS[pick] for pick in picks)}-{_check(picks)}"


def is_pseudonym(text: str) -> bool:
    """Say whether `text` is well formed and its check symbol fits."""
    parts = text.upper().split("-")
    if len(parts) != 3 or parts[0] != "W" or len(parts[1]) != 5:
        return False
    picks = [_SYMBOLS.find(symbol) for symbol in parts[1]]
    return min(picks) >= 0 and _check(picks) == parts[2]


def _check(picks: list[int]) -> str:
    return _SYMBOLS[sum(pick * weight for pick, weight in zip(picks, _WEIGHTS, strict=True)) % 31]
