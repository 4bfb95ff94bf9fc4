"""Questionnaires of 300 and of 500 questions, a very long list, many entries: loading, answering, adding."""

import gc
import time
from collections.abc import Iterator
from functools import partial

from monitor_app.bench import large_form, measuring
from monitor_app.bench.measuring import Measure, Result, share
from monitor_app.forms.compiling import compile_form
from monitor_app.forms.context import Context
from monitor_app.forms.definition import Form
from monitor_app.forms.filling import Filling
from monitor_app.forms.reading import read_form

NAME = "forms"
QUESTIONS = 300
JAVAROSA_LOAD, TRIAL_RECOMPUTE, TRIAL_ANSWER = 0.42, 0.070, 0.00023
"""Seconds noted for JavaRosa (300 questions, warm) and for the first trial of our engine (largest size)."""
_GROUP = 20
_LOADS = 5
_PASSES = 3
_CONTEXT = Context(now_ms=1_700_000_000_000, zone="UTC", user="bench", seed="bench", record_id="bench")


seconds = partial(measuring.seconds, timer=time.process_time)
"""Only what the questionnaire itself takes, however busy the machine is."""


def measure(scale: float) -> Iterator[Result]:
    """Measure with 300 questions, or a part of them."""
    questions = max(int(QUESTIONS * scale), 5)
    compiled = compile_form(questionnaire(questions).encode(), file_name="bench.md")
    form = read_form(compiled.xform)
    load = min(seconds(lambda: read_form(compiled.xform)) for _ in range(_LOADS))
    took = _answer_all(form)
    yield Measure(name=NAME, what=f"load of {questions} questions", value=load, unit="s", bar=0.1)
    what = f"answer to re-evaluated form, p95, {questions} questions"
    yield Measure(name=NAME, what=what, value=share(took, 0.95) * 1000, unit="ms", bar=1.0)
    yield _ratio(f"load of {questions} questions / JavaRosa warm", load, JAVAROSA_LOAD)
    yield from _large(scale)
    yield from _lists(scale)


def _ratio(what: str, ours: float, theirs: float, *, bar: float = 1.0) -> Measure:
    """Compare with a figure noted elsewhere, on another day: a ratio to see the order of size by."""
    return Measure(name=NAME, what=what, value=ours / theirs, unit="×", bar=bar)


def _large(scale: float) -> Iterator[Result]:
    """Measure a questionnaire of the largest size in use."""
    parts = max(int(large_form.PARTS * scale), 2)
    compiled = large_form.compiled(parts)
    form = read_form(compiled.xform)
    load = min(seconds(lambda: read_form(compiled.xform)) for _ in range(_LOADS))
    filling = Filling(form, context=_CONTEXT)
    took: list[float] = []
    for turn in range(_PASSES):
        for path, question in form.questions.items():
            value = large_form.value_for(question.kind.value, turn + len(took) % 5)
            took.append(seconds(partial(filling.answer, "/".join(path[1:]), value)))
    anew = min(seconds(partial(Filling, form, filling.draft(), context=_CONTEXT)) for _ in range(_LOADS))
    size = f"{len(form.questions)} questions of the largest size"
    yield Measure(name=NAME, what=f"load of {size}", value=load, unit="s", bar=1.0)
    for name, part, bar in (("p50", 0.5, 1.0), ("p95", 0.95, 5.0)):
        value = share(took, part) * 1000
        yield Measure(name=NAME, what=f"answer, {name}, {size}", value=value, unit="ms", bar=bar)
    yield _ratio(f"full recompute of {size} / trial engine", anew, TRIAL_RECOMPUTE, bar=2.0)
    yield _ratio(f"answer, p95, {size} / trial engine", share(took, 0.95), TRIAL_ANSWER, bar=20.0)


