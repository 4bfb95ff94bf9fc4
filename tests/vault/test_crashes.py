"""A process killed at any moment: what was acknowledged is there. And nothing lies in clear on the disk."""

import base64
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from monitor_app.domain.events import FileRef, Photo, RecordKind
from monitor_app.errors import VaultInUse
from monitor_app.vault import attachments, drafts, events, opening, queries, search, stored_settings
from monitor_app.vault.views import RecordFilter

from .samples import BOX, finished, site

REPOSITORY = Path(__file__).resolve().parents[2]
DRIVER = """
import sys
from pathlib import Path
from monitor_app.crypto.keys import VaultKeys
from monitor_app.vault import drafts, events, opening
sys.path.insert(0, str(Path("tests").resolve().parent))
from tests.vault.samples import BOX, finished, site
import msgspec

keys = msgspec.json.decode(sys.stdin.readline(), type=VaultKeys)
vault = opening.open_with_keys(Path(sys.argv[1]), keys)
print("open", flush=True)
number = int(sys.argv[2])
while True:
    drafts.keep(vault, "d", {"count": number, f"q{number % 7}": "x" * 500}, now_ms=number)
    print("kept", number, flush=True)
    stored = events.append(vault, finished(f"r{number}", ms=number), stream=BOX)
    print("stored", stored.root, flush=True)
    number += 1
"""


def _start(folder, keys, number: int) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-c", DRIVER, str(folder), str(number)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
    )
    assert child.stdin
    assert child.stdout
    child.stdin.write(msgspec.json.encode(keys).decode() + "\n")
    child.stdin.flush()
    assert child.stdout.readline() == "open\n"
    return child


def _kill_after(child: subprocess.Popen[str], lines: int) -> list[str]:
    """Kill after so many acknowledgements; return all that were made."""
    assert child.stdout
    told = [child.stdout.readline() for _ in range(lines)]
    child.kill()
    told += child.stdout.readlines()
    child.communicate()
    return [line for line in told if line.endswith("\n")]


def test_killed_again_and_again_nothing_acknowledged_is_lost(folder, made):
    vault = opening.open_with_keys(folder, made[1])
    drafts.begin(vault, "d", record_kind=RecordKind.INTERVIEW, form_digest="", language="", site="", now_ms=0)
    vault.close()
    roots: list[str] = []
    for run in range(8):
        told = _kill_after(_start(folder, made[1], run * 10_000), 1 + run * 7)
        vault = opening.open_with_keys(folder, made[1])
        kept = [int(line.split()[1]) for line in told if line.startswith("kept")]
        roots += [line.split()[1] for line in told if line.startswith("stored")]
        count = drafts.load(vault, "d").answers["count"]
        here = {link.root for link in events.after(vault, BOX, -1, limit=10**6)}
        assert count >= max(kept)
        assert here.issuperset(roots)
        assert queries.count_records(vault, RecordFilter()) == len(here)
        assert events.check(vault) == []
        assert vault.rows("PRAGMA quick_check") == [("ok",)]
        vault.close()


def test_a_killed_process_leaves_no_lock_and_a_live_one_keeps_it(folder, made):
    child = _start(folder, made[1], 0)
    with pytest.raises(VaultInUse):
        opening.open_with_keys(folder, made[1])
    _kill_after(child, 1)
    opening.open_with_keys(folder, made[1]).close()


def test_a_planted_word_is_nowhere_on_disk(vault, folder, tmp_path):
    marker = "Zq7MarkerXw"
    content = marker.encode() * 200
    ref = attachments.store(vault, [content], name=f"{marker}.jpg", media_type=marker)
    photo = Photo(question=marker, area=marker, original=ref, working=ref, thumbnail=ref)
    drafts.begin(
        vault, "d", record_kind=RecordKind.INTERVIEW, form_digest=marker, language=marker, site=marker, now_ms=1
    )
    drafts.keep(vault, "d", {marker: marker}, now_ms=1)
    drafts.keep_photos(vault, "d", (photo,), now_ms=2)
    record = finished(answers={marker: marker}, reason=marker, pseudonym=marker, photos=(photo,))
    events.append_all(vault, [(record, BOX), (site(marker, address=marker), BOX)])
    stored_settings.put(vault, marker, marker)
    assert search.subjects(vault, "record", marker) == ["r1"]
    needles = [marker.encode(), marker.encode("utf-16-le"), base64.b64encode(content)[:40]]

    def hits() -> list[Path]:
        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        return [path for path in files if any(needle in path.read_bytes() for needle in needles)]

    assert hits() == []
    vault.checkpoint()
    assert hits() == []
    (tmp_path / "control").write_text(marker)
    assert [path.name for path in hits()] == ["control"]


def test_a_file_cut_off_while_sealing_is_no_attachment(vault):
    ref = FileRef(id="i", name="", media_type="", size=1, sha256="", key="", chunks=("a" * 52,))
    part = vault.folder / "attachments" / "aa"
    part.mkdir()
    (part / f"{'a' * 52}.part").write_bytes(os.urandom(100))
    assert not attachments.has(vault, ref)
