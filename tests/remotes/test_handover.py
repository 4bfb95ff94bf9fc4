"""A hand-over file keeps the contract of a Remote, and gives what came whole when it was cut."""

import contextlib

import pytest

from monitor_app.crypto.primitives import Receiver, new_receive_seed, receive_public
from monitor_app.errors import BadInput, RemoteError
from monitor_app.remotes.handover import HandOver
from tests.contracts.remote_contract import NAME, RemoteContract

PROJECT = "projectaaa"


@pytest.fixture(scope="module")
def seed():
    return new_receive_seed()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "mail.fieldwork"


@pytest.fixture
def remote(path, seed):
    made = HandOver.create(path, project=PROJECT, recipients=[receive_public(seed)])
    yield made
    made.close()


class TestHandOver(RemoteContract):
    pass


@pytest.fixture
def opened():
    """Open hand-over files; they are closed at the end."""
    with contextlib.ExitStack() as files:

        def open_one(path, seed, *, project=PROJECT, **how):
            found = HandOver.open(path, project=project, receive=[Receiver(seed)], **how)
            return files.enter_context(contextlib.closing(found))

        yield open_one


def filled(remote):
    for number in range(3):
        remote.put(f"fld1/in/{number}", bytes([number]) * 2000)
    remote.close()


def test_what_was_put_is_there_when_the_file_is_opened_again(remote, path, seed, opened):
    filled(remote)
    again = opened(path, seed)
    assert again.get("fld1/in/2") == b"\x02" * 2000
    again.put("fld1/in/3", b"more")
    again.delete("fld1/in/0")
    again.close()
    assert opened(path, seed).names("fld1/") == ["fld1/in/1", "fld1/in/2", "fld1/in/3"]


@pytest.mark.parametrize("cut", [1, 500, 2100])
def test_a_file_cut_short_gives_what_came_whole_and_can_be_gone_on_with(remote, path, seed, cut, opened):
    filled(remote)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - cut)
    again = opened(path, seed)
    before = again.names("fld1/")
    assert before == ["fld1/in/0", "fld1/in/1"][: len(before)]
    again.put("fld1/in/9", b"after the cut")
    again.close()
    assert opened(path, seed).get("fld1/in/9") == b"after the cut"


def test_a_flipped_bit_is_noticed_and_the_rest_stays_readable(remote, path, seed, opened):
    filled(remote)
    content = bytearray(path.read_bytes())
    content[-10] ^= 1
    path.write_bytes(content)
    again = opened(path, seed)
    with pytest.raises(RemoteError):
        again.get("fld1/in/2")
    assert again.get("fld1/in/1") == b"\x01" * 2000


def test_nobody_outside_can_tell_whose_mail_it_is(remote, path):
    remote.put(NAME, b"sealed")
    remote.close()
    assert b"boxaa" not in path.read_bytes()


@pytest.mark.parametrize("other", ["stranger", "project"])
def test_a_file_for_others_is_refused(remote, path, seed, other, opened):
    filled(remote)
    with pytest.raises(BadInput):
        opened(path, new_receive_seed() if other == "stranger" else seed, project=PROJECT + other)


@pytest.mark.parametrize(
    "content", [b"", b"FWHO", b"something else", b"FWHO\x00\xff\xff\xff\xff", b"FWHO\x01" + bytes(8)]
)
def test_what_is_no_hand_over_file_is_refused(path, seed, content, opened):
    path.write_bytes(content)
    with pytest.raises(BadInput):
        opened(path, seed)


def test_a_file_that_is_there_is_never_written_over(remote, path, seed):
    with pytest.raises(RemoteError):
        HandOver.create(path, project=PROJECT, recipients=[receive_public(seed)])


def test_a_stick_for_reading_can_still_be_read(remote, path, seed, opened):
    filled(remote)
    again = opened(path, seed, is_for_writing=False)
    assert len(again.names("fld1/")) == 3
    with pytest.raises(RemoteError):
        again.put(NAME, b"x")
    again.close()
