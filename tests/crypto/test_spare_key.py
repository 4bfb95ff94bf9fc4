import pytest

from monitor_app.crypto import primitives, spare_key
from monitor_app.errors import KeyRefused

PUBLIC = primitives.receive_public(bytes(32))
TEXT = spare_key.encode(PUBLIC)


def test_a_spare_key_survives_as_text_and_in_a_letter_around_it():
    assert spare_key.decode(TEXT) == PUBLIC
    assert (
        spare_key.decode(f"Dear colleague,\r\n{TEXT.replace(chr(10), chr(13) + chr(10))}\r\nGreetings")
        == PUBLIC
    )


@pytest.mark.parametrize(
    "text",
    ["", "hello", TEXT[:400], TEXT.replace("A", "B"), TEXT[:100] + TEXT[165:], TEXT.replace("-----END", "")],
)
def test_a_cut_or_altered_key_is_refused(text):
    with pytest.raises(KeyRefused):
        spare_key.decode(text)