def _lists(scale: float) -> Iterator[Result]:
    """Measure a keystroke in a very long list, and one more entry in a list of many."""
    choices, entries = max(int(100_000 * scale), 10), max(int(500 * scale), 3)
    rows = "".join(f"c{at},Town {at} {at * 7919 % choices}\n" for at in range(choices))
    compiled = compile_form(large_form.LONG_LIST.encode(), file_name="long.md")
    filling = Filling(
        read_form(compiled.xform, external={"towns.csv": f"name,label\n{rows}".encode()}), context=_CONTEXT
    )
    filling.choices("where/town", "once")
    keys = [seconds(partial(filling.choices, "where/town", "town 9999"[:end])) for end in range(1, 10)]
    yield Measure(
        name=NAME, what=f"a keystroke in {choices:,} choices", value=max(keys) * 1000, unit="ms", bar=50
    )
    added = [seconds(partial(_one_more, filling)) for _ in range(entries)]
    what = f"one more of {entries} entries, p95, with its outline"
    yield Measure(name=NAME, what=what, value=share(added, 0.95) * 1000, unit="ms", bar=20)


def _one_more(filling: Filling) -> None:
    added = filling.add_repeat("day")
    filling.answer(f"{added}/pay", 12)
    filling.outline(questions=False)


def questionnaire(questions: int) -> str:
    """Return a questionnaire in Markdown whose conditions, limits and sums hang together."""
    lines = ["| survey |", "| | type | name | label | relevant | constraint | calculation | required |"]
    for number in range(questions):
        if number % _GROUP == 0:
            lines += ["| | end group | | | | | | |"] * bool(number)
            lines.append(f"| | begin group | g{number // _GROUP} | Part {number // _GROUP + 1} | | | | |")
        lines.append(_row(number))
    lines.append("| | end group | | | | | | |")
    lines += ["| choices |", "| | list_name | name | label |"]
    lines += [f"| | yn | {name} | {name} |" for name in ("yes", "no")]
    lines += [f"| | many | m{place} | Choice {place} |" for place in range(12)]
    return "\n".join([*lines, "| settings |", "| | form_title | form_id |", "| | Bench | bench |"]) + "\n"


def _row(number: int) -> str:
    gate = f"${{q{number - number % 5}}} = 'yes'" if number % 5 else ""
    match number % 5:
        case 0:
            return f"| | select_one yn | q{number} | Question {number}? | | | | yes |"
        case 1:
            return (
                f"| | integer | q{number} | How many? (${{q{number - 1}}}) | {gate} | . >= 0 and . <= 500 | | |"
            )
        case 2:
            return f"| | text | q{number} | What happened? | {gate} | string-length(.) < 2000 | | |"
        case 3:
            return f"| | select_multiple many | q{number} | Which? | {gate} | count-selected(.) <= 6 | | |"
    return f"| | calculate | q{number} | | | | {_sum(number)} | |"


def _sum(number: int) -> str:
    """Add up the numbers of this part of the questionnaire and what the part before came to."""
    mine = f"coalesce(${{q{number - 3}}}, 0) + count-selected(${{q{number - 1}}})"
    return f"{mine} + ${{q{number - 5}}}" if number >= 9 and number % _GROUP > 5 else mine


def _answer_all(form: Form) -> list[float]:
    """Answer every question several times, changing the answer each time; return the seconds of each."""
    filling = Filling(form, context=_CONTEXT)
    paths = ["/".join(path[1:]) for path in form.questions]
    took: list[float] = []
    gc.collect()
    for turn in range(_PASSES):
        for path in paths:
            value = _value(int(path.rpartition("q")[2]), turn)
            if value is not None:
                took.append(seconds(partial(filling.answer, path, value)))
    return took


def _value(number: int, turn: int) -> str | int | list[str] | None:
    match number % 5:
        case 0:
            return "no" if turn == 1 else "yes"
        case 1:
            return number + turn
        case 2:
            return f"They said it happened {turn} times."
        case 3:
            return [f"m{turn}", f"m{turn + 3}"]
    return None
