"""Makes the golden vault of this version: `python -m tests.vaults.make NAME`. Once released it stays for ever.

It is small, in no project, and opens with PASSPHRASE at the cheapest cost that is read.
"""

import json
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image

from monitor_app.domain.events import RecordKind
from monitor_app.domain.reviewing import Decision
from monitor_app.operations import browsing, collecting, observing, reviewing
from monitor_app.operations.browsing import RecordFilter
from monitor_app.operations.desk import Desk
from monitor_app.vault import attachments, drafts
from tests.support import worlds
from tests.support.desks import append_record, new_desk
from tests.support.fakes import SetClock

PASSPHRASE = "bofu-giru-tapa-neso-kidu-lamo"
HERE = Path(__file__).parent


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
    desk.vault.close()
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
