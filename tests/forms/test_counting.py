"""The outline counts only what changed, and is always what counting everything anew gives."""

import random

import pytest

from monitor_app.bench import large_form
from monitor_app.forms.filling import Filling
from monitor_app.forms.reading import read_form
from tests.forms.building import YES_NO, context, filling_of, survey

TABLES = {
    "limits": survey(
        "integer | most | Most",
        "integer | a | A | constraint=. <= ${most} | required=${most} > 3",
        "begin_group | g | G | relevant=${a} > 2",
        "integer | b | B | constraint=. > count(../*)",
        "select_one yn | c | C | choice_filter=${a} != 5",
        "end_group | ",
        more=YES_NO,
    ),
    "entries": survey(
        "integer | n | N",
        "begin_repeat | r | R",
        "integer | x | X | constraint=. < sum(${x}) + ${n}",
        "integer | y | Y | constraint=. > count(${r})",
        "end_repeat | ",
    ),
}


def fresh_outline(filling: Filling):
    filling._shower.remembered.forget()
    return filling.outline()


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("name", TABLES)
def test_what_is_remembered_is_what_counting_anew_gives(name, seed):
    draw = random.Random(seed)
    filling = filling_of(TABLES[name])
    for _ in range(25):
        paths = [line.path for page in filling.outline().children for line in page.children]
        deed = draw.random()
        if name == "entries" and deed < 0.15:
            filling.add_repeat("r")
        elif name == "entries" and deed < 0.25 and "r[2]" in filling.pages():
            removed = filling.remove_repeat("r[1]")
            if deed < 0.2:
                filling.restore_repeat(removed)
        else:
            path = draw.choice(paths)
            filling.answer(path, draw.choice([None, "yes", 0, 1, 3, 5, 9]))
        assert filling.outline() == fresh_outline(filling)


def test_pages_alone_count_the_same():
    filling = filling_of(TABLES["limits"])
    filling.answer("a", 4)
    whole, pages = filling.outline(), filling.outline(questions=False)
    assert [(p.path, p.answered, p.missing, p.invalid) for p in whole.children] == [
        (p.path, p.answered, p.missing, p.invalid) for p in pages.children
    ]
    assert not any(page.children for page in pages.children)


def test_a_large_questionnaire_is_counted_right_after_each_answer():
    form = read_form(large_form.compiled(5).xform)
    filling = Filling(form, context=context())
    for turn, (path, question) in enumerate(form.questions.items()):
        filling.answer("/".join(path[1:]), large_form.value_for(question.kind.value, turn))
        if turn % 9 == 0:
            assert filling.outline() == fresh_outline(filling)
