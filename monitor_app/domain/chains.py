"""A signed link of a stream's chain, as it lies in the vault and travels in a segment.

Bytes only: what they mean, and whether the signature is good, `crypto` says.
"""

import msgspec


class Signed(msgspec.Struct, frozen=True, kw_only=True):
    """One event: its header, the one-time key that signed it, and its body unless sealed away or erased."""

    header: bytes
    public: bytes
    signature: bytes
    body: bytes | None = None
