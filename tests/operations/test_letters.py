"""Small text files handed from person to person."""

from pathlib import Path

import pytest

from monitor_app.errors import BadInput, PlaceReadOnly
from monitor_app.operations import letters, projects
from tests.support.desks import new_desk


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


def test_an_invitation_travels_as_codes_on_a_picture(tmp_path, clock):
    desk = new_desk(tmp_path / "vault", clock=clock)
    projects.create(desk, title="Harbour", name="Heron")
    text, _ = projects.invite(desk)
    desk.vault.close()
    gathered, read = letters.NO_CODES, ""
    pictures = letters.draw_codes(text)
    for at, picture in enumerate(pictures):
        assert read == ""
        (tmp_path / f"{at}.png").write_bytes(picture)
        gathered, read = letters.read_codes(tmp_path / f"{at}.png", before=gathered)
    assert read == text
    assert len(pictures) <= 6
