"""Small text files handed from person to person."""

from pathlib import Path

import pytest

from monitor_app.errors import BadInput, PlaceReadOnly
from monitor_app.operations import letters


def test_a_letter_is_read_as_it_was_written(tmp_path: Path) -> None:
    letters.write_letter(tmp_path / "reply.txt", "one\ntwo ü\n")
    assert letters.read_letter(tmp_path / "reply.txt") == "one\ntwo ü\n"
    assert [path.name for path in tmp_path.iterdir()] == ["reply.txt"]


def test_a_place_that_does_not_let_us_write_is_named(tmp_path: Path) -> None:
    with pytest.raises(PlaceReadOnly):
        letters.write_letter(tmp_path / "gone" / "reply.txt", "text")


def test_a_failed_letter_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "reply.txt").mkdir()
    with pytest.raises(PlaceReadOnly):
        letters.write_letter(tmp_path / "reply.txt", "text")
    assert [path.name for path in tmp_path.iterdir()] == ["reply.txt"]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00\xd8", b"x" * (letters.LARGEST + 1)])
def test_what_is_no_letter_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "reply.txt").write_bytes(content)
    with pytest.raises(BadInput):
        letters.read_letter(tmp_path / "reply.txt")


def test_a_missing_letter_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        letters.read_letter(tmp_path / "reply.txt")
