"""The catalogues hold every sentence, keep its blanks, and say who made them."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from monitor_app.text import N_
from monitor_app.ui.translation import LanguageBus, catalogue, languages, sentences
from tests.support.places import REPOSITORY

CODES = [code for code, _ in languages() if code != "en"]


def script() -> ModuleType:
    path = REPOSITORY / "packaging" / "catalogue.py"
    spec = importlib.util.spec_from_file_location("catalogue", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_catalogue_is_stale() -> None:
    assert script().stale() == [], "run python packaging/catalogue.py"


@pytest.mark.parametrize("code", CODES)
def test_a_translation_has_the_same_blanks_as_its_sentence(code: str) -> None:
    blanks = re.compile(r"\{[^}]*\}")
    wrong = [s for s, t in sentences(code).items() if set(blanks.findall(s)) != set(blanks.findall(t))]
    assert not wrong


def test_the_machine_made_catalogue_says_so() -> None:
    assert "NOT reviewed" in catalogue("zh_CN").read_text(encoding="utf-8")


def test_a_sentence_without_translation_is_said_in_english() -> None:
    bus = LanguageBus()
    bus._sentences = {"Kept": "已保存"}
    assert [bus.say(N_("Kept")), bus.say(N_("Lost {count}", count=3))] == ["已保存", "Lost 3"]


def test_a_language_names_itself() -> None:
    assert languages()[0] == ("en", "English")
    assert Path(catalogue("zh_CN")).is_file()
