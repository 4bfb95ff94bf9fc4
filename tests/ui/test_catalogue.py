"""The catalogues hold every sentence, keep its blanks, and say who made them."""

import ast
import importlib.util
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from monitor_app.text import N_
from monitor_app.ui.translation import LanguageBus, catalogue, languages, sentences
from tests.support.places import REPOSITORY

CODES = [code for code, _ in languages() if code != "en"]
BLANKS = re.compile(r"\{[^}]*\}")
CHINESE_END = ("。", "？", "！", "……")


@pytest.fixture(scope="module")
def script() -> ModuleType:
    path = REPOSITORY / "packaging" / "catalogue.py"
    spec = importlib.util.spec_from_file_location("catalogue", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def marks(package: Path) -> Iterator[tuple[str, ast.expr]]:
    """Yield where N_() is called and what it is given, read from Python's own syntax tree."""
    for path in sorted(package.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "N_":
                yield f"{path.relative_to(package)}:{node.lineno}", node.args[0]


def small_program(folder: Path) -> Path:
    """Write a program of two sentences, one of them deep below the window, and return its folder."""
    (folder / "vault" / "deep").mkdir(parents=True)
    (folder / "one.py").write_text('told = N_("Kept")\n')
    (folder / "vault" / "deep" / "two.py").write_text(
        'raise Full(N_("The disk is {size} "\n    "too small.", size=N_("Lost")))\n'
    )
    return folder


def chinese(locales: Path, *entries: tuple[str, str]) -> Path:
    """Write a Chinese catalogue and return its file."""
    path = locales / "zh_CN" / "LC_MESSAGES" / "monitor_app.po"
    path.parent.mkdir(parents=True)
    head = '# Made by a machine and NOT reviewed.\nmsgid ""\nmsgstr ""\n"Language: zh_CN\\n"\n'
    told = "".join(f'\nmsgid "{sentence}"\nmsgstr "{translation}"\n' for sentence, translation in entries)
    path.write_text(head + told, encoding="utf-8")
    return path


def test_no_catalogue_is_stale(script: ModuleType) -> None:
    told = script.stale(script.marked())
    assert not told, "run: python packaging/catalogue.py\n" + "\n".join(told)


def test_every_mark_carries_one_whole_sentence() -> None:
    found = marks(REPOSITORY / "monitor_app")
    assert [where for where, given in found if not isinstance(given, ast.Constant)] == []


def test_the_catalogue_collects_what_the_program_marks(script: ModuleType) -> None:
    found = {given.value for _, given in marks(script.PACKAGE) if isinstance(given, ast.Constant)}
    assert {entry.id for entry in script.marked() if entry.id} == found


def test_sentences_below_the_window_and_over_two_lines_are_collected(
    script: ModuleType, tmp_path: Path
) -> None:
    template = script.marked(small_program(tmp_path / "program"))
    assert {entry.id for entry in template if entry.id} == {"Kept", "The disk is {size} too small.", "Lost"}


def test_a_stale_catalogue_names_what_it_lacks_and_what_is_gone(script: ModuleType, tmp_path: Path) -> None:
    template = script.marked(small_program(tmp_path / "program"))
    chinese(tmp_path / "locale", ("Kept", "已保存"), ("Lost", ""), ("Gone", "没有了"))
    assert script.stale(template, tmp_path / "locale") == [
        "zh_CN lacks: The disk is {size} too small.",
        "zh_CN holds in vain: Gone",
    ]


def test_mending_leaves_nothing_stale_and_keeps_translations(script: ModuleType, tmp_path: Path) -> None:
    template = script.marked(small_program(tmp_path / "program"))
    path = chinese(tmp_path / "locale", ("Kept", "已保存"), ("Gone", "没有了"))
    script.mend(template, tmp_path / "locale")
    assert script.stale(template, tmp_path / "locale") == []
    assert script.sentences(path.read_bytes())["Kept"] == "已保存"
    assert "NOT reviewed" in path.read_text(encoding="utf-8")


def test_mending_the_true_catalogues_twice_changes_nothing(script: ModuleType, tmp_path: Path) -> None:
    template = script.marked()
    shutil.copytree(script.LOCALES, tmp_path / "locale")
    seen = []
    for _ in range(2):
        script.mend(template, tmp_path / "locale")
        seen.append([path.read_bytes() for path in script.catalogues(tmp_path / "locale")])
    assert seen[0] == seen[1]


@pytest.mark.parametrize("code", CODES)
def test_a_translation_has_the_same_blanks_as_its_sentence(code: str) -> None:
    told = sentences(code)
    assert [s for s, t in told.items() if set(BLANKS.findall(s)) != set(BLANKS.findall(t))] == []


@pytest.mark.parametrize("code", CODES)
def test_a_translation_can_be_filled_in(code: str) -> None:
    filled = {s: t for s, t in sentences(code).items() if BLANKS.search(s) and "{{" not in s and "${" not in s}
    broken = [s for s, t in filled.items() if set("{}") & set(BLANKS.sub("", t))]
    assert broken == []


@pytest.mark.parametrize("code", CODES)
def test_nearly_all_sentences_are_translated(script: ModuleType, code: str) -> None:
    known = script.sentences(catalogue(code).read_bytes())
    assert len(sentences(code)) >= 0.95 * len(known)


def test_a_whole_sentence_stays_one_in_chinese() -> None:
    told = sentences("zh_CN").items()
    assert [s for s, t in told if s.endswith(".") and not t.endswith(CHINESE_END)] == []


def test_the_machine_made_catalogue_says_so() -> None:
    assert "NOT reviewed" in catalogue("zh_CN").read_text(encoding="utf-8")


def test_a_sentence_without_translation_is_said_in_english() -> None:
    bus = LanguageBus()
    bus._sentences = {"Kept": "已保存"}
    assert [bus.say(N_("Kept")), bus.say(N_("Lost {count}", count=3))] == ["已保存", "Lost 3"]


def test_a_language_names_itself() -> None:
    assert languages()[0] == ("en", "English")
    assert Path(catalogue("zh_CN")).is_file()
