"""What the computer keeps beside the vault, looked up in an imitated /proc and /sys."""

import os
from pathlib import Path

import pytest

from monitor_app.work.surroundings import Answer, look

HEAD = "Filename\t\t\tType\t\tSize\tUsed\tPriority\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "sys" / "dev" / "block").mkdir(parents=True)
    (tmp_path / "sys" / "class" / "block").mkdir(parents=True)
    (tmp_path / "proc").mkdir()
    swaps(tmp_path)
    return tmp_path


def swaps(root: Path, *names: str) -> None:
    lines = "".join(f"{name}  partition 1 0 -2\n" for name in names)
    (root / "proc" / "swaps").write_text(HEAD + lines)


def device(root: Path, name: str, *, uuid: str = "", below: tuple[str, ...] = ()) -> Path:
    made = root / "devices" / name
    (made / "slaves").mkdir(parents=True)
    if uuid:
        (made / "dm").mkdir()
        (made / "dm" / "uuid").write_text(uuid + "\n")
    for one in below:
        (made / "slaves" / one).symlink_to(root / "devices" / one)
    (root / "sys" / "class" / "block" / name).symlink_to(made)
    return made


def put_under(root: Path, place: Path, made: Path) -> None:
    number = place.stat().st_dev
    (root / "sys" / "dev" / "block" / f"{os.major(number)}:{os.minor(number)}").symlink_to(made)


def test_a_plain_partition_is_not_encrypted(root, tmp_path):
    put_under(root, tmp_path, device(root, "sda1"))
    assert look(tmp_path, root=root, platform="linux").disk is Answer.NO


def test_a_volume_on_an_encrypted_device_is_encrypted(root, tmp_path):
    device(root, "sda1")
    device(root, "dm-0", uuid="CRYPT-LUKS2-0123", below=("sda1",))
    put_under(root, tmp_path, device(root, "dm-1", uuid="LVM-4567", below=("dm-0",)))
    assert look(tmp_path, root=root, platform="linux").disk is Answer.YES


def test_a_volume_of_which_only_a_part_is_encrypted_is_not(root, tmp_path):
    device(root, "sda1")
    device(root, "dm-0", uuid="CRYPT-LUKS2-0123")
    put_under(root, tmp_path, device(root, "dm-1", uuid="LVM-4567", below=("dm-0", "sda1")))
    assert look(tmp_path, root=root, platform="linux").disk is Answer.NO


def test_a_disk_the_system_does_not_show_is_unknown(root, tmp_path):
    assert look(tmp_path, root=root, platform="linux").disk is Answer.UNKNOWN


def test_a_folder_not_made_yet_is_judged_by_the_one_above(root, tmp_path):
    put_under(root, tmp_path, device(root, "sda1"))
    assert look(tmp_path / "a" / "b", root=root, platform="linux").disk is Answer.NO


@pytest.mark.parametrize(
    ("names", "answer"),
    [((), Answer.NO), (("/dev/zram0",), Answer.NO), (("/dev/sdz9",), Answer.YES), (("/dev/dm-90",), Answer.NO)],
)
def test_swap_in_memory_or_encrypted_does_not_reach_the_disk_in_clear(root, tmp_path, names, answer):
    device(root, "sdz9")
    device(root, "dm-90", uuid="CRYPT-PLAIN-swap")
    swaps(root, *names)
    assert look(tmp_path, root=root, platform="linux").swap is answer


def test_a_swap_file_is_as_safe_as_its_disk(root, tmp_path):
    put_under(root, tmp_path, device(root, "sda1"))
    (tmp_path / "swapfile").touch()
    swaps(root, str(tmp_path / "swapfile"))
    assert look(tmp_path, root=root, platform="linux").swap is Answer.YES


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_of_other_systems_nothing_is_claimed(root, tmp_path, platform):
    found = look(tmp_path, root=root, platform=platform)
    assert {found.disk, found.swap} == {Answer.UNKNOWN}
    assert not any(is_warning for _, is_warning in found.sentences())


def test_this_computer_can_be_looked_at(tmp_path):
    assert len(look(tmp_path).sentences()) == 2
