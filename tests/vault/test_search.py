"""Search: every script, and nothing a person types is syntax."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor_app.vault import search
from monitor_app.vault.driver import Database


def _indexed(vault, text: str) -> None:
    with vault.writing():
        search.put(vault, "record", "r1", text)


def _finds(vault, typed: str) -> bool:
    return search.subjects(vault, "record", typed) == ["r1"]


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("The wage came late", "late wage"),
        ("The wage came late", "wag"),
        ("Überstunden und Löhne", "lohne"),
        ("đường phố", "duong"),
        ("設備点検をした", "点検"),
        ("設備点検をした", "検"),
        ("加班工资没有发", "工资"),
        ("工资 late", "工资 lat"),
        ("ค่าจ้างล่าช้า", "จ้าง"),
        ("ប្រាក់ខែយឺត", "ប្រាក់"),
        ("လုပ်ခနောက်ကျ", "လုပ်ခ"),
        ("العمال في المصنع", "عمال"),
        ("عمال", "العمال"),
        ("والعمال", "عمال"),
        ("مُحَمَّد", "محمد"),
        ("मजदूरी देर से", "मजदूरी"),
        ("ค่าจ้าง overtime 2024", "2024"),
        ("ﬁne", "fine"),
    ],
)
def test_words_are_found_in_every_script(vault, text, typed):
    _indexed(vault, text)
    assert _finds(vault, typed)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("the wage", "overtime"),
        ("設備点検", "備検"),
        ("wages", "age"),
        ("العمل", "عمال"),
        ("the wage", "wage late"),
    ],
)
def test_other_words_are_not_found(vault, text, typed):
    _indexed(vault, text)
    assert not _finds(vault, typed)


@pytest.mark.parametrize(
    "typed", ['"', "wage AND", "NEAR(", "a*b^", "col:x", "-", "()", "OR OR", "'; DROP", "", "   "]
)
def test_syntax_is_only_words(vault, typed):
    _indexed(vault, "something")
    assert not _finds(vault, typed)


@given(st.text(max_size=40))
def test_no_text_breaks_a_query(typed):
    db = Database(memory=True)
    db.conn.execute(search.CREATE[0])
    db.conn.execute("INSERT INTO search (text) VALUES (?)", (search.indexed(typed),))
    wanted = search.query(typed)
    if wanted:
        db.conn.execute("SELECT count(*) FROM search WHERE search MATCH ?", (wanted,)).fetchone()
    db.conn.close()


@given(st.lists(st.text(st.characters(categories=["Lu", "Ll"], max_codepoint=0x4FF), min_size=1), min_size=1))
def test_a_text_is_found_by_its_own_words(words):
    db = Database(memory=True)
    db.conn.execute(search.CREATE[0])
    db.conn.execute("INSERT INTO search (text) VALUES (?)", (search.indexed(" ".join(words)),))
    wanted = search.query(" ".join(words[::-1]))
    assert db.conn.execute("SELECT count(*) FROM search WHERE search MATCH ?", (wanted,)).fetchone() == (1,)
    db.conn.close()


def test_a_text_put_again_replaces_the_one_before(vault):
    _indexed(vault, "alpha")
    _indexed(vault, "beta")
    assert (_finds(vault, "alpha"), _finds(vault, "beta")) == (False, True)


def test_a_dropped_subject_is_not_found(vault):
    _indexed(vault, "alpha")
    with vault.writing():
        search.drop(vault, "record", "r1")
    assert not _finds(vault, "alpha")
    assert vault.rows("SELECT * FROM search_subject") == []
