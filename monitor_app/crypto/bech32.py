"""Bech32 (BIP 173) without its length limit, as age writes keys. Knows nothing of keys."""

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_SUM_LENGTH = 6


def encode(prefix: str, content: bytes) -> str:
    """Return `prefix`, a 1, and `content` with its checksum, in lower case."""
    symbols = _regrouped(content, 8, 5)
    if len(content) % 5:
        left = len(content) * 8 % 5
        symbols += [int.from_bytes(content, "big") << (5 - left) & 31] if left else []
    state = _checksum(prefix, [*symbols, *[0] * _SUM_LENGTH]) ^ 1
    symbols += [state >> 5 * (_SUM_LENGTH - 1 - i) & 31 for i in range(_SUM_LENGTH)]
    return prefix + "1" + "".join(_ALPHABET[symbol] for symbol in symbols)


def decode(text: str) -> tuple[str, bytes]:
    """Return (prefix in lower case, content). Raise ValueError."""
    if not text.isascii() or (text != text.lower() and text != text.upper()):
        raise ValueError("neither lower nor upper case")
    prefix, mark, rest = text.lower().rpartition("1")
    if not prefix or not mark or len(rest) < _SUM_LENGTH or not prefix.isprintable():
        raise ValueError("too short")
    symbols = [_ALPHABET.index(letter) for letter in rest]
    if _checksum(prefix, symbols) != 1:
        raise ValueError("checksum")
    content = bytes(_regrouped(symbols[:-_SUM_LENGTH], 5, 8))
    if encode(prefix, content) != text.lower():
        raise ValueError("left-over bits")
    return prefix, content


def _regrouped(groups: list[int] | bytes, old: int, new: int) -> list[int]:
    """Cut a stream of `old`-bit groups into whole `new`-bit groups; what is left over is dropped."""
    held = bits = 0
    out = []
    for group in groups:
        held, bits = (held << old | group) & 0xFFFF, bits + old
        while bits >= new:
            bits -= new
            out.append(held >> bits & ((1 << new) - 1))
    return out


def _checksum(prefix: str, symbols: list[int]) -> int:
    state = 1
    spread = [ord(letter) >> 5 for letter in prefix] + [0] + [ord(x) & 31 for x in prefix]
    for symbol in [*spread, *symbols]:
        top = state >> 25
        state = (state & 0x1FFFFFF) << 5 ^ symbol
        for bit, generator in enumerate(_GENERATORS):
            state ^= generator if top >> bit & 1 else 0
    return state
