import hashlib
import os

from monitor_app.operations import collecting, evidence
from monitor_app.operations.evidence import Tag
from monitor_app.ports import Silent
from tests.support import worlds


def test_the_sealed_original_is_what_the_working_copy_was_made_of(desk, tmp_path):
    form = worlds.with_form(desk, "three_questions")
    draft = collecting.begin(desk, form.digest)[0].draft_id
    found = evidence.find_pictures(worlds.pictures(tmp_path / "card", 1))[:1]
    path, before = found[0].path, found[0].path.read_bytes()

    def on_failing_card(work):
        path.write_bytes(bytes(len(before)))
        os.utime(path, ns=(found[0].modified, found[0].modified))
        return work(desk)

    evidence.import_photos(on_failing_card, draft, found, tag=Tag(), progress=Silent())
    (photo,) = collecting.photos(desk, draft)
    assert photo.original.sha256 == hashlib.sha256(before).hexdigest()
