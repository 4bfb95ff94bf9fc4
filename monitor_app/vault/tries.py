"""Wrong passphrases in a row, remembered beside the vault so that a restart does not shorten the wait.

It slows down who sits at this computer. It does not hold up who has a copy of the disk.
"""

import contextlib
from pathlib import Path

import msgspec

from monitor_app.vault import places

FREE = 3
"""So many slips of the finger cost nothing."""
_WAITS_S = (5, 15, 30, 60, 120, 300)


class Tries(msgspec.Struct, frozen=True):
    """How many were wrong in a row, and when the last one was."""

    wrong: int = 0
    last_ms: int = 0

    def wait_ms(self) -> int:
        """Return how long to wait after the last one."""
        over = self.wrong - FREE
        return 0 if over < 0 else _WAITS_S[min(over, len(_WAITS_S) - 1)] * 1_000


def wait_s(folder: Path, now_ms: int) -> int:
    """Return how many seconds to wait before the next try, at most 300.

    A clock set back does not shorten it: the whole wait then begins anew.
    """
    tries = _read(folder)
    passed = now_ms - tries.last_ms
    if passed < 0 and tries.wait_ms():
        if not _write(folder, msgspec.structs.replace(tries, last_ms=now_ms)):
            return 0  # it would begin anew for ever
        passed = 0
    return max(0, -(-(tries.wait_ms() - passed) // 1_000))


def begin(folder: Path, now_ms: int) -> Tries:
    """Count a try as wrong until it is known to be right: ending the program in between gains nothing.

    Return what was counted before.
    """
    before = _read(folder)
    _write(folder, Tries(min(before.wrong + 1, 1_000), now_ms))
    return before


def put_back(folder: Path, before: Tries) -> None:
    """Take the last try back: it was not the passphrase that failed."""
    if before.wrong:
        _write(folder, before)
    else:
        forget(folder)


def forget(folder: Path) -> None:
    """Begin at nought: the passphrase was right."""
    with contextlib.suppress(OSError):
        (folder / places.TRIES).unlink(missing_ok=True)


def _read(folder: Path) -> Tries:
    try:
        return msgspec.json.decode((folder / places.TRIES).read_bytes(), type=Tries)
    except (OSError, msgspec.DecodeError):
        return Tries()


def _write(folder: Path, tries: Tries) -> bool:
    # On a medium that cannot be written there is no back-off; the vault still opens for reading.
    with contextlib.suppress(OSError):
        places.write_new(folder / places.TRIES, msgspec.json.encode(tries))
        return True
    return False
