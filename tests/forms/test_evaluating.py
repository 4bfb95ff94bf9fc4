"""What expressions yield: operators, paths, functions, over a small document."""

import json
import math

import pytest

from monitor_app.errors import ExpressionError
from monitor_app.forms.conformance import evaluate_lines
from monitor_app.forms.expressions import DEEPEST, parse

SITE = """
<data>
  <name>Nan Hai 3</name><workers>120</workers><empty/>
  <shift id="a"><start>8</start><end>17</end></shift>
  <shift id="b"><start>20</start><end>8</end></shift>
  <harms>shouting fines</harms>
</data>"""


def ask(expression: str, kind: str = "any", *, zone: str = "Asia/Shanghai", context: str = "/*[1]"):
    request = {"id": "1", "expr": expression, "xml": SITE, "context": context, "as": kind, "tz": zone}
    request["now"] = "2024-05-31T18:30:00Z"
    return json.loads(next(evaluate_lines([json.dumps(request)])))


def result(expression: str, kind: str = "any", **more):
    answer = ask(expression, kind, **more)
    assert "error" not in answer, answer
    return answer["value"]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("7 mod 3 - 1", 0),
        ("1div1", 1),
        ("- 3 - - 2", -1),
        ("2 * -3", -6),
        ("1 div 0", "Infinity"),
        ("0 div 0", "NaN"),
        ("'14,6' + 1", 15.6),
        ("'' + 1", "NaN"),
        ("true() + 1", 2),
        ("count(shift)", 2),
        ("sum(shift/start)", 28),
        ("max(shift/start)", 20),
        ("min(shift/start, 3)", 3),
        ("round(14.5)", 15),
        ("round(-0.5) + 0", 0),
        ("round(12345.15, 1)", 12345.2),
        ("round(12350, -2)", 12400),
        ("int(-3.9)", -3),
        ("string-length('三班倒')", 3),
        ("count-selected(harms)", 2),
        ("pow(2, 10)", 1024),
        ("number('1.1e6')", "NaN"),
        ("coalesce(empty, workers) + 0", 120),
        ("position(shift[2])", 2),
    ],
)
def test_numbers(expression, expected):
    found = result(expression, "number")
    assert found == expected or math.isclose(found, expected)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1 = 1.0 and '1' = 1", True),
        ("empty = ''", True),
        ("missing = ''", True),
        ("not(empty)", True),
        ("name or unknown()", True),
        ("false() and unknown()", False),
        ("shift/start = 20", True),
        ("shift/start > 21", False),
        ("selected(harms, 'fines')", True),
        ("selected(harms, 'fine')", False),
        ("regex('A12', '[A-Z]\\d+')", True),
        ("regex('xA12', '[A-Z]\\d+')", False),
        ("contains(name, 'Hai')", True),
        ("starts-with(name, 'Nan') and ends-with(name, '3')", True),
        ("boolean-from-string('true')", True),
        ("checklist(1, 2, true(), false(), true())", True),
        ("weighted-checklist(3, 3, true(), 1, true(), 2)", True),
        ("date('2024-05-31') < date('2024-06-01')", True),
        ("today() = '2024-06-01'", True),
        ("today() > '2024-05-31'", True),
        ("/data/shift[@id='b']/end = 8", True),
        ("'a' != 'a'", False),
    ],
)
def test_truths(expression, expected):
    assert result(expression, "boolean") is expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("concat('a', 1, true())", "a1true"),
        ("join('-', shift/start)", "8-20"),
        ("substr('hello', 1, -1)", "ell"),
        ("substring('12345', 2, 3)", "234"),
        ("substring-before('a-b', '-')", "a"),
        ("substring-after('a-b', '-')", "b"),
        ("translate('2024/05', '/', '-')", "2024-05"),
        ("normalize-space('  a   b ')", "a b"),
        ("selected-at(harms, 1)", "fines"),
        ("if(workers > 100, 'large', 'small')", "large"),
        ("string(12.50)", "12.5"),
        ("string(0.0000001)", "0.0000001"),
        ("string(1 div 3 > 0.3)", "true"),
        ("today()", "2024-06-01"),
        ("format-date('2024-05-09', '%e %b %Y %a')", "9 May 2024 Thu"),
        ("format-date-time('2024-05-09T08:03:00.000+08:00', '%H:%M')", "08:03"),
        ("string(date('2024-02-28') + 2)", "19783"),
        ("date(19783)", "2024-03-01"),
        ("date('')", ""),
        ("digest('some text', 'MD5', 'hex')", "552e21cd4cd9918678e3c1a0df491bc3"),
        ("base64-decode('5LiJ')", "三"),
        ("base64-decode('%%%')", ""),
        ("name(shift[1])", "shift"),
        ("/data/shift[2]/start", "20"),
        ("shift[start = 20]/end", "8"),
        ("shift[last()]/@id", "b"),
        ("../data/name", "Nan Hai 3"),
    ],
)
def test_texts(expression, expected):
    assert result(expression, "string") == expected


