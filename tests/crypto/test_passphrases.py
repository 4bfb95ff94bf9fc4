"""What we offer: speakable, evenly drawn, never twice the same."""

from monitor_app.crypto import passphrases
from monitor_app.crypto.passphrases import Kind


def test_a_generated_passphrase_has_six_speakable_words():
    words = passphrases.generate().split("-")
    assert len(words) == 6
    assert all(len(word) == 4 and word[1] in "aeiou" and word[3] in "aeiou" for word in words)


def test_every_letter_is_drawn_and_none_is_favoured():
    drawn = "".join(passphrases.generate().replace("-", "") for _ in range(500))
    counts = [drawn[1::2].count(vowel) for vowel in "aeiou"]
    assert min(counts) > 0.8 * max(counts)


def test_two_passphrases_differ():
    for kind in Kind:
        assert passphrases.generate(kind) != passphrases.generate(kind)


def test_english_words_and_digits_are_offered_too():
    assert len(passphrases.generate(Kind.ENGLISH).split("-")) == 8
    digits = passphrases.generate(Kind.DIGITS).split("-")
    assert [len(group) for group in digits] == [4] * 7
    assert "".join(digits).isdecimal()
