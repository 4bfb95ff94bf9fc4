"""Every function of the expression language, with arguments nobody meant to give it."""

import contextlib
import itertools
import json
from random import Random

import pytest

from monitor_app.errors import MonitorError
from monitor_app.forms.conformance import evaluate_lines
from monitor_app.forms.functions import KNOWN
from monitor_app.forms.trying import try_expression

RECORD = """<data><a>1</a><day>2024-05-31</day><empty/><many>x y z</many><n>-3</n><n>4</n><n/>
<week><hours>60</hours></week><week><hours>72</hours><late/></week></data>"""

ODD = (
    "''", "'x'", "'1'", "0", "-1.5", "0 div 0", "1 div 0", "-1 div 0", "99999999999999999999", "true()",
    "/data/n", "/data/nothing", "/data", "/", "/data/day", "date('2024-02-29')", "date('9999-12-31')",
    "'2024-13-45'", "'0001-01-01'", "'🧛'", "'['", "'%Y%'", ".", "'0 0;1 1'", "'१२'", "'²'", "now()",
)  # fmt: skip


def ask(expression: str, kind: str = "any", zone: str = "UTC") -> dict:
    request = {"id": 1, "expr": expression, "xml": RECORD, "context": "/*[1]", "as": kind, "tz": zone}
    return json.loads(next(evaluate_lines([json.dumps({**request, "now": "2024-05-31T18:30:00Z"})])))


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_no_argument_breaks_a_function(name):
    function, lot = KNOWN[name], Random(name)
    for number in range(function.low, min(function.high, 4) + 1):
        calls = (
            itertools.product(ODD, repeat=number)
            if number < 2
            else [lot.choices(ODD, k=number) for _ in range(25)]
        )
        for arguments in calls:
            answer = {"expr": f"{name}({', '.join(arguments)})", "xml": RECORD, "context": "/*[1]"}
            with contextlib.suppress(MonitorError):
                try_expression({**answer, "as": lot.choice(["any", "number", "string", "boolean", "date"])})


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_too_many_arguments_are_refused(name):
    if KNOWN[name].high < 20:
        assert "error" in ask(f"{name}({', '.join(['1'] * (KNOWN[name].high + 1))})")


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("pow(0, -1)", "Infinity"),
        ("pow(-10, 401)", "-Infinity"),
        ("pow(1, 0 div 0)", "NaN"),
        ("pow(-1, 1 div 0)", "NaN"),
        ("pow(-8, 1 div 3)", "NaN"),
        ("min(/data/n)", -3),
        ("max(-4, -1, -3)", -1),
        ("sum(/data/nothing)", 0),
        ("count-non-empty(/data/n)", 2),
        ("uuid('x')", ""),
        ("substr('hello', -3, -1)", "ll"),
        ("substring('12345', 1.5, 2.6)", "234"),
        ("substring('12345', 0 div 0, 3)", ""),
        ("translate('--aaa--', 'abc-', 'ABC')", "AAA"),
        ("selected('apple', 'app')", False),
        ("selected-at('a b', -1)", ""),
        ("join(' ', /data/week/hours)", "60 72"),
        ("string-length('𝒳')", 1),
        ("regex('b', '[a-z&&[^a]]')", True),
        ("regex('abc', 'b')", False),
        ("count(/data/week[late])", 1),
        ("count(/data/week[nothing])", 0),
        ("/data/week[last()]/hours + 0", 72),
        ("indexed-repeat(/data/week/hours, /data/week, 9) = ''", True),
        ("weighted-checklist(-1, 2, true(), 2, true(), 1)", False),
    ],
)
def test_functions_follow_the_field_at_their_edges(expression, value):
    assert ask(expression).get("value") == value


@pytest.mark.parametrize(
    "expression", ["weighted-checklist(1, 2, true())", "digest('a', 'CRC')", "date(true())"]
)
def test_a_call_that_means_nothing_is_refused(expression):
    assert "error" in ask(expression)


def test_text_length_outside_of_any_question_is_refused():
    request = {"id": 1, "expr": "string-length()", "xml": "<data/>", "context": "/", "as": "number"}
    assert "error" in json.loads(next(evaluate_lines([json.dumps(request)])))


@pytest.mark.parametrize(
    ("expression", "zone", "value"),
    [
        ("/data/day = '2024-05-31'", "UTC", True),
        ("/data/day = date('2024-06-01') - 1", "America/Phoenix", True),
        ("date('2024-02-28') + 1 = date('2024-02-29')", "Asia/Kathmandu", True),
        ("date('2023-12-31') < date('2024-01-01')", "Pacific/Apia", True),
        ("today() = '2024-06-01'", "Asia/Shanghai", True),
        ("format-date(date('2024-02-29') + 366, '%Y-%m-%d')", "UTC", "2025-03-01"),
        ("string(number('1970-01-01'))", "America/Phoenix", "0"),
        ("decimal-date-time('1970-01-01T12:00:00Z')", "Asia/Tokyo", 0.5),
        ("format-date-time('2024-03-31T02:30:00+01:00', '%H:%M')", "Europe/Berlin", "03:30"),
        ("date('')", "UTC", ""),
    ],
)
def test_dates_keep_their_day_in_every_zone(expression, zone, value):
    assert ask(expression, zone=zone).get("value") == value
