"""Files offered as pictures that are none: each refused by itself, the others are taken in."""

import os
import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from monitor_app.operations import collecting, evidence, questionnaires
from monitor_app.operations.evidence import Tag
from monitor_app.ports import Silent
from tests.support.command_line import FORM
from tests.support.desks import new_desk
from tests.support.fakes import SetClock


def picture() -> bytes:
    out = BytesIO()
    Image.effect_noise((200, 150), 50).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def bomb(side: int = 30_000) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(1 + side // 8)) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture
def card(tmp_path: Path) -> Path:
    folder = tmp_path / "card"
    folder.mkdir()
    (folder / "1-good.jpg").write_bytes(picture())
    with (folder / "2-huge.jpg").open("wb") as file:
        file.write(picture())
        file.truncate(100_000_000)
    (folder / "3-text.jpg").write_text("Dear all, this is no picture. " * 99)
    (folder / "4-bomb.png").write_bytes(bomb())
    (folder / "5-cut.jpg").write_bytes(picture()[:2000])
    (folder / "6-empty.jpg").touch()
    (folder / "7-good.jpg").write_bytes(picture())
    return folder


@pytest.fixture
def desk(tmp_path: Path):
    desk = new_desk(tmp_path / "vault", clock=SetClock())
    yield desk
    desk.vault.close()


@pytest.fixture
def draft(desk) -> str:
    digest, _ = questionnaires.add(desk, FORM.read_bytes(), file_name=FORM.name)
    return collecting.begin(desk, digest)[0].draft_id


def sealed_chunks(desk) -> int:
    return sum(path.is_file() for path in (desk.vault.folder / "attachments").rglob("*"))


def test_good_pictures_come_in_and_each_bad_one_is_refused_in_its_own_words(desk, draft, card):
    imported, _ = evidence.import_photos(
        lambda work: work(desk), draft, evidence.find_pictures(card), tag=Tag("account"), progress=Silent()
    )
    assert [found.path.name for found in imported.kept] == ["1-good.jpg", "7-good.jpg"]
    reasons = {one.path.name[:6]: str(one.reason) for one in imported.refused}
    assert set(reasons) == {"2-huge", "3-text", "4-bomb", "5-cut.", "6-empt"}
    assert "too large" in reasons["2-huge"]
    assert "not a picture" in reasons["3-text"]
    assert "unfold" in reasons["4-bomb"]
    assert "damaged or cut short" in reasons["5-cut."]
    assert not any(str(card) in reason for reason in reasons.values())
    assert len(collecting.resume(desk, draft).draft.photos) == 2
    assert sealed_chunks(desk) == 2 * 3


def test_the_card_is_left_as_it_was(desk, draft, card):
    before = {path.name: path.stat().st_size for path in card.iterdir()}
    evidence.import_photos(
        lambda work: work(desk), draft, evidence.find_pictures(card), tag=Tag("account"), progress=Silent()
    )
    assert {path.name: path.stat().st_size for path in card.iterdir()} == before


def test_a_picture_that_vanishes_meanwhile_is_refused_by_itself(desk, draft, card):
    found = evidence.find_pictures(card)
    (card / "1-good.jpg").unlink()
    imported, _ = evidence.import_photos(
        lambda work: work(desk), draft, found, tag=Tag("account"), progress=Silent()
    )
    assert [one.path.name for one in imported.kept] == ["7-good.jpg"]
    assert any(one.path.name == "1-good.jpg" for one in imported.refused)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_named_like_a_picture_does_not_hang_anything(desk, draft, card):
    os.mkfifo(card / "0-pipe.jpg")
    assert all(one.path.name != "0-pipe.jpg" for one in evidence.find_pictures(card))
