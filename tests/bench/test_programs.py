"""Benchmarks run at a small size; what they print has its shape. No test looks at the time: machines differ."""

import json
import shutil
import sys

import pytest

from monitor_app.__main__ import main
from monitor_app.bench import answers, bundle, forms, programs, store, sync, unlock
from monitor_app.bench.measuring import Compared, Measure, Skipped, compare, medians, share

TINY = 0.004


def measured(results) -> list[Measure]:
    found = list(results)
    assert all(isinstance(one, Measure) and one.value > 0 for one in found)
    return found


def test_the_store_is_measured_in_every_respect_the_bars_name():
    whats = [one.what for one in measured(store.measure(TINY))]
    for part in ("bulk insert", "commit", "file size", "one word", "two words", "cold", "warm"):
        assert any(part in what for what in whats), part


def test_the_list_is_measured_at_two_lengths():
    lists = [one.what for one in measured(store.measure(TINY)) if one.what.startswith("list")]
    assert [what.split(",")[0] for what in lists] == ["list of 50 of 40"] * 2 + ["list of 50 of 400"] * 2


def test_unlocking_is_measured_without_and_with_the_window_and_so_is_the_real_lock():
    alone, shown, *locked = [one for one in unlock.measure(TINY) if isinstance(one, Measure)]
    assert {(figure.unit, figure.bar) for figure in (alone, shown)} == {("s", 0.3)}
    assert "drawn" in shown.what
    assert [(one.what, one.bar) for one in locked] == [("lock key to the lock screen drawn", 1.0)] * len(locked)
    assert bool(locked) == (sys.platform == "linux")


def test_the_questionnaire_is_as_long_as_asked_and_answers_are_measured():
    load, answer, *others = measured(forms.measure(0.1))
    assert "30 questions" in load.what
    assert (answer.unit, answer.bar) == ("ms", 1.0)
    whats = " ".join(one.what for one in others)
    for part in ("JavaRosa", "trial engine", "largest size", "10,000 choices", "50 entries"):
        assert part in whats, part


@pytest.mark.skipif(not (shutil.which("zip") and shutil.which("age")), reason="needs zip and age")
def test_a_package_is_measured_against_the_real_tools():
    ratio, peak = measured(bundle.measure(TINY))
    assert (ratio.unit, peak.unit) == ("×", "MiB")


def test_without_the_tools_it_says_so(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    (result,) = bundle.measure(TINY)
    assert isinstance(result, Skipped)
    assert "zip and age" in result.why


def test_json_is_one_object_with_a_result_for_each_figure(capsys):
    assert main(["bench", "forms", "--json", "--scale", "0.1"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {one["name"] for one in told["results"]} == {"forms"}
    assert all(set(one) == {"name", "what", "value", "unit", "bar", "ok"} for one in told["results"])


def test_each_line_says_name_figure_bar_and_verdict(capsys):
    assert main(["bench", "forms", "--scale", "0.1"]) == 0
    line = capsys.readouterr().out.splitlines()[0]
    assert line.startswith("forms")
    assert "bar 0.1 s" in line
    assert line.split()[-1] in {"ok", "OVER"}


@pytest.mark.parametrize("arguments", [["nothing"], ["unlock", "--scale", "0"], ["unlock", "--scale", "7"]])
def test_a_name_or_scale_that_is_none_is_wrong_use(arguments, capsys):
    assert main(["bench", *arguments]) == 2
    assert "store" in capsys.readouterr().err


def test_above_its_bar_a_figure_is_over():
    figure = Measure(name="x", what="y", value=1.5, unit="×", bar=1.4)
    assert programs.line(figure).endswith("OVER")
    assert programs.plain(figure)["ok"] is False


def test_a_figure_without_a_bar_explains_and_is_judged_by_none():
    figure = Measure(name="x", what="y", value=1.5, unit="×", bar=None)
    assert programs.line(figure).endswith("1.5 ×")
    assert (programs.plain(figure)["bar"], programs.plain(figure)["ok"]) == (None, True)


def test_a_skipped_benchmark_says_why():
    assert programs.line(Skipped(name="x", why="no tool")).endswith("skipped: no tool")
    assert programs.plain(Skipped(name="x", why="no tool")) == {"name": "x", "skipped": "no tool"}


def test_both_ways_are_done_in_turns_and_the_least_counts():
    order: list[str] = []
    times = iter([0, 9, 10, 12, 20, 21, 30, 33])
    compared = compare(
        lambda: order.append("ours"), lambda: order.append("other"), rounds=2, timer=lambda: next(times)
    )
    assert order == ["ours", "other", "other", "ours"]
    assert compared == Compared(ours=3, other=1)
    assert compared.ratio == 3


def test_several_ways_go_in_turns_each_first_once_and_the_median_counts():
    order: list[str] = []
    times = iter([0, 9, 10, 12, 20, 21, 30, 33, 40, 41, 50, 52])
    took = medians(
        {"a": lambda: order.append("a"), "b": lambda: order.append("b")}, rounds=3, timer=lambda: next(times)
    )
    assert "".join(order) == "abbaab"
    assert took == {"a": 3, "b": 2}


def test_the_share_of_values_is_taken_from_the_ordered_list():
    assert share([float(n) for n in range(100, 0, -1)], 0.95) == 96
    assert share([5.0], 0.95) == 5


def test_answers_out_are_measured_in_both_formats_for_memory_and_time():
    figures = measured(answers.measure(TINY))
    assert [figure.unit for figure in figures] == ["×", "MiB", "s"] * 2
    assert "400 records" in figures[0].what


def test_the_exchange_is_measured_where_it_can_be_and_the_rest_says_why_not(monkeypatch):
    monkeypatch.delenv("FIELDWORK_BENCH_PLACES", raising=False)
    results = list(sync.measure(TINY))
    skipped = [one.why for one in results if isinstance(one, Skipped)]
    assert [why.split(" in ")[0] for why in skipped[:2]] == ["no webdav place", "no s3 place"]
    whats = [one.what for one in results if isinstance(one, Measure)]
    for part in ("power cut", "opened and verified", "taken in", "requests of a poll"):
        assert any(part in what for what in whats), part
    asked = next(one.value for one in results if isinstance(one, Measure) and one.what.startswith("requests"))
    assert asked <= 35
