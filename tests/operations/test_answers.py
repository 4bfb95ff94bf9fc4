"""Answers out: what leaves, what stays, how it is sealed, and that nothing is half-done."""

import csv
import io
import os
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from monitor_app.domain.events import ConsentWithdrawn
from monitor_app.domain.reviewing import Decision
from monitor_app.errors import BadInput, Cancelled, DiskFull, ExportRefused, NotAllowed, PlaceReadOnly
from monitor_app.operations import answers, bundling, reviewing, submissions
from monitor_app.operations.answers import Format, Layout, Preparation, Reader, Request
from monitor_app.operations.desk import Desk
from monitor_app.ports import Silent
from monitor_app.reports.cells import unguarded
from monitor_app.text import N_
from monitor_app.vault import events, queries
from tests.support import answering
from tests.support.desks import Pair

REASON = "The union prints them at its own office."


def prepared(desk: Desk, **asked: object) -> Preparation:
    fields = {"form_id": "work_pay", "format": Format.CSV, "reason": REASON, **asked}
    return answers.prepare(lambda work: work(desk), Request(**fields), progress=Silent())


def written(desk: Desk, folder: Path, **asked: object) -> Path:
    """Write the answers of the questionnaire, in clear if nobody is named; return the file."""
    folder.mkdir(exist_ok=True)
    ready = prepared(desk, **asked)
    return answers.export(lambda work: work(desk), ready, folder, progress=Silent())[0].path


def tables(path: Path) -> dict[str, list[list[str]]]:
    with zipfile.ZipFile(path) as package:
        return {
            name.removesuffix(".csv"): list(
                csv.reader(io.StringIO(package.read(name).decode("utf-8-sig"), newline=""))
            )
            for name in package.namelist()
        }


def column(table: list[list[str]], head: str) -> list[str]:
    at = table[0].index(head)
    return [row[at] for row in table[1:]]


def test_repeats_are_tables_linked_by_running_numbers(desk, tmp_path):
    ids = answering.add_records(desk, 2)
    found = tables(written(desk, tmp_path / "out"))
    assert column(found["answers"], "_index") == ["1", "2"]
    assert found["week"] == [
        ["week/number", "_index", "_parent_table_name", "_parent_index", "_submission__uuid"],
        *[[one, str(at), "answers", "1", ids[0]] for at, one in enumerate(["W0", "", "last"], start=1)],
        *[[one, str(at), "answers", "2", ids[1]] for at, one in enumerate(["W1", "", "last"], start=4)],
    ]
    assert column(found["shift"], "week/shift/length") == ["8", "", "9"] * 2
    assert column(found["shift"], "_parent_index") == ["1"] * 3 + ["4"] * 3
    assert set(column(found["shift"], "_parent_table_name")) == {"week"}


def test_texts_come_back_from_csv_as_they_were_typed_and_none_begins_a_formula(desk, tmp_path):
    answering.add_records(desk, len(answering.HARD))
    stories = column(tables(written(desk, tmp_path / "out"))["answers"], "story")
    assert [unguarded(one) for one in stories] == list(answering.HARD)
    assert not [one for one in stories if one.lstrip()[:1] in set("=+-@＝\t\r")]


def test_numbers_stay_numbers_and_dates_iso(desk, tmp_path):
    answering.add_records(desk, 1)
    path = written(desk, tmp_path / "out")
    with zipfile.ZipFile(path) as package:
        row = package.read("answers.csv").decode("utf-8-sig").split("\r\n")[1]
    assert ',-3,0.25,"2026-03-01","no","noise",' in row


def test_labels_fall_back_to_names_and_are_made_unique(desk, tmp_path):
    answering.add_records(desk, 1)
    layout = Layout(language="العربية (ar)", labels=True, split=True)
    head = tables(written(desk, tmp_path / "out", layout=layout))["answers"][0]
    assert head[:2] == ["ماذا حدث؟", "كم؟"]
    assert "blank" in head
    assert len(set(head)) == len(head)
    assert {"Hours", "Hours (same)"} <= set(head)
    assert {"ما هي المخاطر؟", "ما هي المخاطر؟/حرارة", "ما هي المخاطر؟/ضوضاء"} <= set(head)


