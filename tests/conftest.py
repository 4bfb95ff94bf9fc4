"""What holds for every test: no screen, no real home, one language and time zone, no unexpected log.

The surroundings are set when this file is read, before anything imports Qt or asks for a folder.
"""

import logging
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="fieldwork-test-home-"))


def _settle_surroundings() -> None:
    folders = {
        "HOME": HOME,
        "USERPROFILE": HOME,
        "XDG_CONFIG_HOME": HOME / "config",
        "XDG_CACHE_HOME": HOME / "cache",
        "XDG_DATA_HOME": HOME / "data",
        "XDG_STATE_HOME": HOME / "state",
        "XDG_RUNTIME_DIR": HOME / "runtime",
        "HYPOTHESIS_STORAGE_DIRECTORY": HOME / "hypothesis",
    }
    for name, folder in folders.items():
        folder.mkdir(mode=0o700, exist_ok=True)
        os.environ[name] = str(folder)
    os.environ.update(
        QT_QPA_PLATFORM="offscreen",
        # Qt complains about fonts without Latin letters; that is noise (and a Qt warning fails a test).
        QT_LOGGING_RULES="qt.text.font.db=false",
        LC_ALL="C.UTF-8",
        LANGUAGE="en",
        TZ="UTC",
    )
    for name in ("QT_SCALE_FACTOR", "QT_STYLE_OVERRIDE", "QT_QPA_PLATFORMTHEME", "DISPLAY", "WAYLAND_DISPLAY"):
        os.environ.pop(name, None)
    if hasattr(time, "tzset"):
        time.tzset()


_settle_surroundings()

import hypothesis  # noqa: E402 - only after the surroundings are settled
import pytest  # noqa: E402

from tests.support.once import done_once  # noqa: E402

# The same examples every time; `--hypothesis-profile wide` looks further by hand.
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None, max_examples=25, database=None)
hypothesis.settings.register_profile("wide", deadline=None, max_examples=2_000, database=None)
hypothesis.settings.load_profile("steady")


@pytest.fixture
def expected_logs() -> set[str]:
    """Loggers whose warnings belong to this test; it adds their names and checks the records itself."""
    return set()


@pytest.fixture(autouse=True)
def _no_unexpected_logs(caplog: pytest.LogCaptureFixture, expected_logs: set[str]) -> Iterator[None]:
    yield
    records = [*caplog.get_records("setup"), *caplog.get_records("call")]
    loud = [r for r in records if r.levelno >= logging.WARNING and r.name not in expected_logs]
    if loud:
        pytest.fail("unexpected log: " + "; ".join(f"{r.name}: {r.getMessage()}" for r in loud))


@pytest.fixture(scope="session", autouse=True)
def _what_costs_much_is_done_once() -> Iterator[None]:
    with done_once():
        yield


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    shutil.rmtree(HOME, ignore_errors=True)
