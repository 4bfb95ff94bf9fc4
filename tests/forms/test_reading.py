"""Reading XForms: what is refused and why, what is listed as not working, lists from files."""

import pytest

from monitor_app.errors import FormRefused
from monitor_app.forms.definition import Unsupported
from monitor_app.forms.filling import Filling
from monitor_app.forms.reading import read_form
from tests.forms.building import context, form_of, survey

SHELL = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>T</h:title><model>
<instance><data id="t" version="2">{seed}</data></instance>{model}</model></h:head>
<h:body>{body}</h:body></h:html>"""


def xform(seed="<a/><b/>", model="", body='<input ref="/data/a"/>') -> bytes:
    return SHELL.format(seed=seed, model=model, body=body).encode()


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"<x/>", b"<model/>", b"\x00\x01", b"<h:html", xform()[:-20]]
)
def test_what_is_no_questionnaire_is_refused_in_words(content):
    with pytest.raises(FormRefused) as refused:
        read_form(content)
    assert refused.value.hint


def test_a_form_knows_its_name_and_version():
    form = read_form(xform())
    assert (form.id, form.version, form.title) == ("t", "2", "T")


def test_a_mistake_in_a_rule_names_the_question():
    with pytest.raises(FormRefused) as refused:
        read_form(xform(model='<bind nodeset="/data/a" relevant="1 +"/>'))
    assert (refused.value.problems[0].question, refused.value.problems[0].column) == ("a", "relevant")


def test_rules_that_wait_for_each_other_are_named():
    model = '<bind nodeset="/data/a" calculate="/data/b"/><bind nodeset="/data/b" calculate="/data/a + 1"/>'
    with pytest.raises(FormRefused) as refused:
        read_form(xform(model=model))
    assert "a, b" in str(refused.value.problems[0])


def test_a_rule_may_read_its_own_answer():
    assert read_form(xform(model='<bind nodeset="/data/a" calculate="once(. + 1)"/>'))


def test_entities_are_not_expanded():
    bomb = b'<!DOCTYPE x [<!ENTITY a "boom">]>' + xform(seed="<a>&a;</a><b/>")
    assert read_form(bomb).root.children[0].value != "boom"


def test_a_file_on_this_machine_cannot_be_pulled_in():
    bomb = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + xform(seed="<a>&a;</a><b/>")
    assert read_form(bomb).root.children[0].value == ""


def test_a_bare_smaller_sign_in_an_attribute_is_forgiven():
    assert read_form(xform(model='<bind nodeset="/data/a" relevant="1 < 2"/>'))


def test_what_does_not_work_here_is_listed_by_question():
    model = '<bind nodeset="/data/b" type="barcode" relevant="no-such(/data/a)"/>'
    body = '<input ref="/data/a" appearance="maps"/><input ref="/data/b" appearance="ex:org.scan()"/>'
    found = set(read_form(xform(model=model, body=body)).unsupported)
    assert found == {
        Unsupported("a", "map"),
        Unsupported("b", "barcode"),
        Unsupported("b", "another app (ex:)"),
        Unsupported("b", "no-such()"),
    }


def test_a_missing_list_file_is_listed_and_reads_as_empty():
    form = read_form(xform(model='<instance id="sites" src="jr://file-csv/sites.csv"/>'))
    assert form.unsupported == (Unsupported("sites", "file sites.csv"),)


SITES = '<instance id="sites" src="{src}"/>'
ASKED = """<select1 ref="/data/a"><itemset nodeset="instance('sites')/root/item[city = /data/b]">
<value ref="name"/><label ref="label"/></itemset></select1>"""


@pytest.mark.parametrize(
    ("src", "content"),
    [
        ("jr://file-csv/sites.csv", b"\xef\xbb\xbfname,label,city\nx,Xin,SZ\ny,Yi,GZ\n"),
        ("jr://file-csv/sites.csv", b'name;label;city\nx;"Xin";SZ\n'),
        ("jr://file/sites.xml", b"<root><item><name>x</name><label>Xin</label><city>SZ</city></item></root>"),
        (
            "jr://file/sites.geojson",
            b"""{"features": [{"properties": {"name": "x", "label": "Xin", "city": "SZ"},
                 "geometry": {"type": "Point", "coordinates": [1.5, 2]}}]}""",
        ),
    ],
)
def test_lists_come_from_csv_xml_and_geojson(src, content):
    form = read_form(xform(model=SITES.format(src=src), body=ASKED), external={src.rpartition("/")[2]: content})
    filling = Filling(form, {"b": "SZ"}, context=context())
    assert [(c.value, c.label.plain) for c in filling.question("a").choices] == [("x", "Xin")]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"features": 3}', b'{"features":[{"properties":4}]}'])
def test_a_broken_list_file_is_refused_by_name(content):
    with pytest.raises(FormRefused, match="geojson"):
        read_form(xform(model=SITES.format(src="jr://file/sites.geojson")), external={"sites.geojson": content})


def test_a_first_value_that_is_none_of_its_type_is_left_out():
    form = read_form(
        xform(
            seed="<a>1900-01-01 00:00:00</a><b>2.7</b>",
            model='<bind nodeset="/data/a" type="date"/><bind nodeset="/data/b" type="int"/>',
        )
    )
    assert Filling(form, context=context()).answers() == {"b": 2}


def test_a_template_is_no_instance():
    form = read_form(
        xform(
            seed='<r jr:template=""><x/></r>',
            body='<repeat nodeset="/data/r"><input ref="/data/r/x"/></repeat>',
        )
    )
    assert Filling(form, context=context()).page("r").items[0].rows == ()


def test_a_repeat_that_is_fixed_has_one_instance():
    form = read_form(
        xform(
            seed='<r jr:template=""><x/></r>',
            body='<repeat nodeset="/data/r" jr:noAddRemove="true()"><input ref="/data/r/x"/></repeat>',
        )
    )
    view = Filling(form, context=context()).page("r").items[0]
    assert (len(view.rows), view.can_add) == (1, False)


def test_guidance_hint_and_messages_come_in_the_language():
    form = form_of(
        survey(
            "text | a | A | hint=Ask kindly. | guidance_hint=Never alone. | required=yes"
            "| required_message=Needed."
        )
    )
    view = Filling(form, context=context()).question("a")
    assert (view.hint.plain, view.guidance, view.message) == ("Ask kindly.", "Never alone.", "Needed.")


def test_kinds_follow_type_and_control():
    kinds = ["text", "integer", "decimal", "date", "time", "dateTime", "image", "audio", "video"]
    kinds += ["file", "geopoint", "acknowledge", "range"]
    form = form_of(survey(*(f"{kind} | q_{kind} | Q" for kind in kinds)))
    found = [q.kind.value for q in form.questions.values()]
    assert found == [k.lower() for k in kinds]


def test_a_repeat_without_a_place_in_the_data_is_refused_by_name():
    with pytest.raises(FormRefused) as refused:
        read_form(xform(body='<repeat nodeset="/data/nowhere"><input ref="/data/nowhere/x"/></repeat>'))
    assert [problem.question for problem in refused.value.problems] == ["nowhere"]


def test_the_whole_form_cannot_be_a_repeat():
    with pytest.raises(FormRefused):
        read_form(xform(body='<repeat nodeset="/data"><input ref="/data/a"/></repeat>'))


def test_a_question_without_a_place_for_its_answer_is_listed():
    form = read_form(xform(body='<input ref="/data/nowhere"/>'))
    assert form.unsupported == (Unsupported("nowhere", "a question without a place for its answer"),)


def test_a_setvalue_may_choose_its_instance():
    form = read_form(
        xform(
            seed="<a/><r><x/></r><r><x/></r>",
            body="""<input ref="/data/a"><setvalue event="xforms-value-changed" ref="/data/r[position()=2]/x"
                value="/data/a"/></input><repeat nodeset="/data/r"><input ref="/data/r/x"/></repeat>""",
        )
    )
    filling = Filling(form, context=context())
    filling.answer("a", "here")
    assert {p: v for p, v in filling.answers().items() if "x" in p} == {"r[2]/x": "here"}


def test_an_earlier_record_can_be_read_as_last_saved():
    model = """<instance id="__last-saved" src="jr://instance/last-saved"/>
        <setvalue event="odk-instance-first-load" ref="/data/a" value="instance('__last-saved')/data/a"/>"""
    earlier = {"jr://instance/last-saved": b"<data><a>Blue</a></data>"}
    assert Filling(read_form(xform(model=model), external=earlier), context=context()).answers()["a"] == "Blue"
    assert "a" not in Filling(read_form(xform(model=model)), context=context()).answers()
