"""The estimate: reckoned low, the number that is said, and what we make up always enough."""

import time

import pytest

from monitor_app.crypto import guessing, invented, passphrases
from monitor_app.crypto.guessing import Advice, estimate


@pytest.mark.parametrize(
    ("passphrase", "at_most"),
    [
        ("", 0),
        ("password", 10),
        ("P@ssw0rd2024", 20),
        ("labour-rights-2026", 25),
        ("correct horse battery staple", 44),
        ("a" * 100, 20),
        ("abcabcabcabcabcabc", 20),
        ("abcdefghijklmnopqrstuvwxyz", 20),
        ("12345678901234567890", 15),
        ("31415926535897", 48),
        ("qwertyuiopasdfghjklzxcvbnm", 25),
        ("1qaz2wsx3edc4rfv", 20),
        ("23.11.1987", 20),
        ("19871123", 12),
        ("l4b0ur r1ght5", 25),
        ("labour labour labour labour labour labour labour", 35),
        ("the quick brown fox jumps over the lazy dog", 70),
        ("To be or not to be, that is the question", 70),
        ("make love data name home time", 60),
        ("mama papa baba lala nana tata", 70),
        ("мой пароль от квартиры", 50),
        ("我爱北京天安门", 30),
        ("contraseña-de-la-fábrica", 40),
    ],
)
def test_what_people_choose_is_never_reckoned_too_high(passphrase, at_most):
    found = estimate(passphrase)
    assert found.bits <= at_most
    assert not found.is_enough


def test_six_rare_words_fall_short_and_seven_are_enough():
    words = ["cabinet", "umbrella", "granite", "whisper", "lantern", "pickle", "sombre"]
    assert not estimate(" ".join(words[:6])).is_enough
    assert estimate(" ".join(words)).is_enough


def test_capitals_accents_separators_and_length_beyond_reason_add_nothing():
    plain = estimate("cabinet umbrella granite").bits
    assert estimate("Cabinet-Umbrella-Granité").bits == plain
    assert estimate("a" * 100_000).bits == estimate("a" * 128).bits


@pytest.mark.parametrize(
    ("passphrase", "advice"),
    [
        ("umbrella 1987", Advice.NO_DATES),
        ("umbrella qwertz", Advice.NO_PATTERNS),
        ("umbrella secret", Advice.RARER_WORDS),
        ("umbrella", Advice.MORE_WORDS),
    ],
)
def test_what_would_help_is_told(passphrase, advice):
    assert advice in estimate(passphrase).advice


def test_nothing_more_is_asked_of_a_passphrase_that_is_enough():
    assert estimate(passphrases.generate()).advice == ()


@pytest.mark.parametrize("kind", list(passphrases.Kind))
def test_what_we_make_up_is_always_enough(kind):
    assert all(estimate(passphrases.generate(kind)).is_enough for _ in range(50))


def test_the_bits_of_our_words_are_counted_not_believed():
    words = {a + b for a in invented._SYLLABLES for b in invented._SYLLABLES if invented.is_word(a + b)}
    assert len(words) == invented.COUNT
    assert 75 < passphrases.WORDS * invented.BITS_A_WORD < 76


def test_words_of_our_shape_count_only_all_together_and_all_different():
    ours = passphrases.generate().split("-")
    assert estimate("-".join(ours)).is_enough
    assert not estimate("-".join(ours[:5])).is_enough
    assert not estimate("-".join([*ours[:5], ours[0]])).is_enough
    assert not estimate("-".join([*ours[:5], "password"])).is_enough


def test_a_long_text_is_judged_while_one_types():
    started = time.process_time()  # work, not the clock: a busy machine is no delay
    estimate("umbrella 4! " * 40)
    assert time.process_time() - started < 0.25


def test_enough_is_75_bits():
    assert guessing.ENOUGH == 75
