"""The running sums: they follow every write, and an old page played back does not fit them."""

import contextlib
import logging
import os
import random

import pytest

from monitor_app.domain.events import RecordKind
from monitor_app.domain.reviewing import Decision
from monitor_app.errors import VaultDamaged
from monitor_app.ports import Silent
from monitor_app.vault import (
    attachments,
    checking,
    drafts,
    events,
    keys,
    opening,
    projections,
    stored_settings,
    tally,
)
from monitor_app.vault.driver import still_damaged

from .damaging import PAGE, content, drop, filled
from .samples import BOX, finished, review, site

REPLAYS = int(os.environ.get("FIELDWORK_REPLAYS", "16"))
FIGURES = logging.getLogger("figures")
"""Shown by `-o log_cli=true -o log_cli_level=INFO`."""


def differing(vault) -> list[str]:
    return [name for name, table in tally.table_map(vault.db).items() if tally.differs(vault.db, name, table)]


def test_sums_follow_every_kind_of_write(vault):
    filled(vault)
    drafts.keep(vault, "d0", {"a": "other", "b": None}, now_ms=9)
    drafts.discard(vault, "d1")
    keys.put(vault, "k", b"1")
    keys.put(vault, "k", b"2")
    keys.forget(vault, "k")
    stored = events.append(vault, finished("rx"), stream=BOX)
    events.append(vault, review(stored.root, Decision.ACCEPTED, record="rx"), stream=BOX)
    assert differing(vault) == []


def test_sums_follow_a_transaction_rolled_back(vault):
    with pytest.raises(VaultDamaged):
        broken_off(vault)
    assert differing(vault) == []


def broken_off(vault) -> None:
    with vault.writing():
        stored_settings.put(vault, "a", 1)
        raise still_damaged()


class Stopped(Exception):
    """Something else went wrong within a transaction."""


def test_sums_follow_rows_that_come_and_go_in_one_transaction(vault):
    filled(vault)
    with vault.writing():
        new = [events.append(vault, finished(f"x{n}"), stream=BOX) for n in range(4)]
        events.append(vault, review(new[0].root, Decision.ACCEPTED, record="x0"), stream=BOX)
        vault.run("DELETE FROM record WHERE root = ?", new[3].root)
        vault.run("DELETE FROM record WHERE id = 'r0'")
        events.append(vault, finished("in its place"), stream=BOX)
        with contextlib.suppress(Stopped), vault.attempting():
            events.append(vault, finished("taken back"), stream=BOX)
            raise Stopped
    assert differing(vault) == []


def test_the_search_index_is_written_once_a_transaction_not_once_a_record(vault):
    filled(vault)
    heard: list[str] = []
    vault.db.conn.set_trace_callback(heard.append)
    events.append_all(vault, [(finished(f"x{n}"), BOX) for n in range(9)])
    vault.db.conn.set_trace_callback(None)
    # SQLite tells of what the index does by itself as a comment.
    written = [one for one in heard if one.startswith("--") and "data_version" in one]
    assert 1 <= len(written) <= 2


def test_sums_follow_rows_built_anew_and_the_next_opening(reopened):
    vault = reopened()
    filled(vault)
    projections.rebuild(vault)
    assert differing(vault) == []
    vault.close()
    vault = reopened()
    stored_settings.put(vault, "later", 1)
    assert differing(vault) == []
    vault.close()


def test_a_row_changed_behind_the_back_of_the_program_does_not_fit(vault):
    for statement in ("insert", "delete", "update"):
        vault.db.conn.execute(f"DROP TRIGGER temp.tally_{statement.upper()}_setting")
    vault.db.conn.execute("INSERT INTO setting VALUES ('quiet', '1')")
    vault.db.conn.commit()
    assert differing(vault) == ["setting"]


