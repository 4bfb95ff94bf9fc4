"""Sheets: the reference vectors, any two of three, and every slip of the pen named."""

import itertools
import json
import time
from dataclasses import replace

import pytest
from shamir_mnemonic.share import Share

from monitor_app.crypto import shares
from monitor_app.crypto.shares import WORDLIST, Fault
from monitor_app.errors import SheetRefused
from tests.support.places import REPOSITORY

VECTORS = REPOSITORY.parent / "shared" / "vectors" / "slip39" / "vectors.json"
SECRET = bytes(range(16))
SHEETS = shares.split(SECRET)
OTHERS = shares.split(SECRET)


def vectors() -> list:
    return json.loads(VECTORS.read_text(encoding="utf-8")) if VECTORS.is_file() else []


@pytest.mark.skipif(not VECTORS.is_file(), reason="the reference vectors are not on this machine")
def test_there_are_45_vectors():
    assert len(vectors()) == 45


@pytest.mark.parametrize(("sheets", "secret"), [pytest.param(v[1], v[2], id=v[0]) for v in vectors()])
def test_a_reference_vector_gives_its_secret_or_is_refused(sheets, secret):
    if secret:
        assert shares._joined(sheets, b"TREZOR").hex() == secret
        return
    with pytest.raises(SheetRefused):
        shares._joined(sheets, b"TREZOR")


@pytest.mark.parametrize("size", [16, 32])
def test_any_two_of_three_give_the_secret_and_their_numbers(size):
    secret = shares.new_secret(size)
    sheets = shares.split(secret)
    assert [shares.LENGTHS[len(sheet.split())] for sheet in sheets] == [size] * 3
    assert [shares.number(sheet) for sheet in sheets] == [1, 2, 3]
    assert {shares.combined(pair) for pair in itertools.permutations(sheets, 2)} == {secret}


def test_one_sheet_alone_or_twice_gives_nothing():
    for few in ([SHEETS[0]], [SHEETS[1]] * 2):
        with pytest.raises(SheetRefused):
            shares.combined(few)


def test_sheets_of_two_sets_do_not_go_together_even_of_one_secret():
    with pytest.raises(SheetRefused, match="do not belong together"):
        shares.combined([SHEETS[0], OTHERS[1]])


def test_numbers_capitals_lines_and_the_first_four_letters_are_read():
    typed = "\n".join(f"{at:2}. {word[:4].upper()}" for at, word in enumerate(SHEETS[2].split(), 1))
    assert shares.combined([SHEETS[0], typed]) == SECRET
    assert shares.faults(typed) == ()


def test_a_word_that_is_in_no_list_is_named_with_the_nearest_ones():
    words = SHEETS[0].split()
    words[11] = "acadamic"
    (fault,) = shares.faults(" ".join(words))
    assert fault.place == 12
    assert fault.nearest[0] == "academic"
    with pytest.raises(SheetRefused, match="Word 12"):
        shares.combined([" ".join(words), SHEETS[1]])


def test_a_word_mistaken_for_a_like_one_is_found_by_the_checksum():
    words = (
        "duckling enlarge academic academic agency result length solution fridge kidney coal piece deal husband"
    )
    right = f"{words} erode duke ajar critical decision keyboard".split()
    wrong = [*right[:9], "kind", *right[10:]]
    assert shares.faults(" ".join(right)) == ()
    assert shares.faults(" ".join(wrong)) == (Fault(10, ("kidney",)),)


def test_a_sheet_that_would_keep_us_busy_for_hours_is_refused_at_once():
    slow = [replace(Share.from_mnemonic(sheet), iteration_exponent=15).mnemonic() for sheet in SHEETS[:2]]
    started = time.process_time()  # work, not the clock: a busy machine is no delay
    with pytest.raises(SheetRefused):
        shares.combined(slow)
    assert time.process_time() - started < 0.1


def test_swapped_words_are_refused_though_each_is_in_the_list():
    words = SHEETS[0].split()
    words[6], words[13] = words[13], words[6]
    with pytest.raises(SheetRefused):
        shares.combined([" ".join(words), SHEETS[1]])


@pytest.mark.parametrize("count", [0, 1, 19, 21, 32, 34])
def test_a_sheet_with_too_few_or_too_many_words_is_refused_by_their_number(count):
    with pytest.raises(SheetRefused, match=str(count)):
        shares.checked(" ".join(WORDLIST[:count]))


def test_while_typing_only_words_that_cannot_be_are_told():
    assert shares.faults(" ".join(SHEETS[0].split()[:7])) == ()
    assert [fault.place for fault in shares.faults("academic qqqq acid")] == [2]


def test_a_refusal_never_repeats_a_word():
    words = SHEETS[0].split()
    words[3] = "zzzz"
    with pytest.raises(SheetRefused) as caught:
        shares.combined([" ".join(words), SHEETS[1]])
    assert not any(word in str(caught.value).split() for word in words)
