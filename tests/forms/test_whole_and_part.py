"""Working out only what an answer changes gives the same as working everything out, over random walks."""

import random
from pathlib import Path

import pytest

from monitor_app.errors import MonitorError
from monitor_app.forms.actions import ActingRecord
from monitor_app.forms.choices import Chooser
from monitor_app.forms.compiling import convert
from monitor_app.forms.reading import read_form
from monitor_app.forms.views import Kind
from monitor_app.forms.wording import Speaker
from tests.forms.building import YES_NO, context, form_of, survey

SHARED = Path(__file__).resolve().parents[3] / "shared" / "vectors" / "xlsforms"
DRAWN = ("random()", "uuid(", "now()", "once(")

OWN = {
    "chain": survey(
        "integer | a | A",
        "calculate | b | calculation=${a} + 1",
        "calculate | c | calculation=${b} * ${a}",
        "begin_group | g | G | relevant=${c} > 10",
        "integer | d | D",
        "text | e | E | required=${d} > 3",
        "end_group | ",
        "calculate | f | calculation=if(${d} > 1, ${d} + ${c}, 'none')",
    ),
    "roster": survey(
        "integer | n | N",
        "begin_repeat | person | Person",
        "select_one yn | adult | Adult?",
        "integer | age | Age | relevant=${adult} = 'yes'",
        "calculate | place | calculation=position(..)",
        "calculate | share | calculation=${age} div sum(${age})",
        "begin_repeat | job | Job | repeat_count=${n}",
        "integer | pay | Pay",
        "calculate | rank | calculation=${pay} + position(..) + ${place}",
        "end_repeat | ",
        "calculate | paid | calculation=sum(${pay})",
        "end_repeat | ",
        "calculate | adults | calculation=count-selected(join(' ', ${adult}))",
        "calculate | total | calculation=sum(${paid}) + count(${person})",
        "note | many | Many | relevant=${total} > 20",
        more=YES_NO,
    ),
    "before": survey(
        "begin_repeat | day | Day",
        "integer | hours | Hours",
        "calculate | so_far | calculation=sum(../../day[position() <= position(current()/..)]/hours)",
        "calculate | last | calculation=indexed-repeat(${hours}, ${day}, position(..) - 1)",
        "end_repeat | ",
        "calculate | first | calculation=indexed-repeat(${hours}, ${day}, 1)",
    ),
}


def state(record: ActingRecord) -> list[tuple]:
    """Return everything that rules decide, but what is drawn by lot or read off the clock."""
    drawn = {r.target for r in record.form.graph.rules if any(d in r.expression.text for d in DRAWN)}
    return [
        (n.located(), "" if n.path in drawn else n.value, n.relevant, n.required, n.readonly)
        for n in record.root.walk()
    ]


def one_step(record: ActingRecord, chooser: Chooser, lot: random.Random) -> None:
    open_repeats = [p for p, r in record.form.repeats.items() if r.count is None and not r.fixed]
    if open_repeats and lot.random() < 0.2:
        change_a_repeat(record, lot.choice(open_repeats), lot)
        return
    nodes = [
        n for n in record.root.walk() if n.relevant and n.path in record.form.questions and not n.elements()
    ]
    if nodes:
        node = lot.choice(nodes)
        record.answer(node, some_answer(record, chooser, node, lot))


def change_a_repeat(record: ActingRecord, path: tuple, lot: random.Random) -> None:
    parents = [n for n in record.root.walk() if n.path == path[:-1]]
    if not parents:
        return
    parent = lot.choice(parents)
    family = parent.named(path[-1])
    if family and (len(family) > 3 or lot.random() < 0.4):
        record.remove_instance(lot.choice(family))
    else:
        record.add_instance(parent, path)


def some_answer(record: ActingRecord, chooser: Chooser, node, lot: random.Random) -> str:
    question = record.form.questions[node.path]
    if question.control in {"select1", "select"}:
        values = [offer.value for offer in chooser.offers(question, node)][:8]
        if question.control == "select":
            return " ".join(v for v in values if lot.random() < 0.4)
        return lot.choice([*values, ""])
    if question.kind in {Kind.INTEGER, Kind.DECIMAL}:
        return lot.choice(["", "0", "1", "2", "3", "12"])
    return lot.choice(["", "0", "1", "17", "x", "2024-02-29"])


def walk(form, seed: int, steps: int) -> None:
    record = ActingRecord(form, context())
    speaker = Speaker(record, "")
    chooser = Chooser(record, speaker)
    record.world.find_text = lambda key: speaker.itext(key, record.root)
    record.world.name_choice = chooser.name
    record.begin()
    lot = random.Random(seed)
    for _ in range(steps):
        one_step(record, chooser, lot)
        part = state(record)
        record.resume()
        assert part == state(record)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("name", OWN)
def test_part_is_whole_over_our_own_forms(name, seed):
    walk(form_of(OWN[name]), seed, 40)


def real_forms() -> list[Path]:
    return sorted(p for p in SHARED.glob("*.xls*")) if SHARED.is_dir() else []


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared questionnaires are not here")
@pytest.mark.parametrize("path", real_forms(), ids=lambda p: p.stem)
def test_part_is_whole_over_real_forms(path):
    from pyxform.errors import PyXFormError

    try:
        compiled = convert(path.read_bytes(), path.suffix[1:])
        form = read_form(compiled.xform, external=compiled.external)
    except (PyXFormError, MonitorError):
        pytest.skip("this file is one of those that must be refused")
    walk(form, 1, 12 if len(form.binds) > 150 else 25)


def test_at_least_thirty_real_forms_are_walked():
    if not SHARED.is_dir():
        pytest.skip("the shared questionnaires are not here")
    assert len(real_forms()) >= 45
