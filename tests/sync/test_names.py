"""Names say where an object belongs, and nothing else is taken for one of ours."""

import pytest

from monitor_app.remotes.naming import checked
from monitor_app.sync import names
from monitor_app.sync.names import ChunkName, RosterName, SegmentName

MARK = "abcdefghij234567"
CHUNK = "c" + "a2" * 25 + "a"
ALL = [
    (SegmentName("boxaa", "", 7, MARK), f"fld1/in/20260102/boxaa-00000007-{MARK}"),
    (SegmentName("boxaa", "other", 0, MARK), f"fld1/out/other/boxaa-00000000-{MARK}"),
    (RosterName(12, MARK), f"fld1/m/00000012-{MARK}"),
    (ChunkName(CHUNK), f"fld1/b/20260102/c/{CHUNK}"),
]


@pytest.mark.parametrize(("name", "path"), ALL)
def test_a_name_is_written_and_read_back(name, path):
    assert names.dated(names.undated(name), "20260102") == path
    assert names.parse(path) == name
    assert names.parse_undated(names.undated(name)) == name


@pytest.mark.parametrize(("name", "path"), ALL)
def test_every_name_fits_every_place(name, path):
    assert checked(path) == path


@pytest.mark.parametrize("path", [path for _, path in ALL])
@pytest.mark.parametrize("slip", ["x{}", "{}x", "{}\n", " {}", "{}.tmp"])
def test_anything_around_a_name_makes_it_foreign(path, slip):
    assert names.parse(slip.format(path)) is None


@pytest.mark.parametrize(
    "path",
    [
        "",
        "fld2/m/00000012-" + MARK,
        "fld1/m/12-" + MARK,
        "fld1/m/00000012-" + MARK.upper(),
        "fld1/m/٠٠٠٠٠٠١٢-" + MARK,
        f"fld1/b/20260102/d/{CHUNK}",
        f"fld1/in/boxaa-00000007-{MARK}",
        f"fld1/in/20260102/box-00000007-{MARK}",
        "fld1/in/20260102/.DS_Store",
    ],
)
def test_other_names_are_foreign(path):
    assert names.parse(path) is None


def test_days_run_from_tomorrow_back_because_clocks_differ():
    assert names.days_around(1_767_225_600_000) == ["20260102", "20260101", "20251231", "20251230", "20251229"]
