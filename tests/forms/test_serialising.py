"""Submission XML as OpenRosa servers take it."""

from lxml import etree

from monitor_app.forms.context import Context
from monitor_app.forms.filling import Filling
from tests.forms.building import NOW, form_of, survey

ORX = "{http://openrosa.org/xforms}"
FORM = form_of(
    survey(
        "text | a | A",
        "begin_repeat | r | R | relevant=${a} != 'none'",
        "text | x | X",
        "end_repeat | ",
        more="| settings |\n| | form_id | version |\n| | case | 7 |\n",
    )
)


def submitted(answers: dict, replaces: str = "") -> etree._Element:
    context = Context(now_ms=NOW, seed="s", record_id="new", replaces=replaces)
    filling = Filling(FORM, context=context)
    filling.fill(answers)
    return etree.fromstring(filling.submission())


def test_the_root_carries_the_forms_id_and_version():
    root = submitted({"a": "x"})
    assert (root.tag, root.get("id"), root.get("version")) == ("data", "case", "7")


def test_repeats_stand_in_order():
    root = submitted({"r": [{"x": "1"}, {"x": "2"}]})
    assert [e.text for e in root.iter("x")] == ["1", "2"]


def test_what_is_not_relevant_is_left_out():
    root = submitted({"r": [{"x": "1"}], "a": "none"})
    assert list(root.iter("r")) == []


def test_the_meta_block_stands_in_its_own_namespace():
    assert submitted({}).findtext(f"{ORX}meta/{ORX}instanceID") == "uuid:new"


def test_a_correction_names_what_it_replaces():
    assert submitted({}, replaces="old").findtext(f"{ORX}meta/{ORX}deprecatedID") == "uuid:old"


def test_signs_that_xml_cannot_hold_are_dropped():
    assert submitted({"a": "a\x00\x0bb\n"}).findtext("a") == "ab\n"
