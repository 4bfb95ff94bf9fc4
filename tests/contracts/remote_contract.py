"""What every Remote must do, whatever lies behind it. Subclass and give a `remote` fixture."""

import pytest

from monitor_app.errors import ObjectMissing, RemoteError
from monitor_app.ports import Remote

NAME = "fld1/in/20260101/boxaa-00000000-aaaaaaaaaaaaaaaa"
BAD_NAMES = (
    "",
    "/a",
    "a/",
    "../a",
    "a/../b",
    "a//b",
    "A",
    "a b",
    "a.b",
    "a\\b",
    "con",
    "x/nul/y",
    "a" * 300,
    "é",
)


class RemoteContract:
    def test_what_was_put_is_got(self, remote: Remote):
        remote.put(NAME, b"sealed")
        assert remote.get(NAME) == b"sealed"

    def test_the_same_put_again_changes_nothing(self, remote: Remote):
        remote.put(NAME, b"sealed")
        remote.put(NAME, b"sealed")
        assert (remote.get(NAME), remote.names("fld1/")) == (b"sealed", [NAME])

    def test_a_put_heals_an_object_that_was_cut_short(self, remote: Remote):
        remote.put(NAME, b"sea")
        remote.put(NAME, b"sealed")
        assert remote.get(NAME) == b"sealed"

    def test_a_put_heals_an_object_that_rotted(self, remote: Remote):
        remote.put(NAME, b"seaXed")
        remote.put(NAME, b"sealed")
        assert remote.get(NAME) == b"sealed"

    def test_an_empty_object_is_an_object(self, remote: Remote):
        remote.put(NAME, b"")
        assert (remote.get(NAME), remote.names("fld1/")) == (b"", [NAME])

    def test_a_missing_object_says_so(self, remote: Remote):
        with pytest.raises(ObjectMissing):
            remote.get(NAME)

    def test_an_empty_place_lists_nothing(self, remote: Remote):
        assert remote.names("fld1/") == []

    def test_names_at_every_depth_are_listed_in_order(self, remote: Remote):
        for name in ("fld1/b/2/x", "fld1/b/1/y", "fld1/a", "fld1/b/1/x/z"):
            remote.put(name, b"1")
        assert remote.names("fld1/") == ["fld1/a", "fld1/b/1/x/z", "fld1/b/1/y", "fld1/b/2/x"]

    def test_a_prefix_lists_only_what_lies_under_it(self, remote: Remote):
        for name in ("fld1/in/a", "fld1/inside/b", "fld1/in/c/d"):
            remote.put(name, b"1")
        assert remote.names("fld1/in/") == ["fld1/in/a", "fld1/in/c/d"]

    def test_a_deleted_object_is_gone(self, remote: Remote):
        remote.put(NAME, b"sealed")
        remote.delete(NAME)
        assert remote.names("fld1/") == []
        with pytest.raises(ObjectMissing):
            remote.get(NAME)

    def test_deleting_what_is_not_there_is_no_error(self, remote: Remote):
        remote.delete(NAME)

    def test_five_megabytes_come_back_whole(self, remote: Remote):
        content = bytes(range(256)) * (5 * 4096)
        remote.put(NAME, content)
        assert remote.get(NAME) == content

    @pytest.mark.parametrize("name", BAD_NAMES)
    def test_a_name_no_place_could_hold_is_refused(self, remote: Remote, name: str):
        for work in (lambda: remote.put(name, b"1"), lambda: remote.get(name), lambda: remote.delete(name)):
            with pytest.raises(RemoteError):
                work()
