"""Looking for damage in a vault; naming it, changing nothing. Lists can be built anew from the log."""

from dataclasses import dataclass, replace

from monitor_app.operations.changes import NOTHING, Changes, Topic, touched
from monitor_app.operations.desk import Desk, OnDesk
from monitor_app.operations.notes import note, recall
from monitor_app.ports import Progress, Silent
from monitor_app.text import N_, Message
from monitor_app.vault import checking, opening, projections
from monitor_app.vault.checking import Damage, Part

__all__ = ["Checked", "Damage", "Part", "check", "last_ms", "rebuild", "run", "words"]

_CHECKED = "checked_ms"
_WORDS = {
    Part.PAGES: N_("A page of the database does not open: {name}"),
    Part.LOG: N_("An entry of the log is damaged: {name}"),
    Part.CONTENT: N_("The content of a record does not read: {name}"),
    Part.FILE: N_("A photo or file is damaged or missing: {name}"),
    Part.DRAFT: N_("An unfinished record does not read: {name}"),
    Part.OUTBOX: N_("A parcel that waits to be sent is damaged: {name}"),
    Part.KEY: N_("A key of this device is missing or damaged: {name}"),
    Part.SEARCH: N_("The search index is damaged."),
    Part.LISTS: N_("A list does not fit the log: {name}"),
}


@dataclass(frozen=True)
class Checked:
    """What a check found, and when."""

    damages: tuple[Damage, ...]
    at_ms: int

    @property
    def needs_salvage(self) -> bool:
        """Say whether more than lists and search is hurt, which building anew would mend."""
        return any(damage.part not in {Part.LISTS, Part.SEARCH} for damage in self.damages)


def run(on_desk: OnDesk, *, progress: Progress) -> tuple[Checked, Changes]:
    """Check everything beside the vault's own work. Raise Cancelled."""
    vault = on_desk(_settled)
    reader = opening.reader(vault)
    try:
        found = list(checking.check(reader, progress))
    finally:
        reader.close()
    broken = Damage(Part.SEARCH, "")
    if not (
        vault.is_read_only or broken in found or on_desk(lambda desk: checking.search_is_whole(desk.vault))
    ):
        found.append(broken)
    return on_desk(lambda desk: _noted(desk, tuple(found))), NOTHING


def check(desk: Desk) -> list[Damage]:
    """Check everything at once, on the vault's own thread."""
    return list(run(lambda work: work(desk), progress=Silent())[0].damages)


def rebuild(desk: Desk) -> tuple[None, Changes]:
    """Build the lists and the search index anew from the log."""
    projections.rebuild(desk.vault)
    return None, touched(Topic.RECORDS, Topic.SITES, Topic.FINDINGS, Topic.QUESTIONNAIRES, Topic.BUNDLES)


def last_ms(desk: Desk) -> int:
    """Return when the vault was last checked, or 0."""
    return recall(desk, _CHECKED, int, 0)


def words(damage: Damage) -> Message:
    """Say in a sentence what is damaged."""
    if damage.is_old:
        return N_("A part of the vault is not the one written last: {name}", name=damage.name)
    sentence = _WORDS.get(damage.part, N_("A part of the vault is damaged: {name}"))
    return replace(sentence, values={"name": damage.name})


def _settled(desk: Desk) -> opening.Vault:
    """Put everything into the main file first: what lies in the log beside it looks like damage."""
    if not desk.vault.is_read_only:
        desk.vault.checkpoint()
    return desk.vault


def _noted(desk: Desk, found: tuple[Damage, ...]) -> Checked:
    if not desk.vault.is_read_only:
        note(desk, _CHECKED, desk.now())
    return Checked(found, desk.now())
