"""The root key goes to three sheets, and two of them take the list over."""

import pytest

from monitor_app.errors import BadInput, KeyRefused, SheetRefused
from monitor_app.operations import projects, root, rosters
from tests.support.crowds import COORDINATOR, Crowd
from tests.support.desks import new_desk


@pytest.fixture
def crowd(tmp_path, clock):
    crowd = Crowd(tmp_path, clock)
    crowd.join("ibis", rights=COORDINATOR)
    yield crowd
    crowd.close()


def words(desk):
    return [" ".join(sheet.words) for sheet in root.sheets(desk).sheets]


def test_two_of_three_sheets_take_the_list_over(crowd):
    first, _, third = words(crowd["heron"])
    root.take_over(crowd["ibis"], [third, first])
    assert rosters.is_holder(crowd["ibis"])


def test_once_the_sheets_were_tried_the_vault_keeps_no_root_key(crowd):
    made = words(crowd["heron"])
    root.hand_to_sheets(crowd["heron"], made[1:])
    assert not root.is_here(crowd["heron"])
    with pytest.raises(BadInput):
        root.sheets(crowd["heron"])


def test_sheets_that_were_not_typed_back_right_leave_the_key_where_it_is(crowd):
    root.sheets(crowd["heron"])
    with pytest.raises(SheetRefused):
        root.hand_to_sheets(crowd["heron"], ["wrong words", "more of them"])
    assert root.is_here(crowd["heron"])


def test_sheets_of_another_project_are_refused(crowd, tmp_path, clock):
    other = new_desk(tmp_path / "other", clock=clock)
    projects.create(other, title="Other", name="Rook")
    with pytest.raises(KeyRefused):
        root.take_over(crowd["ibis"], words(other)[:2])
    other.vault.close()