def test_several_choices_split_into_noughts_and_ones(desk, tmp_path):
    answering.add_records(desk, 2)
    table = tables(written(desk, tmp_path / "out", layout=Layout(split=True)))["answers"]
    assert column(table, "risks") == ["noise", "heat dust"]
    assert [column(table, f"risks/{one}") for one in ("heat", "noise", "dust")] == [
        ["0", "1"],
        ["1", "0"],
        ["0", "1"],
    ]


def test_a_workbook_gives_back_every_cell(desk, tmp_path):
    answering.add_records(desk, len(answering.HARD))
    book = openpyxl.load_workbook(written(desk, tmp_path / "out", format=Format.XLSX))
    assert book.sheetnames == ["answers", "week", "shift"]
    rows = list(book["answers"].iter_rows())
    stories = [row[0] for row in rows[1:]]
    assert [cell.value for cell in stories] == list(answering.HARD)
    assert {cell.data_type for cell in stories} == {"s"}
    assert not [cell for row in rows for cell in row if cell.hyperlink]
    assert [row[1].value for row in rows[1:4]] == [-3, -2, -1]


def test_identity_feelings_and_what_follows_from_them_stay(desk, tmp_path):
    answering.add_records(desk, 2)
    for kind in Format:
        path = written(desk, tmp_path / kind, format=kind)
        with zipfile.ZipFile(path) as package:
            text = b"".join(package.read(name) for name in package.namelist()).decode("utf-8", "replace")
        assert answering.SECRET not in text
        assert not [name for name in answering.STAYING if name in text]


def test_the_preview_says_which_questions_stay_and_why(desk):
    answering.add_records(desk, 1)
    stays = {str(row.what): str(row.reason) for row in prepared(desk).rows if not row.path}
    assert stays["Questions: called"] == "It may tell who somebody is."
    assert stays["Questions: mood"] == "How a person feels never leaves for each person."
    assert stays["Questions: mood_twice, greeting"] == "It is worked out from an answer that stays."


def test_only_our_own_organisation_reads_free_words_times_and_pseudonyms(desk, tmp_path):
    answers_given = {**answering.hard_answers(0), "consent_uses/agree_share_union": "yes"}
    answering.add_records(desk, 1, answers=answers_given)
    head = tables(written(desk, tmp_path / "out", reader=Reader.WORKERS))["answers"][0]
    assert head == ["people", "hours", "paid", "risks", "_uuid", "_period", "_site", "__version__", "_index"]


@pytest.mark.parametrize("reader", list(Reader))
def test_without_a_yes_nothing_leaves(desk, reader):
    no = {
        "consent_uses/agree_aggregate": "no",
        "consent_uses/agree_share_union": "no",
        "consent_uses/agree_share_organisation": "no",
    }
    answering.add_records(desk, 1, answers=no)
    with pytest.raises(ExportRefused):
        prepared(desk, reader=reader)


def test_a_yes_taken_back_between_looking_and_writing_counts(desk, tmp_path):
    ids = answering.add_records(desk, 2)
    ready = prepared(desk)
    gone = ConsentWithdrawn(subject=ids[0], device=desk.box, time=desk.stamp(), said_ms=desk.now())
    events.append(desk.vault, gone, stream=desk.box)
    done, _ = answers.export(lambda work: work(desk), ready, tmp_path, progress=Silent())
    assert column(tables(done.path)["answers"], "_uuid") == [ids[1]]


def test_what_was_set_aside_stays_and_is_counted(desk):
    ids = answering.add_records(desk, 2)
    reviewing.decide(desk, ids[0], Decision.SET_ASIDE)
    told = [(row.hidden, str(row.reason)) for row in prepared(desk).rows if str(row.what) == "Records"]
    assert told == [(1, "They were set aside.")]


def test_a_sealed_file_opens_with_its_key_and_is_signed(desk, tmp_path):
    answering.add_records(desk, 1)
    identity, recipient = bundling.new_recipient()
    path = written(desk, tmp_path / "out", recipients=(recipient,), reason="")
    opened = bundling.open_package(path, identity, bundling.allowed_signers(desk))
    assert [name for name, _ in opened.report.files] == ["answers.zip"]
    with zipfile.ZipFile(io.BytesIO(b"".join(opened.read("answers.zip")))) as package:
        assert package.testzip() is None
    assert answering.HARD[0].encode() not in path.read_bytes()