def test_nodes_come_back_in_document_order_with_their_paths():
    found = result("shift[2]/start | shift[1]/start | shift[1]/start", "nodeset")
    assert [n["path"] for n in found] == ["/*[1]/*[4]/*[1]", "/*[1]/*[5]/*[1]"]


@pytest.mark.parametrize(
    ("axis", "count"),
    [
        ("ancestor::*", 1),
        ("preceding-sibling::*", 3),
        ("following-sibling::*", 2),
        ("preceding::*", 3),
        ("following::*", 4),
        ("descendant::*", 2),
        ("descendant-or-self::node()", 5),
        ("//start", 2),
        ("attribute::*", 1),
        ("self::shift", 1),
        ("parent::data", 1),
    ],
)
def test_every_axis_is_walked(axis, count):
    assert result(f"count({axis})", "number", context="/*[1]/*[4]") == count


def test_the_fraction_of_a_day_follows_the_zone():
    assert result("decimal-date-time('1970-01-02T00:00:00.000+08:00')", "number") == pytest.approx(1 - 8 / 24)


def test_a_time_is_a_part_of_the_day():
    assert result("decimal-time('06:00:00.000+08:00')", "number") == pytest.approx(0.25)


def test_a_distance_is_measured_on_the_ball():
    assert result("distance('0 0;0 1')", "number") == pytest.approx(111_318.845, abs=0.01)


def test_a_point_inside_a_fence_is_inside():
    assert result("geofence('0.5 0.5', '0 0;0 1;1 1;1 0;0 0')", "boolean") is True


@pytest.mark.parametrize(
    "expression",
    [
        "1 +",
        "(1",
        "'open",
        "a b",
        "1 2",
        "foo(",
        "a[",
        "a[1",
        "",
        "a/",
        "$",
        "unknown()",
        "string('a','b')",
        "date('soon')",
        "regex('a', '(')",
        "instance('x')",
        "count(1)",
        "area('0 0;0 1;1 1')",
        "${name}",
    ],
)
def test_what_cannot_be_evaluated_says_so_without_a_traceback(expression):
    assert "Traceback" not in ask(expression)["error"]


def test_a_message_never_repeats_the_answer():
    assert "secret" not in ask("date('secret')")["error"]


def test_a_very_deep_expression_is_refused():
    with pytest.raises(ExpressionError):
        parse("(" * (DEEPEST + 5) + "1" + ")" * (DEEPEST + 5))


def test_a_ladder_of_ninety_conditions_is_fine():
    ladder = "".join(f"if(workers = {n}, {n}, " for n in range(90)) + "'more'" + ")" * 90
    assert result(ladder, "string") == "more"


def test_a_long_chain_of_operators_is_fine():
    assert result(" + ".join(["1"] * 3000), "number") == 3000


def test_a_very_long_expression_is_refused():
    with pytest.raises(ExpressionError):
        parse("1" + "+1" * 40_000)


def test_a_pattern_that_would_never_end_is_stopped():
    assert "error" in ask("regex('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', '(a|aa)+$')")


def test_the_same_text_is_parsed_once():
    assert parse("1 + 1") is parse("1 + 1")
