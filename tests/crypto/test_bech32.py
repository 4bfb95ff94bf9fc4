import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor_app.crypto import bech32


@given(st.text("abcdefghij-", min_size=1, max_size=12), st.binary(max_size=1300))
def test_what_is_encoded_is_decoded(prefix, content):
    assert bech32.decode(bech32.encode(prefix, content)) == (prefix, content)


def test_a_vector_of_the_standard_decodes():
    prefix, content = bech32.decode("A12UEL5L")
    assert (prefix, content) == ("a", b"")


@given(st.binary(min_size=32, max_size=32), st.data())
def test_a_changed_letter_is_noticed(content, data):
    text = bech32.encode("age", content)
    where = data.draw(st.integers(4, len(text) - 1))
    letter = data.draw(st.sampled_from("qpzry9x8gf2tvdw0s3jn54khce6mua7l"))
    changed = text[:where] + letter + text[where + 1 :]
    if changed == text:
        return
    with pytest.raises(ValueError, match="checksum"):
        bech32.decode(changed)


@pytest.mark.parametrize(
    "text", ["", "1", "age", "age1", "1qqqqqq", "age1qqqqq", "Age12uel5l", "age1bio", "é1qqqqqq"]
)
def test_what_is_not_bech32_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        bech32.decode(text)
