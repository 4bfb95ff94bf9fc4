"""A phone or card is a folder here."""

import errno
import os
from pathlib import Path

import pytest

from monitor_app.errors import BadInput
from monitor_app.media.imports import Deleted, NotDeleted, delete_original, find_pictures


@pytest.fixture
def card(tmp_path):
    folder = tmp_path / "card"
    (folder / "DCIM" / "100MEDIA").mkdir(parents=True)
    for name in ("IMG_2.JPG", "IMG_1.jpg", "notes.txt", "._IMG_1.jpg"):
        (folder / "DCIM" / "100MEDIA" / name).write_bytes(b"picture")
    (folder / ".Trashes").mkdir()
    (folder / ".Trashes" / "old.jpg").write_bytes(b"picture")
    return folder


def names(found):
    return [one.path.name for one in found]


def test_pictures_are_found_in_every_folder_by_name(card):
    (card / "scan.png").write_bytes(b"picture")
    assert names(find_pictures(card)) == ["IMG_1.jpg", "IMG_2.JPG", "scan.png"]


def test_a_found_picture_tells_its_size(card):
    assert find_pictures(card)[0].size == len(b"picture")


def test_links_are_not_followed(card, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "private.jpg").write_bytes(b"picture")
    (card / "way_out").symlink_to(elsewhere)
    (card / "link.jpg").symlink_to(elsewhere / "private.jpg")
    assert names(find_pictures(card)) == ["IMG_1.jpg", "IMG_2.JPG"]


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(BadInput, match="cannot be read"):
        find_pictures(tmp_path / "nothing")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_cannot_be_read_is_named_and_the_rest_found(card):
    closed = card / "closed"
    closed.mkdir(mode=0)
    skipped = []
    assert names(find_pictures(card, unreadable=skipped.append)) == ["IMG_1.jpg", "IMG_2.JPG"]
    assert skipped == [closed]


def test_a_deleted_picture_is_gone(card):
    found = find_pictures(card)[0]
    assert delete_original(found) == Deleted(found.path)
    assert not found.path.exists()


def test_a_picture_that_changed_is_left_alone(card):
    found = find_pictures(card)[0]
    found.path.write_bytes(b"another picture")
    assert "changed" in str(delete_original(found).reason)
    assert found.path.exists()


def test_a_picture_replaced_by_a_link_is_left_alone(card):
    found = find_pictures(card)[0]
    found.path.unlink()
    found.path.symlink_to(card / "DCIM")
    assert isinstance(delete_original(found), NotDeleted)
    assert found.path.is_symlink()


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.EROFS, "write-protected"), (errno.EACCES, "not allowed"), (errno.EIO, "did not confirm")],
)
def test_a_deletion_that_fails_is_told_with_its_reason(card, number, words):
    def refuse(path: Path):
        raise OSError(number, "no")

    answer = delete_original(find_pictures(card)[0], unlink=refuse)
    assert isinstance(answer, NotDeleted)
    assert words in str(answer.reason)


def test_a_deletion_that_did_nothing_is_not_called_one(card):
    answer = delete_original(find_pictures(card)[0], unlink=lambda path: None)
    assert "still there" in str(answer.reason)


def test_a_card_that_was_pulled_out_is_not_called_a_deletion(card):
    found = find_pictures(card)[0]
    card.rename(card.parent / "pulled")
    assert "no longer connected" in str(delete_original(found).reason)


def test_a_picture_somebody_else_deleted_counts_as_deleted(card):
    found = find_pictures(card)[0]
    found.path.unlink()
    assert delete_original(found) == Deleted(found.path)