def test_a_body_played_back_is_noticed_by_its_root_though_no_sum_reads_it(vault):
    filled(vault)
    vault.db.conn.execute("UPDATE body SET content = (SELECT content FROM body WHERE id = 3) WHERE id = 4")
    vault.db.conn.commit()
    reader = opening.reader(vault)
    found = list(checking.check(reader, Silent()))
    reader.close()
    assert [damage.part for damage in found if damage.part is checking.Part.LOG]


def test_random_writes_keep_the_sums(vault):
    chance = random.Random(7)
    drafts.begin(vault, "d", record_kind=RecordKind.INTERVIEW, form_digest="", language="", site="", now_ms=0)
    for step in range(120):
        match chance.randrange(4):
            case 0:
                drafts.keep(
                    vault, "d", {f"q{chance.randrange(5)}": chance.choice([None, "x", step])}, now_ms=step
                )
            case 1:
                stored_settings.put(vault, f"k{chance.randrange(5)}", chance.choice([None, step]))
            case 2:
                events.append(vault, site(f"W{step}", subject=f"s{chance.randrange(4)}", ms=step), stream=BOX)
            case 3:
                keys.put(vault, f"n{chance.randrange(3)}", bytes([step]))
    assert differing(vault) == []


@pytest.fixture
def two_ages(folder, reopened):
    """Page images of a vault, and of the same vault after more work. Yields (old, new)."""
    vault = reopened()
    filled(vault)
    vault.close()
    old = (folder / "vault.db").read_bytes()
    vault = reopened()
    stored = [events.append(vault, finished(f"late{n}", ms=9000 + n), stream=BOX) for n in range(6)]
    events.append(vault, review(stored[0].root, Decision.ACCEPTED, record="late0"), stream=BOX)
    drafts.keep(vault, "d0", {"a": "changed", "c": "new"}, now_ms=99)
    stored_settings.put(vault, "address", "folder:/new")
    stored_settings.put(vault, "box", "changedboxchange")
    attachments.store(vault, [b"x" * 100], name="b", media_type="c")
    vault.close()
    return old, (folder / "vault.db").read_bytes()


def test_every_old_page_played_back_is_noticed_or_without_harm(folder, reopened, two_ages, made):
    old, new = two_ages
    changed = [
        number
        for number in range(len(old) // PAGE)
        if old[number * PAGE : (number + 1) * PAGE] != new[number * PAGE : (number + 1) * PAGE]
    ]
    whole = content(opened := reopened())
    opened.close()
    noticed = harmless = 0
    chance = random.Random(3)
    for number in sorted(chance.sample(changed, min(REPLAYS, len(changed)))):
        at = number * PAGE
        (folder / "vault.db").write_bytes(new[:at] + old[at : at + PAGE] + new[at + PAGE :])
        for rest in ("vault.db-wal", "vault.db-shm"):
            (folder / rest).unlink(missing_ok=True)
        if is_noticed(folder, made[1]):
            noticed += 1
        elif seen(folder, made[1]) == whole:
            harmless += 1
        else:
            pytest.fail(f"page {number + 1} was played back unseen")
    FIGURES.info("%s pages noticed, %s without harm, of %s that changed", noticed, harmless, len(changed))
    assert noticed > harmless


def is_noticed(folder, vault_keys) -> bool:
    try:
        vault = opening.open_with_keys(folder, vault_keys)
    except VaultDamaged:
        return True
    try:
        reader = opening.reader(vault)
        found = list(checking.check(reader, Silent()))
        reader.close()
        return bool(found) or not checking.search_is_whole(vault)
    finally:
        drop(vault)


def seen(folder, vault_keys):
    vault = opening.open_with_keys(folder, vault_keys)
    found = content(vault)
    drop(vault)
    return found


def test_a_whole_old_vault_is_not_noticed_here_and_the_guide_says_so(folder, two_ages, made):
    (folder / "vault.db").write_bytes(two_ages[0])
    assert not is_noticed(folder, made[1])
