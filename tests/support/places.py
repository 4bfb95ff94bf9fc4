"""Where things lie in the checkout, for tests."""

from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGE = REPOSITORY / "monitor_app"


def shared(*parts: str) -> Path:
    """Return a path in the folder of shared test vectors; skip the test where there is none."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the shared vectors are not on this machine")
    return folder.joinpath(*parts)


def modules() -> list[Path]:
    """Return every Python file of the program, sorted."""
    return sorted(PACKAGE.rglob("*.py"))