def test_in_clear_only_with_a_reason_that_the_custody_log_keeps(desk, tmp_path):
    answering.add_records(desk, 1)
    with pytest.raises(BadInput, match="reason"):
        prepared(desk, reason="  ")
    path = written(desk, tmp_path / "out")
    [noted] = queries.custody(desk.vault, subject=path.name.partition(".")[0])
    assert (noted.action, noted.detail["reason"], noted.detail["in_clear"]) == (
        "answers_exported",
        REASON,
        "yes",
    )
    assert noted.detail["records"] == "1"


def test_a_file_that_could_not_be_noted_does_not_stay(desk, tmp_path):
    answering.add_records(desk, 1)
    ready = prepared(desk)

    def full_once_written(work):
        if any(part.stat().st_size for part in tmp_path.glob(".sealed-*")):
            raise DiskFull(N_("The disk is full."), N_("Make room."))
        return work(desk)

    with pytest.raises(DiskFull):
        answers.export(full_once_written, ready, tmp_path, progress=Silent())
    assert [*tmp_path.glob("answers-*"), *tmp_path.glob(".sealed-*")] == []


def test_stopping_leaves_nothing_behind(desk, tmp_path):
    answering.add_records(desk, 3)
    ready = prepared(desk)

    class Stopping:
        def step(self, done, total, what=None):
            raise Cancelled(N_("Stopped."))

    folder = tmp_path / "out"
    folder.mkdir()
    with pytest.raises(Cancelled):
        answers.export(lambda work: work(desk), ready, folder, progress=Stopping())
    assert list(folder.iterdir()) == []


def test_only_a_coordinator_lets_answers_out(pair: Pair):
    answering.add_records(pair.monitor, 1)
    with pytest.raises(NotAllowed):
        prepared(pair.monitor)


def test_too_much_for_a_workbook_is_said_with_the_way_out(desk):
    answering.add_records(desk, 1, answers={"story": "x" * 32_768})
    with pytest.raises(BadInput, match="CSV") as refused:
        prepared(desk, format=Format.XLSX)
    assert "32767" in str(refused.value)


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits on the size of files")
@pytest.mark.parametrize("kind", list(Format))
def test_a_stick_that_cannot_hold_it_is_told_and_nothing_is_left(desk, tmp_path, kind):
    import resource

    answering.add_records(desk, 12)
    folder = tmp_path / "stick"
    folder.mkdir()
    ready = prepared(desk, format=kind)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500, before[1]))
    try:
        with pytest.raises(DiskFull, match="Nothing was left behind"):
            answers.export(lambda work: work(desk), ready, folder, progress=Silent())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(folder.iterdir()) == []


def test_a_place_that_takes_nothing_is_told(desk, tmp_path):
    answering.add_records(desk, 1)
    with pytest.raises(PlaceReadOnly):
        answers.export(lambda work: work(desk), prepared(desk), tmp_path / "nowhere", progress=Silent())


class Watch:
    """Hears of every file that is opened to be written, while it is awake. Such a hook stays until the end."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.is_awake = False
        sys.addaudithook(self.hear)

    def hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.is_awake and event == "open":
            path, mode, flags = arguments
            writes = os.O_WRONLY | os.O_RDWR | os.O_CREAT
            if any(sign in str(mode) for sign in "wax+") or (isinstance(flags, int) and flags & writes):
                self.paths.append(str(path))


@pytest.fixture(scope="module")
def watch() -> Watch:
    return Watch()


@pytest.mark.parametrize("kind", list(Format))
def test_nothing_is_written_but_the_sealed_file_itself(desk, tmp_path, watch, kind):
    answering.add_records(desk, 3)
    _, recipient = bundling.new_recipient()
    watch.paths, watch.is_awake = [], True
    path = written(desk, tmp_path / "out", format=kind, recipients=(recipient,), reason="")
    watch.is_awake = False
    elsewhere = [one for one in watch.paths if not one.isdecimal() and "/out/.sealed-" not in one]
    assert watch.paths
    assert elsewhere == []
    assert path.read_bytes().startswith(b"age-encryption.org/v1")


def test_a_demo_marks_what_leaves_and_a_real_vault_refuses_it(desk, tmp_path):
    answering.add_records(desk, 1)
    demo = replace(desk, is_demo=True)
    table = tables(written(demo, tmp_path / "out"))["answers"]
    assert column(table, "_demo") == ["yes"]
    path = written(demo, tmp_path / "xml", format=Format.XML)
    report, _ = submissions.take_in(lambda work: work(desk), path, progress=Silent())
    assert [str(one.reason) for one in report.refused] == [
        "This submission comes from the demo: its people are invented."
    ]
