"""Every command stands once, and no two listen to the same keys."""

from collections import Counter

from PySide6.QtGui import QKeySequence

from monitor_app.ui.commands import COMMANDS


def test_no_two_commands_have_the_same_keys() -> None:
    keys = Counter(QKeySequence(one.keys).toString() for one in COMMANDS)
    assert [key for key, count in keys.items() if count > 1] == []


def test_every_command_has_keys_and_a_title() -> None:
    assert all(QKeySequence(one.keys).toString() and one.title.template for one in COMMANDS)


def test_no_two_commands_have_the_same_id() -> None:
    assert len({one.id for one in COMMANDS}) == len(COMMANDS)
