"""A stranger's reader, written from FORMAT.md, opens what we seal."""

import ast
import json
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature, InvalidTag

from monitor_app.crypto.primitives import signing_public
from monitor_app.remotes.memory import MemoryRemote
from tests.sync import independent_reader
from tests.sync.people import PROJECT, Device, coordinator, lay, roster_of


@pytest.fixture(scope="module")
def world():
    chief, device = coordinator(), Device("boxaa")
    known = roster_of(chief, device).roster
    remote = MemoryRemote()
    lay(remote, device.seal(device.write("one", "two"), known))
    lay(remote, chief.seal(chief.write("query", to="boxaa"), known, to="boxaa"))
    return remote, chief, device


def opened(world, path, writer, reader, content=None):
    remote, _, _ = world
    return independent_reader.open_segment(
        content or remote.get(path),
        path,
        PROJECT,
        reader.keys.receive_seed,
        signing_public(writer.keys.signing_seed),
    )


def test_it_reads_what_a_device_wrote_to_everyone(world):
    remote, chief, device = world
    (path,) = remote.names("fld1/in/")
    run, events = opened(world, path, device, chief)
    assert (run["roster"], [number for number, _ in events]) == (2, [0, 1])
    assert [leaf[2] for _, body in events for leaf in json.loads(body)] == ["one", "two"]


def test_it_reads_what_a_coordinator_wrote_to_one_device(world):
    remote, chief, device = world
    (path,) = remote.names("fld1/out/")
    _, ((number, body),) = opened(world, path, chief, device)
    assert (number, json.loads(body)[0][2]) == (0, "query")


def test_it_refuses_another_writers_key_and_a_changed_byte(world):
    remote, chief, device = world
    (path,) = remote.names("fld1/in/")
    with pytest.raises(InvalidSignature):
        opened(world, path, chief, chief)
    with pytest.raises((AssertionError, InvalidTag)):
        opened(world, path, device, chief, remote.get(path)[:-1] + b"x")


def test_it_imports_nothing_of_the_program():
    tree = ast.parse(Path(independent_reader.__file__).read_text("utf-8"))
    froms = {node.module.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imports = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert froms | imports == {"cryptography", "base64", "hashlib", "json", "zlib"}
