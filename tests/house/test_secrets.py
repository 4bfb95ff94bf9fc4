"""No secret shows where things are printed, raised or handed to another program."""

import ast
import dataclasses
from pathlib import Path

import pytest

from monitor_app.crypto import keys, keyslots, second_key
from monitor_app.crypto.keyslots import CHEAPEST
from monitor_app.errors import WrongPassphrase
from monitor_app.operations.strongbox import Strongbox
from monitor_app.remotes.access import Access
from tests.support.places import modules

SECRET = bytes(range(65, 97))


def shows(thing: object) -> bool:
    told = f"{thing!r} {thing}"
    return any(form in told for form in (SECRET.decode(), SECRET.hex(), repr(SECRET)[2:-1], "opensesame"))


def test_what_holds_a_key_does_not_show_it():
    box = Strongbox()
    box.put(SECRET, 0)
    held = [
        keys.VaultKeys.of(SECRET),
        keys.ProjectKey(secret=SECRET),
        keys.DeviceKeys(signing_seed=SECRET, receive_seed=SECRET),
        box,
    ]
    derived = keys.VaultKeys.of(SECRET).database
    assert [one for one in held if shows(one) or derived.hex() in repr(one)] == []


def test_a_key_that_opens_a_vault_does_not_show_either():
    _, image = keyslots.new_keyring("opensesame", vault_id="a" * 26, cost=CHEAPEST)
    opened = keyslots.open_with_passphrase(image, "opensesame")
    assert opened.vault_key.hex() not in repr(opened)
    assert repr(opened.vault_key) not in repr(opened)
    assert not shows(opened)


def test_a_wrong_passphrase_is_refused_without_being_repeated():
    wrapped = second_key.wrap(SECRET, "right", context=b"", cost=CHEAPEST)
    with pytest.raises(WrongPassphrase) as refused:
        second_key.unwrap(wrapped, "opensesame", context=b"")
    assert not shows(refused.value)
    assert not shows(refused.value.__cause__)


def test_the_access_to_a_shared_place_does_not_show_its_secret():
    assert not shows(Access(address="memory:x", secret="opensesame"))


def test_nothing_but_crash_marks_and_answers_to_commands_is_printed():
    printing = [str(path) for path in modules() if path.parts[-2] not in {"cli", "bench"} and prints(path)]
    assert {Path(path).name for path in printing} <= {"bugs.py", "walk.py"}


def prints(path: Path) -> bool:
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    named = [node.func for node in calls]
    return any(isinstance(one, ast.Name) and one.id == "print" for one in named)


def test_no_module_logs():
    loggers = [
        str(path)
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        and "logging" in {getattr(node, "module", None), *(alias.name for alias in node.names)}
    ]
    assert {Path(path).name for path in loggers} <= {"sftp.py"}  # which silences what paramiko would say


def test_dataclasses_that_hold_bytes_of_keys_hide_them():
    classes = [one for one in vars(keys).values() if dataclasses.is_dataclass(one)]
    loud = [
        f"{one.__name__}.{field.name}"
        for one in classes
        for field in dataclasses.fields(one)
        if field.repr and any(word in field.name for word in ("seed", "secret", "database", "key"))
    ]
    assert loud == []


def test_files_are_asked_for_in_one_place_which_leaves_no_trace_of_the_choice():
    asking = [path.name for path in modules() if "QFileDialog" in path.read_text("utf-8")]
    assert asking == ["files.py"]
