"""What people do to a vault, each as one entry: how the ground is laid, the deed itself, and what can be seen.

Run as a program it does one deed after the other, saying what it acknowledges; `strace` listens. A deed
yields after each thing it has acknowledged. `look` opens what lies there, raises if that is neither the state
before nor after, and returns what it sees as a short text.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from monitor_app.app import App
from monitor_app.crypto import keyslots
from monitor_app.crypto.keys import VaultKeys
from monitor_app.crypto.keyslots import CHEAPEST
from monitor_app.crypto.stream import chunk_id
from monitor_app.domain.records import ErasureReason
from monitor_app.errors import MonitorError, WrongPassphrase
from monitor_app.operations import (
    backing_up,
    browsing,
    carrying,
    collecting,
    erasing,
    evidence,
    restoring,
    syncing,
    unlocking,
)
from monitor_app.operations.browsing import RecordFilter
from monitor_app.operations.desk import Desk
from monitor_app.ports import Silent
from monitor_app.remotes.opening import open_here
from monitor_app.sync import segment
from monitor_app.vault import attachments, drafts, keyfile, outbox, parcels, places
from tests.faults.ground import DRAFT, RECORD, SENT, Ground, lay_world, picture, sound
from tests.support.desks import PASSPHRASE, append_record, moved
from tests.support.fakes import SetClock

__all__ = ["DEEDS", "Ground", "lay", "lay_world"]

NEW_PASSPHRASE = "fune-kiga-wopa-neso-kidu-lamo-tiru"


@dataclass(frozen=True)
class Deed:
    """One thing that people do."""

    lay: Callable[[Ground], object]
    do: Callable[[Ground], Iterator[str]]
    look: Callable[[Ground], str]


def _seen(ground: Ground, what: Callable[[Desk], object]) -> str:
    with ground.desk() as desk:
        sound(desk)
        return str(what(desk))


# Making and opening
def _create(ground: Ground) -> Iterator[str]:
    vault = unlocking.create(ground.home / "new", PASSPHRASE, clock=SetClock(), cost=CHEAPEST)
    vault.close()
    yield msgspec.json.encode(vault.keys).hex()


def _look_created(ground: Ground) -> str:
    """A vault that was made opens with its passphrase; half of one has no name yet."""
    if not unlocking.exists(ground.home / "new"):
        return ""
    App(clock=SetClock(), cost=CHEAPEST).unlock(ground.home / "new", PASSPHRASE).vault.close()
    return ground.told[-1]


def _lay_unlock(ground: Ground) -> None:
    (ground.vault / places.BALLAST).unlink()


def _unlock(ground: Ground) -> Iterator[str]:
    desk = App(clock=SetClock(), cost=CHEAPEST, open_remote=open_here).unlock(ground.vault, PASSPHRASE)
    yield "open"
    desk.vault.close()


def _look_unlocked(ground: Ground) -> str:
    keyslots.open_with_passphrase(keyfile.read(ground.vault), PASSPHRASE)
    return _seen(ground, lambda _: "open")


# Interviewing
def _save(ground: Ground) -> Iterator[str]:
    with ground.desk() as desk:
        for number in range(2, 6):
            collecting.keep(desk, DRAFT, {"people": number, "account": f"{number} " + "told " * 300})
            yield str(number)


def _look_saved(ground: Ground) -> str:
    def kept(desk: Desk) -> object:
        answers = drafts.load(desk.vault, DRAFT).answers
        number = answers["people"]
        assert number == 1 or answers["account"].startswith(f"{number} told"), "an answer half kept"
        return number

    return _seen(ground, kept)


def _records(desk: Desk) -> str:
    found = [row.id for row in browsing.records(desk, RecordFilter())]
    begun = [row.id for row in browsing.today(desk).drafts]
    return f"records {sorted(found)} drafts {begun}"


def _finish(ground: Ground) -> Iterator[str]:
    with ground.desk() as desk:
        outcome, _ = collecting.finish(desk, DRAFT)
        assert outcome.root, outcome.problems
        yield _records(desk)


def _discard(ground: Ground) -> Iterator[str]:
    with ground.desk() as desk:
        collecting.discard(desk, DRAFT)
        yield _records(desk)


def _look_records(ground: Ground) -> str:
    return _seen(ground, _records)


def _attach(ground: Ground) -> Iterator[str]:
    with ground.desk() as desk:
        for name in ("second", "third"):
            evidence._keep(desk, **picture(desk, DRAFT, name))
            yield _photos(desk)


def _photos(desk: Desk) -> str:
    kept = drafts.load(desk.vault, DRAFT).photos
    for photo in kept:
        for file in (photo.original, photo.working, photo.thumbnail):
            assert sum(map(len, attachments.read(desk.vault, file))) == file.size
    return str(len(kept))


# Sending
def _send(ground: Ground) -> Iterator[str]:
    with ground.desk() as desk:
        moved(desk, f"folder:{ground.home / 'place'}")
        syncing.run(lambda work: work(desk), progress=Silent())
        yield "all"


def _look_sent(ground: Ground) -> str:
    """Whatever is called sent lies in the shared place, whole."""

    def sent(desk: Desk) -> str:
        lying = {path.name: path for path in (ground.home / "place").rglob("*") if path.is_file()}
        for item in outbox.items(desk.vault, offset=0, limit=999):
            if item.state.value == "sent":
                content = lying[item.name.rpartition("/")[2]].read_bytes()
                whole = outbox.item(desk.vault, item.name)
                assert whole is not None
                assert chunk_id(content) == item.chunk if item.chunk else content == whole.content, item.name
        return "some" if outbox.summary(desk.vault).waiting or not _is_packed(desk) else "all"

    return _seen(ground, sent)


def _is_packed(desk: Desk) -> bool:
    return all(row.state.value != "finished" for row in browsing.records(desk, RecordFilter()))


# Wishes
def _erase(ground: Ground) -> Iterator[str]:
    with ground.desk() as desk:
        erasing.erase(desk, RECORD, ErasureReason.ASKED)
        yield _erased(desk)


def _erased(desk: Desk) -> str:
    told = erasing.wishes(desk, RECORD)
    if told.erasure is None:
        assert browsing.record(desk, RECORD).event
        return "here"
    assert RECORD not in _records(desk)
    assert not list((desk.vault.folder / places.ATTACHMENTS).glob("??/*")), "a file outlived its record"
    return "erased"


def _lay_sent(ground: Ground) -> None:
    with ground.desk() as desk:
        moved(desk, f"folder:{ground.home / 'place'}")
        syncing.run(lambda work: work(desk), progress=Silent())


def _replace(ground: Ground) -> Iterator[str]:
    with ground.desk() as desk:
        erasing.erase(desk, SENT, ErasureReason.ASKED)
        yield "erased"
        syncing.run(lambda work: work(desk), progress=Silent())
        yield "replaced"


def _replaced(desk: Desk, home: Path) -> str:
    if erasing.wishes(desk, SENT).erasure is None:
        assert browsing.record(desk, SENT).event
        return "here"
    assert SENT not in _records(desk)
    carrying.pack(desk)  # what was cut short is found again, and not done twice
    old, new = sorted(
        parcels.at(desk.vault, f"fld1/in/{desk.box}-00000000-"), key=lambda one: len(one.stands_for)
    )
    assert new.stands_for == (old.hash,)
    lying = {path.name: path for path in (home / "place").rglob("*") if path.is_file()}
    if old.name.rpartition("/")[2] in lying:
        return "erased"
    there = segment.hash_of(lying[new.name.rpartition("/")[2]].read_bytes())
    assert there == new.hash, "the old one went before the new one was there"
    return "replaced"


def _withdraw(ground: Ground) -> Iterator[str]:
    with ground.desk() as desk:
        erasing.withdraw(desk, RECORD)
        yield _withdrawn(desk)


def _withdrawn(desk: Desk) -> str:
    return str(len(erasing.wishes(desk, RECORD).withdrawn))


# Keys
def _change_passphrase(ground: Ground) -> Iterator[str]:
    with ground.desk() as desk:
        unlocking.change_passphrase(desk, PASSPHRASE, NEW_PASSPHRASE, cost=CHEAPEST)
        yield "new"


def _change_key(ground: Ground) -> Iterator[str]:
    with ground.desk() as desk:
        unlocking.change_passphrase(desk, PASSPHRASE, NEW_PASSPHRASE, cost=CHEAPEST, with_key=True)
        yield "new"


def _panic(ground: Ground) -> Iterator[str]:
    unlocking.panic(ground.vault)
    yield "nothing"


def _look_passphrase(ground: Ground) -> str:
    """One passphrase opens the vault, with all that is in it, or none does."""
    for name, passphrase in (("new", NEW_PASSPHRASE), ("old", PASSPHRASE)):
        try:
            desk = App(clock=SetClock(), cost=CHEAPEST, open_remote=open_here).unlock(ground.vault, passphrase)
        except WrongPassphrase:
            (ground.vault / "tries").unlink(missing_ok=True)
            continue
        sound(desk)
        assert RECORD in _records(desk)
        desk.vault.close()
        return name
    return "nothing"


def _look_after_panic(ground: Ground) -> str:
    try:
        keyslots.open_with_passphrase(keyfile.read(ground.vault), PASSPHRASE)
    except Exception:  # noqa: BLE001 - destroyed, however it shows
        return "nothing"
    return "old"


# Versions and copies
def _undo_last_step(ground: Ground) -> None:
    with ground.desk() as desk, desk.vault.writing():
        for name in UNDONE:
            desk.vault.run(f"DROP TABLE IF EXISTS {name}")
        desk.vault.run("DELETE FROM _sqlite_migrations WHERE name = ?", UNDONE_STEP)


UNDONE_STEP = "m0005_erasing"
UNDONE = ("erased", "doomed", "unjudged")


def _upgrade(ground: Ground) -> Iterator[str]:
    with ground.desk() as desk:
        yield _records(desk)


def _back_up(ground: Ground) -> Iterator[str]:
    with ground.desk() as desk:
        for number in (1, 2):
            backing_up.run(lambda work: work(desk), ground.home / "stick", progress=Silent())
            yield str(number)
            append_record(desk, subject=f"later{number}".ljust(26, "a"))


def _lay_stick(ground: Ground) -> None:
    (ground.home / "stick").mkdir()


def _look_backup(ground: Ground) -> str:
    """The vault is whole; what the stick offers can be restored, all of it."""
    _seen(ground, _records)
    return _restorable(ground)


def _restorable(ground: Ground) -> str:
    try:
        chosen = restoring.choose(ground.home / "stick", restoring.by_passphrase(PASSPHRASE))
    except MonitorError:
        return "0"
    target = ground.home / "tried"
    restored = restoring.run(chosen, target, clock=SetClock(), progress=Silent())
    shutil.rmtree(target)
    return str(restored.records - 1)


def _lay_backup(ground: Ground) -> None:
    _lay_stick(ground)
    with ground.desk() as desk:
        backing_up.run(lambda work: work(desk), ground.home / "stick", progress=Silent())


def _restore(ground: Ground) -> Iterator[str]:
    chosen = restoring.choose(ground.home / "stick", restoring.by_passphrase(PASSPHRASE))
    restoring.run(chosen, ground.home / "new", clock=SetClock(), progress=Silent())
    yield "restored"


def _look_restored(ground: Ground) -> str:
    if not unlocking.exists(ground.home / "new"):
        return "nothing"
    desk = App(clock=SetClock(), cost=CHEAPEST).unlock(ground.home / "new", PASSPHRASE)
    sound(desk)
    assert RECORD in _records(desk)
    desk.vault.close()
    return "restored"


def _nothing(_: Ground) -> None:
    """The world as it is."""


DEEDS: dict[str, Deed] = {
    "create": Deed(_nothing, _create, _look_created),
    "unlock": Deed(_lay_unlock, _unlock, _look_unlocked),
    "save": Deed(_nothing, _save, _look_saved),
    "finish": Deed(_nothing, _finish, _look_records),
    "discard": Deed(_nothing, _discard, _look_records),
    "attach": Deed(_nothing, _attach, lambda ground: _seen(ground, _photos)),
    "send": Deed(_nothing, _send, _look_sent),
    "erase": Deed(_nothing, _erase, lambda ground: _seen(ground, _erased)),
    "replace": Deed(
        _lay_sent, _replace, lambda ground: _seen(ground, lambda desk: _replaced(desk, ground.home))
    ),
    "withdraw": Deed(_nothing, _withdraw, lambda ground: _seen(ground, _withdrawn)),
    "change_passphrase": Deed(_nothing, _change_passphrase, _look_passphrase),
    "change_key": Deed(_nothing, _change_key, _look_passphrase),
    "panic": Deed(_nothing, _panic, _look_after_panic),
    "upgrade": Deed(_undo_last_step, _upgrade, _look_records),
    "back_up": Deed(_lay_stick, _back_up, _look_backup),
    "restore": Deed(_lay_backup, _restore, _look_restored),
}
"""Adding what people do is one entry."""


def lay(name: str, world: Path, home: Path, keys: VaultKeys) -> Ground:
    """Copy the world to a place of the deed's own and lay its ground."""
    shutil.copytree(world, home)
    ground = Ground(home, keys)
    DEEDS[name].lay(ground)
    return ground


def say(words: str) -> None:
    """Say something in one system call, so that a listener knows what was done before it."""
    os.write(1, f"{words}\n".encode())


def main() -> None:
    """Do the deeds named, each in its own folder under the first argument."""
    shutil._USE_CP_SENDFILE = False  # a copy inside the kernel could not be listened to
    keys = msgspec.json.decode(sys.stdin.readline(), type=VaultKeys)
    for name in sys.argv[2:]:
        ground = Ground(Path(sys.argv[1]) / name, keys)
        say(f"begin {name}")
        for told in DEEDS[name].do(ground):
            say(f"done {told}")
        say(f"end {name}")


if __name__ == "__main__":
    main()
