"""Months and days are named in the language of the form."""

import pytest

from monitor_app.forms.calendars import ENGLISH, calendar_words
from tests.forms.building import filling_of

TABLE = """
| survey |
| | type | name | label::English (en) | label::Français (fr) | calculation |
| | calculate | said | | | format-date(date('2024-02-05'), '%a %e %b %Y') |
| | note | told | On ${said} | Le ${said} | |
"""


@pytest.mark.parametrize("language", ["Français (fr)", "fr", "fr-CA", "French", "FRENCH"])
def test_a_language_is_known_by_code_or_english_name(language):
    assert calendar_words(language).days[0] == "lun."


@pytest.mark.parametrize("language", ["", "default", "English", "en-GB", "(../../etc)", "x" * 300, "zz"])
def test_what_is_no_known_language_means_english(language):
    assert calendar_words(language) == ENGLISH


def test_a_date_is_written_anew_when_the_language_changes():
    filling = filling_of(TABLE)
    filling.set_language("Français (fr)")
    assert filling.page("").items[0].label.plain == "Le lun. 5 févr. 2024"
