"""Makes the golden vaults of this version: `python -m tests.vaults.make NAME`. Released, they stay for ever.

They are small and open with PASSPHRASE at the cheapest cost that is read. NAME is in no project;
NAME-sending is a monitor's, with parcels that wait, were sent and are confirmed.
"""

import json
import shutil
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image

from monitor_app.domain.events import RecordKind
from monitor_app.domain.reviewing import Decision
from monitor_app.operations import browsing, carrying, collecting, observing, places, reviewing
from monitor_app.operations.browsing import RecordFilter
from monitor_app.operations.desk import Desk
from monitor_app.operations.places import Access
from monitor_app.remotes.opening import open_here
from monitor_app.vault import attachments, drafts, outbox
from tests.support import worlds
from tests.support.desks import append_record, joined_pair, new_desk
from tests.support.fakes import SetClock

PASSPHRASE = "bofu-giru-tapa-neso-kidu-lamo"
HERE = Path(__file__).parent
CLOUD = Access(address="webdav:https://cloud.example.org/team", user="wren", secret="app-1234")
"""Where the parcels of the sending vault went; a folder stood in for it."""


def make(name: str) -> None:
    """Make the vault and, beside it, what must be read from it for ever."""
    folder = HERE / name
    desk = new_desk(folder, clock=SetClock())
    form = worlds.with_form(desk, "three_questions")
    site, _ = observing.add_site(desk, name="Works by the harbour", address="", country="")
    ids = [worlds.interview(desk, n, site=site if n % 2 else "") for n in range(5)]
    observed = append_record(
        desk, record_kind=RecordKind.OBSERVATION, form=form, answers={"account": "Doors locked."}
    )
    reviewing.decide(desk, ids[0], Decision.ACCEPTED)
    begun, _ = collecting.begin(desk, form.digest)
    collecting.keep(desk, begun.draft_id, {"account": "An unfinished account.", "people": 3})
    picture = BytesIO()
    Image.new("RGB", (64, 48), "grey").save(picture, "JPEG")
    file = attachments.store(desk.vault, [picture.getvalue()], name="gate.jpg", media_type="image/jpeg")
    expected = told(desk) | {"files": {file.id: file.sha256}, "written": sorted([*ids, observed])}
    _finish(desk, name, expected)


def make_sending(name: str) -> None:
    """Make the vault of a monitor in mid-journey, and beside it what became of each parcel."""
    with tempfile.TemporaryDirectory() as here:
        folder = Path(here) / "shared-place"
        pair = joined_pair(
            Path(here), SetClock(), address=CLOUD.address, open_remote=lambda _: open_here(f"folder:{folder}")
        )
        places.keep(pair.monitor, CLOUD)
        append_record(pair.monitor)
        pair.exchange()
        append_record(pair.monitor)
        pair.sync(pair.monitor)
        append_record(pair.monitor)
        carrying.pack(pair.monitor)
        pair.coordinator.vault.close()
        parcels = {
            one.name: [one.state.value, one.day] for one in outbox.items(pair.monitor.vault, offset=0, limit=99)
        }
        expected = told(pair.monitor) | {"parcels": parcels}
        _finish(pair.monitor, name, expected)


def _finish(desk: Desk, name: str, expected: dict[str, object]) -> None:
    """Close a vault, move it to its place if need be, and write down what must be read from it."""
    desk.vault.close()
    folder = HERE / name
    if desk.vault.folder != folder:
        shutil.move(desk.vault.folder, folder)
    for left in ("ballast", "lock"):
        (folder / left).unlink()
    (HERE / f"{name}.json").write_text(json.dumps(expected, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def told(desk: Desk) -> dict[str, object]:
    """Return what a person reads in a vault: records with answers and states, drafts, sites."""
    rows = browsing.records(desk, RecordFilter(), limit=100)
    return {
        "records": {row.id: _record(desk, row.id, row.state.value) for row in rows},
        "drafts": {
            one.id: dict(drafts.load(desk.vault, one.id).answers) for one in drafts.open_drafts(desk.vault)
        },
        "found": sorted(row.id for row in browsing.records(desk, RecordFilter(text="passport"), limit=100)),
    }


def _record(desk: Desk, record_id: str, state: str) -> dict[str, object]:
    event = browsing.record(desk, record_id).event
    assert event is not None
    return {"state": state, "answers": dict(event.answers), "pseudonym": event.pseudonym, "site": event.site}


if __name__ == "__main__":
    make(sys.argv[1])
    make_sending(f"{sys.argv[1]}-sending")
