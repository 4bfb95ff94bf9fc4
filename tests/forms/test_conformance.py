"""The line protocols by which an organisation can test its questionnaire."""

import json

from monitor_app.forms.compiling import convert
from monitor_app.forms.conformance import evaluate_lines, replay_lines
from tests.forms.building import YES_NO, survey

TABLE = survey(
    "select_one yn | paid | Paid? | required=yes",
    "integer | hours | Hours | constraint=. < 100 | relevant=${paid} = 'yes'",
    "begin_repeat | r | R",
    "text | x | X",
    "end_repeat | ",
    more=YES_NO,
)


def play(*steps: dict) -> dict:
    xform = convert(TABLE.encode(), "md").xform
    request = {"id": "w", "form": "f.xml", "tz": "UTC", "now": "2024-05-31T10:00:00Z", "steps": list(steps)}
    return json.loads(next(replay_lines([json.dumps(request)], lambda _: xform)))


def test_each_request_gets_one_answer_with_its_id():
    lines = [
        json.dumps({"id": n, "expr": f"{n} + 1", "xml": "<a/>", "context": "/", "as": "number"})
        for n in range(3)
    ]
    assert [json.loads(x) for x in evaluate_lines(lines)] == [{"id": n, "value": n + 1.0} for n in range(3)]


def test_a_state_tells_path_value_and_flags():
    state = {path: (value, flags) for path, value, flags in play()["initial"]}
    assert state["/data[1]/paid[1]"] == ("", "R")
    assert state["/data[1]/hours[1]"] == ("", "H")
    assert state["/data[1]/r[1]"] == (None, "")


def test_a_refused_answer_is_told_and_not_kept():
    outcome = play(
        {"op": "answer", "ref": "/data/paid", "value": "yes"},
        {"op": "answer", "ref": "/data/hours", "value": "200"},
        {"op": "answer", "ref": "/data/paid", "value": ""},
        {"op": "validate"},
    )["steps"]
    assert [s.get("result") for s in outcome] == ["OK", "CONSTRAINT_VIOLATED", "REQUIRED_BUT_EMPTY", None]
    assert outcome[-1]["outcome"] == "OK"


def test_repeats_come_and_go():
    steps = play({"op": "newRepeat", "ref": "/data[1]/r[2]"}, {"op": "removeRepeat", "ref": "/data[1]/r[1]"})[
        "steps"
    ]
    counts = [
        sum(path.startswith("/data[1]/r[") and path.count("/") == 2 for path, *_ in s["state"]) for s in steps
    ]
    assert counts == [2, 1]


def test_choices_and_answers_can_be_asked_for():
    steps = play({"op": "choicesOf", "ref": "/data/paid"}, {"op": "answerOf", "ref": "/data/hours"})["steps"]
    assert (steps[0]["choices"], steps[1]["value"]) == ([["yes", "Yes"], ["no", "No"]], None)


def test_a_form_that_does_not_load_is_an_error_not_a_crash():
    request = {"id": "w", "form": "f.xml", "steps": []}
    assert "error" in json.loads(next(replay_lines([json.dumps(request)], lambda _: b"<broken")))
