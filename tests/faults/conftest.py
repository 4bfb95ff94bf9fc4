"""What the tests of faults share: a fast folder, and passphrases that cost their price once."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from monitor_app.crypto import keyslots


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", type=int, default=20, help="how often the window is killed while answering")


@pytest.fixture(scope="module")
def fast() -> Iterator[Path]:
    """A folder in memory, where there is one: thousands of vaults are written and opened."""
    base = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="fieldwork-faults-", dir=base))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def passphrases_cost_once(monkeypatch: pytest.MonkeyPatch, costs: dict[object, bytes]) -> None:
    """The same passphrase in the same slot is stretched once: this is about disks, not about guessing."""
    stretch: Callable[..., bytes] = keyslots._stretched

    def stretched(passphrase: str, slot: keyslots.Slot) -> bytes:
        key = (passphrase, slot.salt, slot.cost)
        if key not in costs:
            costs[key] = stretch(passphrase, slot)
        return costs[key]

    monkeypatch.setattr(keyslots, "_stretched", stretched)


@pytest.fixture(scope="module")
def costs() -> dict[object, bytes]:
    return {}
