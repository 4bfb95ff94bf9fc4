"""The identity key while it is open: for a few minutes, in memory only, for one desk. It knows no vault."""

OPEN_MS = 5 * 60 * 1000


class Strongbox:
    """Holds the key until its time is over or somebody shuts it."""

    def __init__(self) -> None:
        self._seed: bytes | None = None
        self._from_ms = self._until_ms = 0

    def put(self, seed: bytes, now_ms: int) -> None:
        """Open for five minutes from now."""
        self._seed, self._from_ms, self._until_ms = seed, now_ms, now_ms + OPEN_MS

    def take(self, now_ms: int) -> bytes | None:
        """Return the key if it is open still; a clock set back shuts it."""
        if not self._from_ms <= now_ms < self._until_ms:
            self.shut()
        return self._seed

    def left_ms(self, now_ms: int) -> int:
        """Return for how long it stays open."""
        return self._until_ms - now_ms if self.take(now_ms) is not None else 0

    def shut(self) -> None:
        """Drop the key."""
        self._seed, self._from_ms, self._until_ms = None, 0, 0
