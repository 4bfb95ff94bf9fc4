"""Our own tests catch an engine that went wrong: each fault is put in, and the test that must fail is run."""

import pytest

from monitor_app.forms import checking, lots, record
from monitor_app.forms.calling import Arguments, Function
from monitor_app.forms.functions import KNOWN
from monitor_app.forms.nodes import Node
from monitor_app.forms.views import Status
from tests.forms import test_functions, test_lots, test_record, test_whole_and_part


def relates_to_itself(_: record.Record, node: Node) -> None:
    node.relevant = node.own_relevant


def tells_only_who_reads_it_directly(self: record.Record) -> None:
    waiting = [(rule, node) for _, _, rule, node in self._heap]
    self._heap.clear()
    self._pending.clear()
    for rule, node in waiting:
        self._apply(rule, node)
    self._heap.clear()
    self._pending.clear()


def is_never_wrong(_: record.Record, __: Node, ___: str) -> Status:
    return Status.OK


def holds_the_letters(a: Arguments) -> bool:
    return a.text(1) in a.text(0)


def shuffles_from_the_end(things, draw):
    found = list(things)
    for place in range(len(found) - 1, 0, -1):
        other = int(draw() * (place + 1))
        found[place], found[other] = found[other], found[place]
    return found


def walk_the_chain() -> None:
    for seed in range(6):
        test_whole_and_part.test_part_is_whole_over_our_own_forms("chain", seed)


def test_relevance_that_is_not_inherited_is_caught(monkeypatch):
    monkeypatch.setattr(record.Record, "_relate", relates_to_itself)
    with pytest.raises(AssertionError):
        test_record.test_a_question_in_a_group_that_is_not_relevant_is_not_relevant_either()


def test_propagation_over_one_level_is_caught(monkeypatch):
    monkeypatch.setattr(record.Record, "settle", tells_only_who_reads_it_directly)
    with pytest.raises(AssertionError):
        test_record.test_a_change_reaches_calculations_at_any_distance()


def test_propagation_over_one_level_is_caught_by_random_walks(monkeypatch):
    monkeypatch.setattr(record.Record, "settle", tells_only_who_reads_it_directly)
    with pytest.raises(AssertionError):
        walk_the_chain()


def test_a_constraint_that_is_never_asked_is_caught(monkeypatch):
    monkeypatch.setattr(checking, "check_answer", is_never_wrong)
    monkeypatch.setattr(test_record, "check_answer", checking.check_answer)
    with pytest.raises(AssertionError):
        test_record.test_an_answer_is_judged_by_constraint_and_requirement("12", Status.CONSTRAINT_VIOLATED)


def test_selected_that_only_looks_for_letters_is_caught(monkeypatch):
    monkeypatch.setitem(KNOWN, "selected", Function(2, 2, holds_the_letters))
    freshly_written = "selected('apple',  'app')"  # what was compiled before keeps the sound function
    with pytest.raises(AssertionError):
        test_functions.test_functions_follow_the_field_at_their_edges(freshly_written, False)


def test_a_shuffle_of_another_kind_is_caught(monkeypatch):
    monkeypatch.setattr(lots, "shuffled", shuffles_from_the_end)
    monkeypatch.setattr(test_lots, "shuffled", lots.shuffled)
    with pytest.raises(AssertionError):
        test_lots.test_a_seed_gives_its_order(42, "AFCBDE")
