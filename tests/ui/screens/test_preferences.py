"""When the window locks, and what the computer keeps beside the vault."""

from tests.support.stage import Stage


def test_sleep_locks_from_the_start_and_a_window_put_away_only_if_wanted(loner: Stage) -> None:
    screen = loner.show("preferences")
    assert (screen.asleep.isChecked(), screen.hidden.isChecked()) == (True, False)
    screen.hidden.click()
    screen.asleep.click()
    chosen = loner.window.preferences
    assert (chosen.lock_asleep, chosen.lock_hidden) == (False, True)
    assert chosen.idle_minutes == 10


def test_it_says_what_this_computer_keeps_beside_the_vault(loner: Stage) -> None:
    screen = loner.show("preferences")
    loner.until(lambda: all(words.text() for words in screen.surroundings.told))
    assert "disk" in screen.surroundings.told[0].text()
