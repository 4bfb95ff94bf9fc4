"""Fakes of the ports that depend on nature: the time and fresh names."""

from dataclasses import dataclass, field


@dataclass
class SetClock:
    """A clock that stands still until a test moves it."""

    now: int = 1_700_000_000_000

    def now_ms(self) -> int:
        return self.now

    def forward(self, *, seconds: int) -> None:
        self.now += seconds * 1_000


@dataclass
class StoppingClock:
    """A clock after so many looks at which the power is cut."""

    looks: int
    now: int = 1_700_000_000_000

    def now_ms(self) -> int:
        if not self.looks:
            raise PowerCut
        self.looks -= 1
        return self.now


class PowerCut(Exception):
    """What a test raises where a program would end at once."""


@dataclass
class CountingIds:
    """Ids in order, of the same shape as real ones."""

    count: int = field(default=0)

    def new_id(self) -> str:
        self.count += 1
        letters = "abcdefghijklmnopqrstuvwxyz234567"
        digits = ""
        rest = self.count
        while rest:
            rest, digit = divmod(rest, 32)
            digits = letters[digit] + digits
        return digits.rjust(26, "a")
