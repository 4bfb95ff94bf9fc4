"""What this computer may keep beside the vault: a disk in clear, swap, hibernation. It only looks.

Linux tells; of other systems we say that we cannot tell. Knows no vault.
"""

import os
import sys
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from monitor_app.text import N_, Message

_ENCRYPTED = "CRYPT-"
"""How device mapper names a device that encrypts: CRYPT-LUKS2-…, CRYPT-PLAIN-…"""
_IN_MEMORY = ("zram",)
_HOLDERS_AT_MOST = 8


class Answer(Enum):
    """What was found."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Surroundings:
    """`disk`: is the disk under the vault encrypted; `swap`: can memory reach a disk in clear."""

    disk: Answer
    swap: Answer

    def sentences(self) -> tuple[tuple[Message, bool], ...]:
        """Say both in plain words, each with whether it is a warning."""
        return (
            (_DISK[self.disk], self.disk is Answer.NO),
            (_SWAP[self.swap], self.swap is Answer.YES),
        )


_DISK = {
    Answer.YES: N_(
        "The disk of this computer is encrypted. A stolen computer that is switched off says nothing."
    ),
    Answer.NO: N_(
        "The disk of this computer is not encrypted. The vault is, but names of files, times and whatever "
        "other programs keep can be read by who takes the disk. Encrypt the disk before you go to the field."
    ),
    Answer.UNKNOWN: N_(
        "We cannot tell whether the disk of this computer is encrypted. Look in the settings of your system "
        "for BitLocker, FileVault or disk encryption, and switch it on."
    ),
}
_SWAP = {
    Answer.NO: N_("What is in memory does not reach the disk in clear."),
    Answer.YES: N_(
        "Swap or hibernation may write what is in memory to the disk in clear, the vault's key too. Switch "
        "both off, or encrypt them, and shut the computer down rather than letting it sleep."
    ),
    Answer.UNKNOWN: N_(
        "We cannot tell whether memory reaches the disk in clear. Shut the computer down rather than "
        "letting it hibernate."
    ),
}


def look(place: Path, *, root: Path = Path("/"), platform: str = sys.platform) -> Surroundings:
    """Look around the folder `place`. `root` is where /proc and /sys lie."""
    if platform != "linux":
        return Surroundings(Answer.UNKNOWN, Answer.UNKNOWN)
    return Surroundings(_disk(place, root), _swap(root))


def _disk(place: Path, root: Path) -> Answer:
    try:
        number = _existing(place).stat().st_dev
    except OSError:
        return Answer.UNKNOWN
    return _encrypted(root, f"{os.major(number)}:{os.minor(number)}")


def _encrypted(root: Path, number: str) -> Answer:
    """Say whether a block device, or one below it, encrypts."""
    device = root / "sys" / "dev" / "block" / number
    if not device.exists():  # memory, a network, or layers that hide the disk
        return Answer.UNKNOWN
    return Answer.YES if _is_encrypted(device.resolve(), _HOLDERS_AT_MOST) else Answer.NO


def _is_encrypted(device: Path, deep: int) -> bool:
    name = _text(device / "dm" / "uuid")
    if name.startswith(_ENCRYPTED):
        return True
    below = sorted((device / "slaves").iterdir()) if (device / "slaves").is_dir() and deep else []
    return bool(below) and all(_is_encrypted(one.resolve(), deep - 1) for one in below)


def _swap(root: Path) -> Answer:
    """Say whether some swap lies on a disk that does not encrypt."""
    try:
        lines = (root / "proc" / "swaps").read_text(encoding="utf-8").splitlines()[1:]
    except OSError:
        return Answer.UNKNOWN
    found = [_swaps_in_clear(root, line.split()[0]) for line in lines if line.strip()]
    if Answer.YES in found:
        return Answer.YES
    return Answer.UNKNOWN if Answer.UNKNOWN in found else Answer.NO


def _swaps_in_clear(root: Path, name: str) -> Answer:
    if Path(name).name.startswith(_IN_MEMORY):
        return Answer.NO
    device = root / "sys" / "class" / "block" / Path(name).resolve().name
    if device.exists():
        return Answer.NO if _is_encrypted(device.resolve(), _HOLDERS_AT_MOST) else Answer.YES
    disk = _disk(Path(name), root)  # a file that is swapped to lies on some disk
    return {Answer.YES: Answer.NO, Answer.NO: Answer.YES, Answer.UNKNOWN: Answer.UNKNOWN}[disk]


def _existing(place: Path) -> Path:
    """Return the folder, or the nearest one above it that is there."""
    return next((one for one in (place, *place.parents) if one.exists()), Path("/"))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError:
        return ""
