"""Marks of emphasis in labels."""

import pytest

from monitor_app.forms.markdown import plain_text, spans_of
from monitor_app.forms.views import Span


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", ()),
        ("plain", (Span("plain"),)),
        ("a **bold** b", (Span("a "), Span("bold", bold=True), Span(" b"))),
        ("__bold__", (Span("bold", bold=True),)),
        ("*soft*", (Span("soft", italic=True),)),
        ("_soft_", (Span("soft", italic=True),)),
        ("snake_case_name", (Span("snake_case_name"),)),
        ("2 * 3 * 4", (Span("2 * 3 * 4"),)),
        ("# Head", (Span("Head", heading=True),)),
        ("[us](https://x.org)", (Span("us", link="https://x.org"),)),
        ("a\n**b**", (Span("a"), Span("\n"), Span("b", bold=True))),
        ('<span style="color:red">red</span>', (Span("red"),)),
        ("a < b", (Span("a < b"),)),
    ],
)
def test_marks_become_spans(text, spans):
    assert spans_of(text) == spans


def test_the_plain_text_has_no_marks():
    assert plain_text(spans_of("**Who** _hit_ [you](x)?")) == "Who hit you?"
