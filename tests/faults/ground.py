"""The ground that deeds are done on: a vault with a project, a draft, a sent record and one that waits."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

from monitor_app.app import App
from monitor_app.crypto.keys import VaultKeys
from monitor_app.crypto.keyslots import CHEAPEST
from monitor_app.crypto.stream import chunk_id
from monitor_app.operations import checking, collecting, evidence, projects, syncing
from monitor_app.operations.desk import Desk
from monitor_app.ports import Silent
from monitor_app.remotes.opening import open_here
from monitor_app.vault import drafts, opening, places
from monitor_app.vault import erasing as vault_erasing
from tests.support import worlds
from tests.support.desks import append_record, new_desk
from tests.support.fakes import SetClock

DRAFT = "draft".ljust(26, "a")
RECORD = "record".ljust(26, "a")
SENT = "sent".ljust(26, "a")


@dataclass
class Ground:
    """Where a deed is done: its folder, what opens the vault in it, and what the deed said."""

    home: Path
    keys: VaultKeys
    told: list[str] = field(default_factory=list)

    @property
    def vault(self) -> Path:
        return self.home / "vault"

    @contextmanager
    def desk(self, *, folder: Path | None = None, keys: VaultKeys | None = None) -> Iterator[Desk]:
        """Sit down at the vault without its passphrase."""
        vault = opening.open_with_keys(folder or self.vault, keys or self.keys)
        app = App(clock=SetClock(), cost=CHEAPEST, open_remote=open_here, zone="UTC")
        try:
            yield app._desk(vault)
        finally:
            vault.close()


def lay_world(home: Path) -> VaultKeys:
    """Make the vault that every deed begins with: a project, a draft, a sent record and one that waits."""
    (home / "place").mkdir()
    desk = new_desk(home / "vault", clock=SetClock())
    form = worlds.with_form(desk, "three_questions")
    projects.create(desk, title="P", name="Heron", address=f"folder:{home / 'place'}")
    append_record(desk, subject=SENT, form=form)
    syncing.run(lambda work: work(desk), progress=Silent())
    photo = evidence._keep(desk, **picture(desk, DRAFT, "first", form.digest))
    append_record(desk, subject=RECORD, form=form, photos=(photo,), answers={"account": "word " * 400})
    drafts.keep_photos(desk.vault, DRAFT, (), now_ms=desk.now())
    collecting.keep(desk, DRAFT, {"account": "They keep the passports.", "people": 1, "standing": "first_hand"})
    keys = desk.vault.keys
    desk.vault.close()
    return keys


def picture(desk: Desk, draft_id: str, name: str, digest: str = "") -> dict[str, object]:
    """What `evidence` has in hand once a picture was read; the draft is begun if there is none."""
    if digest:
        drafts.begin(
            desk.vault,
            draft_id,
            record_kind="interview",
            form_digest=digest,
            language="English (en)",
            site="",
            now_ms=desk.now(),
        )
    content = name.encode() * 40_000
    prepared = SimpleNamespace(media_type="image/jpeg", working=content[:9000], thumbnail=content[:900])
    taken = evidence._Taken(name=f"{name}.jpg", source=content, prepared=prepared)
    return {"draft_id": draft_id, "taken": taken, "tag": evidence.Tag("account")}


def sound(desk: Desk) -> None:
    """Raise if anything in the vault is damaged, or a part of a file is not what its name says."""
    vault_erasing.settle(desk.vault)
    assert desk.vault.rows("PRAGMA quick_check") == [("ok",)]
    found = checking.check(desk)
    assert not found, [(one.part.value, one.name) for one in found]
    for path in (desk.vault.folder / places.ATTACHMENTS).glob("??/*"):
        assert path.suffix == ".part" or chunk_id(path.read_bytes()) == path.name, path.name
