"""The mark `sensitive`: from the author's column to every view, inherited by what is inside."""

from monitor_app.forms.compiling import compile_form
from monitor_app.forms.definition import Group
from monitor_app.forms.reading import read_form
from monitor_app.forms.views import GroupView, RepeatView
from tests.forms.building import filling_of, form_of, survey

TABLE = survey(
    "begin_group | talk | Before we begin | sensitive=Consent",
    "note | say_who | Who I am",
    "begin_group | inner | Inside",
    "text | own_words | In your words",
    "end_group | | ",
    "end_group | | ",
    "begin_group | work | Work",
    "text | task | Task",
    "text | worry | Worry | sensitive=distress",
    "text | plain | Plain | sensitive=no",
    "end_group | | ",
    "begin_repeat | loss | A loss | sensitive=distress",
    "text | what | What",
    "end_repeat | | ",
)


def marks(path: str) -> dict[str, str]:
    return {item.path: item.sensitive for item in filling_of(TABLE).page(path).items}


def test_the_column_survives_the_compiling_child():
    form = read_form(compile_form(TABLE.encode(), file_name="form.md").xform)
    assert form.questions["data", "work", "worry"].sensitive == "distress"


def test_a_group_marks_itself_and_all_that_is_inside():
    form = form_of(TABLE)
    group = form.items[0]
    assert isinstance(group, Group)
    assert group.sensitive == "consent"
    assert form.binds["data", "talk", "inner", "own_words"].sensitive == "consent"
    assert form.questions["data", "talk", "say_who"].sensitive == "consent"


def test_a_question_is_marked_by_itself_and_its_neighbours_are_not():
    assert marks("work") == {"work/task": "", "work/worry": "distress", "work/plain": ""}


def test_a_page_and_the_groups_on_it_carry_the_mark():
    page = filling_of(TABLE).page("talk")
    inner = page.items[1]
    assert isinstance(inner, GroupView)
    assert (page.sensitive, inner.sensitive, inner.items[0].sensitive) == ("consent", "consent", "consent")


def test_a_page_without_a_mark_of_its_own_has_none():
    assert filling_of(TABLE).page("work").sensitive == ""


def test_a_repeat_and_the_pages_of_its_instances_carry_the_mark():
    filling = filling_of(TABLE)
    page = filling.page("loss")
    assert isinstance(page.items[0], RepeatView)
    assert (page.sensitive, page.items[0].sensitive) == ("distress", "distress")
    assert filling.page(filling.add_repeat("loss")).sensitive == "distress"


def test_the_outline_marks_pages_and_questions():
    entries = {entry.path: entry for entry in filling_of(TABLE).outline().children}
    assert entries["talk"].sensitive == "consent"
    assert entries["work"].sensitive == ""
    assert [child.sensitive for child in entries["work"].children] == ["", "distress", ""]


def test_a_form_says_whether_its_author_marked_anything():
    assert form_of(TABLE).has_marks
    assert not form_of(survey("text | consent | Consent")).has_marks
