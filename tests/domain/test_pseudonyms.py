from hypothesis import given
from hypothesis import strategies as st

from monitor_app.domain.pseudonyms import is_pseudonym, pseudonym


@given(st.binary(min_size=5, max_size=5))
def test_a_pseudonym_fits_its_check_symbol(randomness):
    assert is_pseudonym(pseudonym(randomness))


@given(st.binary(min_size=5, max_size=5), st.integers(0, 4), st.integers(1, 30))
def test_one_symbol_read_wrongly_is_noticed(randomness, place, step):
    wrong = bytearray(byte % 31 for byte in randomness)
    right = pseudonym(bytes(wrong))
    wrong[place] = (wrong[place] + step) % 31
    mixed = f"{pseudonym(bytes(wrong))[:-1]}{right[-1]}"
    assert mixed == right or not is_pseudonym(mixed)


def test_small_letters_are_read_and_other_texts_are_not():
    code = pseudonym(b"\x01\x02\x03\x04\x05")
    assert is_pseudonym(code.lower())
    assert not any(is_pseudonym(text) for text in ("", "W", "W-12345", "X-12345-6", "W-1234O-5"))
