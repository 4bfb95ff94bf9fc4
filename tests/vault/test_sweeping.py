"""Files whose sealing was cut short are cleared away in a later session, and nothing else is."""

import msgspec
import pytest

from monitor_app.domain.events import Photo, RecordKind
from monitor_app.vault import attachments, drafts, sweeping
from monitor_app.vault.opening import Vault


def files(vault: Vault) -> list[str]:
    return sorted(path.name for path in (vault.folder / "attachments").rglob("*") if path.is_file())


def cut_short(vault: Vault) -> None:
    """Seal a file, and stop before anything is noted of it."""
    attachments.seal_into(vault.folder, [b"x" * 2_500_000], name="a.jpg", media_type="image/jpeg")


def test_what_an_earlier_session_left_is_deleted(reopened):
    first = reopened()
    cut_short(first)
    sweeping.sweep(first)
    first.close()
    second = reopened()
    assert sweeping.sweep(second) == 3
    assert files(second) == []
    second.close()


def test_what_is_being_sealed_in_this_session_stays(vault):
    cut_short(vault)
    assert sweeping.sweep(vault) == 0
    assert sweeping.sweep(vault) == 0
    assert len(files(vault)) == 4


def test_what_is_first_seen_in_a_session_stays_until_the_next(reopened):
    first = reopened()
    cut_short(first)
    first.close()
    second = reopened()
    assert sweeping.sweep(second) == 0
    second.close()
    assert sweeping.sweep(reopened()) == 3


def test_a_file_that_was_noted_after_all_stays(reopened):
    first = reopened()
    ref = attachments.seal_into(first.folder, [b"kept"], name="a", media_type="b")
    sweeping.sweep(first)
    with first.writing():
        first.run("INSERT INTO attachment VALUES (?, ?)", ref.id, _json(ref))
    first.close()
    second = reopened()
    assert sweeping.sweep(second) == 0
    assert attachments.has(second, ref)


def test_a_file_that_only_a_draft_names_stays(reopened):
    first = reopened()
    ref = attachments.seal_into(first.folder, [b"kept"], name="a", media_type="b")
    drafts.begin(first, "d", record_kind=RecordKind.INTERVIEW, form_digest="", language="", site="", now_ms=0)
    drafts.keep_photos(first, "d", (Photo(question="", original=ref, working=ref, thumbnail=ref),), now_ms=0)
    sweeping.sweep(first)
    first.close()
    second = reopened()
    assert sweeping.sweep(second) == 0
    assert attachments.has(second, ref)


def test_a_file_that_was_kept_leaves_no_note_behind(vault):
    attachments.store(vault, [b"kept"], name="a", media_type="b")
    assert attachments.unfinished(vault) == {}


def test_a_sealing_that_fails_leaves_neither_file_nor_note(vault):
    def blocks():
        yield b"x" * 2_000_000
        raise OSError("the card was pulled")

    with pytest.raises(OSError, match="pulled"):
        attachments.store(vault, blocks(), name="a", media_type="b")
    assert files(vault) == []


def _json(ref) -> str:
    return msgspec.json.encode(ref).decode()
