"""What the list of questionnaires shows is noted, so that unlocking need not read every form whole."""

import pytest

from monitor_app.operations import questionnaires
from monitor_app.vault import stored_settings


def test_what_the_list_shows_of_a_questionnaire_needs_no_second_reading_of_it(desk, monkeypatch):
    questionnaires.add_shipped(lambda work: work(desk))
    shown = questionnaires.available(desk)
    monkeypatch.setattr(type(desk), "form", lambda *_: pytest.fail("a form was read whole"))
    assert questionnaires.available(desk) == shown


def test_of_a_questionnaire_that_arrived_the_list_is_noted_later(desk):
    questionnaires.add_shipped(lambda work: work(desk))
    shown = questionnaires.available(desk)
    for row in shown:
        stored_settings.put(desk.vault, f"row-of/{row.digest}", None)
    assert questionnaires.available(desk) == shown
    assert questionnaires.note_rows(desk)[0] == len(shown)
    assert questionnaires.note_rows(desk)[0] == 0
    assert questionnaires.available(desk) == shown
