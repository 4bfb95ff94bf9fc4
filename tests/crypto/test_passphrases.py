from monitor_app.crypto import passphrases


def test_a_generated_passphrase_has_six_speakable_words():
    words = passphrases.generate().split("-")
    assert len(words) == 6
    assert all(len(word) == 4 and word[1] in "aeiou" and word[3] in "aeiou" for word in words)


def test_every_letter_is_drawn_and_none_is_favoured():
    drawn = "".join(passphrases.generate().replace("-", "") for _ in range(500))
    counts = [drawn[1::2].count(vowel) for vowel in "aeiou"]
    assert min(counts) > 0.8 * max(counts)


def test_two_passphrases_differ():
    assert passphrases.generate() != passphrases.generate()
