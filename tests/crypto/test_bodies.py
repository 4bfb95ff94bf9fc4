import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from monitor_app.crypto.bodies import (
    Hidden,
    Leaf,
    body_root,
    decode_body,
    decode_redacted,
    encode_body,
    redacted,
    salted,
    values_of,
)
from monitor_app.errors import BadInput

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]))
)
KEYS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner), max_leaves=8)
BODIES = st.dictionaries(KEYS, VALUES, min_size=1, max_size=12)
SALT = bytes(16)


@given(BODIES)
def test_leaves_written_and_read_are_the_same_and_keep_their_root(values):
    leaves = salted(values)
    read = decode_body(encode_body(leaves))
    assert values_of(read) == values
    assert encode_body(read) == encode_body(leaves)
    assert body_root(read) == body_root(leaves)


@given(BODIES, st.sets(KEYS))
def test_any_choice_of_hidden_leaves_keeps_the_root_and_travels(values, secret):
    leaves = salted(values)
    hidden = redacted(leaves, lambda path: path not in secret)
    assert body_root(hidden) == body_root(leaves)
    assert body_root(decode_redacted(encode_body(hidden))) == body_root(leaves)


def test_hiding_twice_is_hiding_more():
    leaves = salted({"a": 1, "b": 2})
    hidden = redacted(redacted(leaves, lambda path: path == "a"), lambda path: path == "b")
    assert all(isinstance(leaf, Hidden) for leaf in hidden)
    assert body_root(hidden) == body_root(leaves)


def test_a_hidden_leaf_shows_neither_path_nor_value_nor_salt():
    leaves = salted({"answers/wage": "marker-value"})
    written = encode_body(redacted(leaves, lambda _: False))
    assert b"wage" not in written
    assert b"marker" not in written
    assert len(written) == len('["') + 64 + len('"]')


def test_equal_values_do_not_look_equal():
    one, other = salted({"a": "yes"}), salted({"a": "yes"})
    assert body_root(one) != body_root(other)


def test_the_root_is_what_the_format_says():
    path, value = b"a", b'"x"'
    inner = b"\x00" + len(path).to_bytes(4, "big") + path + SALT
    leaf = hashlib.sha256(inner + len(value).to_bytes(4, "big") + value).digest()
    other = Hidden(hashlib.sha256(b"other").digest())
    node = hashlib.sha256(b"\x01" + leaf + other.digest).digest()
    expected = hashlib.sha256(b"\x02fieldwork/body/v0\x00\x00\x00\x02" + node).digest()
    assert body_root((Leaf("a", SALT, "x"), other)) == expected


def test_the_root_covers_path_salt_value_order_and_number():
    leaves = salted({"a": 1, "b": 2, "c": 3})
    first, second, third = leaves
    roots = {
        body_root(changed)
        for changed in (
            leaves,
            (replace(first, path="A"), second, third),
            (replace(first, salt=SALT), second, third),
            (replace(first, value=2), second, third),
            (first, second),
            (first, replace(second, path="bb"), third),
        )
    }
    assert len(roots) == 6


def test_a_node_cannot_pass_for_a_leaf():
    leaves = salted({"a": 1, "b": 2})
    one, other = (leaf.digest for leaf in redacted(leaves, lambda _: False))
    node = Hidden(hashlib.sha256(b"\x01" + one + other).digest())
    assert body_root((node,)) != body_root(leaves)


@pytest.mark.parametrize(
    "leaves",
    [
        (),
        (Leaf("b", SALT, 1), Leaf("a", SALT, 1)),
        (Leaf("a", SALT, 1), Leaf("a", SALT, 2)),
        (Leaf("a", SALT, 1), Hidden(bytes(32)), Leaf("a", SALT, 2)),
        (Leaf("a", b"short", 1),),
        (Hidden(b"short"),),
    ],
    ids=["empty", "unsorted", "twice", "twice apart", "short salt", "short hash"],
)
def test_leaves_out_of_order_twice_or_malformed_are_refused(leaves):
    with pytest.raises(BadInput):
        body_root(leaves)
    with pytest.raises(BadInput):
        encode_body(leaves)


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), [{"a": float("-inf")}], {1: 2}, "\ud800", object()],
    ids=["nan", "inf", "inner", "number key", "surrogate", "object"],
)
def test_what_cannot_be_read_back_is_refused_when_written(value):
    with pytest.raises(BadInput):
        salted({"a": value})


def test_a_path_that_is_no_text_is_refused():
    with pytest.raises(BadInput):
        salted({"\ud800": 1})


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b'[["a","AAAAAAAAAAAAAAAAAAAAAA==",1] ]',
        b'[["a","AAAAAAAAAAAAAAAAAAAAAA==",1.00]]',
        b'[["a","AAAAAAAAAAAAAAAAAAAAAA==",{"b":1,"a":1}]]',
        b'[["a","AAAAAAAAAAAAAAAAAAAAAA==",{"a":1,"a":1}]]',
        b'[["a","AAAAAAAAAAAAAAAAAAAAAA==",1e999]]',
        b'[["a","AAAAAAAAAAAAAAAAAAAAAA",1]]',
        b'[["a","AAAAAAAAAAAAAAAAAAAAAB==",1]]',
        b'[["a","AAAAAAAAAAAAAAAAAAAAAA=="]]',
        b'["' + b"AB" * 32 + b'"]',
        b'["xyz"]',
        b"[" * 100_000,
        b'[["a","AAAAAAAAAAAAAAAAAAAAAA==",' + b"[" * 100_000,
        b'[["\xff","AAAAAAAAAAAAAAAAAAAAAA==",1]]',
    ],
)
def test_bytes_that_are_not_the_one_way_to_write_a_body_are_refused(body):
    with pytest.raises(BadInput):
        decode_redacted(body)


def test_a_body_with_hidden_leaves_is_not_whole():
    hidden = encode_body(redacted(salted({"a": 1}), lambda _: False))
    with pytest.raises(BadInput):
        decode_body(hidden)


@given(st.binary(max_size=80))
def test_no_bytes_make_the_reader_fall_over(body):
    with pytest.raises(BadInput):
        decode_body(body)


def test_printing_a_leaf_shows_no_value():
    assert "marker" not in repr(salted({"a": "marker"}))
