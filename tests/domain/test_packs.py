"""Packs are read strictly: whole or not at all, and every problem is named by its row and column."""

import contextlib
import datetime
import random
from pathlib import Path

import pytest

from monitor_app.domain import directory, packs
from monitor_app.domain.directory import Help, Service
from monitor_app.domain.packs import PackKind
from monitor_app.errors import PackRefused
from monitor_app.settings import resource_folder

HEAD = "name,help,place,contact,last_checked,checked_by,source"
ROW = "Night line,counselling;legal,Linhai,555 0100,2026-10-02,Heron,their own page"
NORMS = resource_folder("norms", "hours.toml").read_bytes()
CODE = resource_folder("norms", "provisions.toml").read_bytes()
TODAY = datetime.date(2026, 11, 23)


def table(*rows: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *rows]).encode()


def problems(kind: PackKind, content: bytes) -> list[str]:
    with pytest.raises(PackRefused) as refusal:
        packs.read(kind, content)
    return [str(one) for one in refusal.value.problems] or [str(refusal.value.message)]


class TestDirectory:
    def test_a_row_is_read_with_all_its_columns(self):
        head = f"{HEAD},country,languages,hours,caution"
        row = f"{ROW},Eastland,Vietnamese; English,nights only,Never from a factory phone"
        (one,) = packs.read(PackKind.DIRECTORY, table(row, head=head)).rows
        assert (one.help, one.languages) == ((Help.COUNSELLING, Help.LEGAL), ("Vietnamese", "English"))
        assert (one.hours, one.caution) == ("nights only", "Never from a factory phone")

    @pytest.mark.parametrize("mark", [";", "\t"])
    def test_a_spreadsheet_of_another_country_is_read(self, mark):
        head, row = HEAD.replace(",", mark), ROW.replace(";", "|").replace(",", mark)
        (one,) = packs.read(PackKind.DIRECTORY, table(row, head=head)).rows
        assert one.help == (Help.COUNSELLING, Help.LEGAL)

    def test_heads_may_be_written_as_people_write_and_empty_rows_are_passed_over(self):
        content = b"\xef\xbb\xbf" + table(",,,,,,", ROW, head=HEAD.replace("last_checked", "Last checked"))
        assert len(packs.read(PackKind.DIRECTORY, content).rows) == 1

    @pytest.mark.parametrize(
        ("row", "place"),
        [
            (ROW.replace("Heron", " "), "Row 2, column checked_by: This may not be empty."),
            (ROW.replace("2026-10-02", "02/10/2026"), "Row 2, column last_checked: Write the day as in"),
            (ROW.replace("2026-10-02", "2026-02-30"), "Row 2, column last_checked: Write the day as in"),
            (ROW.replace("legal", "lawyers"), "Row 2, column help: Use only these words: emergency"),
            (ROW + ",more", "Row 2: This row has more cells"),
            (ROW.replace("Linhai", "Lin\x00hai"), "Row 2, column place: There are letters here"),
            (ROW.replace("Linhai", "L" * 1001), "Row 2, column place: There are more than 1000 letters"),
        ],
    )
    def test_what_is_wrong_is_named_by_row_and_column(self, row, place):
        (told,) = problems(PackKind.DIRECTORY, table(row))
        assert told.startswith(place)

    def test_all_problems_are_named_at_once(self):
        bad = ROW.replace("Heron", "").replace("legal", "lawyers")
        assert len(problems(PackKind.DIRECTORY, table(ROW, bad, bad))) == 4

    def test_missing_unknown_and_doubled_columns_are_named(self):
        told = problems(PackKind.DIRECTORY, table(head=HEAD.replace("source", "place,rating")))
        assert told == [
            "Row 1, column rating: Nothing of this name is known here.",
            "Row 1, column source: This column is missing.",
            "Row 1, column place: There are two columns of this name.",
        ]

    @pytest.mark.parametrize("content", [b"", b"\x00\x01", b"PK\x03\x04", HEAD.encode(), b'"' + HEAD.encode()])
    def test_what_is_no_table_of_organisations_is_refused(self, content):
        assert problems(PackKind.DIRECTORY, content)


class TestToml:
    @pytest.mark.parametrize(("kind", "content"), [(PackKind.NORMS, NORMS), (PackKind.CODE, CODE)])
    def test_what_comes_with_the_program_can_be_read_and_is_all_to_be_confirmed(self, kind, content):
        found = packs.read(kind, content)
        assert packs.to_confirm(found) == len(found.rows) > 10

    @pytest.mark.parametrize(
        ("old", "new", "told"),
        [
            ("format = 0", "format = 1", "This pack was made for a newer version"),
            ("format = 0", 'format = "0"', "Column format: Write format = 0."),
            ('id = "hours"', 'id = ""', "Column id: Write a few words"),
            ('place = "ILO"', 'place = ""', "Row 1, column place: This may not be empty."),
            ('mark = "M"', 'mark = "X"', "Row 1, column mark: This is not what belongs here"),
            ("value = 8", 'value = "eight"', "Row 1, column value: This is not what belongs here"),
            ("value = 8", "value = nan", "Row 1, column value: This is no number"),
            ("value = 8", "value = 1e300", "Row 1, column value: This is no number"),
            ("value = 8", "value = " + "9" * 5000, "This file is not TOML."),
            ("value = 8", "value = " + "9" * 4000, "Row 1, column value: This is no"),
            ('checked_on = "2026-11"', 'checked_on = "lately"', "Row 1, column checked_on: Write the month"),
            ('effective_from = ""', 'effective_from = "soon"', "Row 1, column effective_from: Write a year"),
            ('scope = "industry"', 'mood = "industry"', "Row 1, column mood: Nothing of this name"),
            (
                'source = "from memory; read the text before use: ILO C1"\n',
                "",
                "Row 1, column source: This may",
            ),
            ('id = "ilo-c1-week"', 'id = "ilo-c1-day"', "Row 2: Another entry has this name already."),
            ("[[norm]]", "[[norm", "This file is not TOML."),
        ],
    )
    def test_what_is_wrong_is_named_by_entry_and_field(self, old, new, told):
        text = NORMS.decode()
        assert old in text
        assert problems(PackKind.NORMS, text.replace(old, new, 1).encode())[0].startswith(told)

    def test_a_code_needs_a_title_and_rules(self):
        assert problems(PackKind.CODE, CODE.replace(b'title = "Draft code of labour standards"', b"")) == [
            "Column title: This may not be empty."
        ]
        head = CODE.partition(b"[[provision]]")[0]
        assert problems(PackKind.CODE, head) == ["Column [[provision]]: The file holds no entry of this name."]


@pytest.mark.parametrize("kind", PackKind)
def test_a_huge_file_is_refused_before_it_is_read(kind):
    assert "too large" in problems(kind, b"x" * (packs.LARGEST + 1))[0]


@pytest.mark.parametrize("kind", PackKind)
def test_no_problem_repeats_what_stands_in_the_file(kind):
    secret = "Ms-Lin-555-0199"
    lines = (CODE if kind is PackKind.CODE else NORMS).decode()
    content = table(ROW.replace("Heron", "").replace("legal", secret), ROW.replace("2026-10-02", secret))
    if kind is not PackKind.DIRECTORY:
        content = lines.replace('mark = "M"', f'mark = "{secret}"').encode()
    assert all(secret not in one for one in problems(kind, content))


@pytest.mark.parametrize("kind", PackKind)
def test_a_file_damaged_anywhere_is_read_or_refused_and_nothing_else(kind):
    draw = random.Random(7)
    whole = {
        PackKind.NORMS: b"[[norm]]".join(NORMS.split(b"[[norm]]")[:4]),
        PackKind.CODE: b"[[provision]]".join(CODE.split(b"[[provision]]")[:3]),
        PackKind.DIRECTORY: table(ROW, ROW, ROW),
    }
    for _ in range(150):
        content = bytearray(whole[kind])
        for _ in range(draw.randint(1, 5)):
            at = draw.randrange(len(content))
            content[at : at + draw.choice((0, 1, 40))] = draw.randbytes(draw.choice((0, 1, 3)))
        with contextlib.suppress(PackRefused):
            packs.read(kind, bytes(content))


def service(**changed: object) -> Service:
    fields: dict[str, object] = {
        "name": "Night line",
        "help": (Help.LEGAL,),
        "place": "Linhai",
        "contact": "555 0100",
        "last_checked": "2026-10-02",
        "checked_by": "Heron",
        "source": "their page",
    }
    return Service(**{**fields, **changed})


@pytest.mark.parametrize(
    ("day", "is_old"),
    [("2026-11-23", False), ("2026-05-24", False), ("2026-05-23", True), ("2027-01-01", False)],
)
def test_an_entry_is_old_after_half_a_year(day, is_old):
    assert service(last_checked=day).is_old(TODAY) is is_old


def test_emergencies_stand_first_then_what_was_checked_last():
    some = [
        service(name="b", last_checked="2026-01-01"),
        service(name="a", last_checked="2026-01-01"),
        service(name="c"),
        service(name="d", help=(Help.MEDICAL, Help.EMERGENCY), last_checked="2025-01-01"),
    ]
    assert "".join(one.name for one in directory.wanted(some)) == "dcab"


def test_only_what_fits_all_that_was_asked_is_shown():
    some = [
        service(name="here"),
        service(name="there", place="Portside"),
        service(name="x", help=(Help.UNION,)),
    ]
    found = directory.wanted(some, words="LIN HER", kind=Help.LEGAL, place="Linhai")
    assert [one.name for one in found] == ["here"]
    assert directory.places(some) == ["Linhai", "Portside"]


def test_the_file_in_the_guide_can_be_read():
    page = Path(resource_folder("guide", "packs.md")).read_text("utf-8")
    example = page.partition("```\n")[2].partition("```")[0]
    assert packs.read(PackKind.DIRECTORY, example.encode()).rows
