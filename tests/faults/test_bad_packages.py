"""A sealed package that was altered, cut, or is for or from somebody else, met at the command line."""

from pathlib import Path

import pytest

from monitor_app.operations import bundling
from monitor_app.ports import Silent
from tests.support import worlds
from tests.support.command_line import QuickCommandLine, assert_refused
from tests.support.desks import joined_pair
from tests.support.fakes import SetClock


@pytest.fixture(scope="module")
def exported(tmp_path_factory) -> Path:
    """A folder with a package of a finding, its recipient's key and the list of signers; made once."""
    folder = tmp_path_factory.mktemp("exported")
    pair = joined_pair(tmp_path_factory.mktemp("pair"), SetClock())
    identity, recipient = bundling.new_recipient()
    request = bundling.Request(
        finding_id=worlds.case(pair), audience=bundling.Party.LINKED_BUYERS, recipients=(recipient,)
    )
    prepared = bundling.prepare(lambda work: work(pair.coordinator), request)
    made, _ = bundling.export(lambda work: work(pair.coordinator), prepared, folder, progress=Silent())
    made.path.rename(folder / "package.zip.age")
    (folder / "identity.txt").write_text(f"# the recipient's key\n{identity}\n")
    (folder / "allowed_signers").write_text(bundling.allowed_signers(pair.coordinator))
    pair.coordinator.vault.close()
    pair.monitor.vault.close()
    return folder


@pytest.fixture
def command(tmp_path: Path) -> QuickCommandLine:
    return QuickCommandLine(tmp_path)


def checked(command, exported, what="verify", **other):
    package = other.get("package", exported / "package.zip.age")
    identity = other.get("identity", exported / "identity.txt")
    signers = other.get("signers", exported / "allowed_signers")
    return command.run("bundle", what, package, "--identity", identity, "--signers", signers)


def test_a_whole_package_is_whole_and_opens(command, exported):
    assert "whole, and signed by" in checked(command, exported).out
    listed = checked(command, exported, "open")
    assert listed.status == 0
    assert "finding.json" in listed.out


@pytest.mark.parametrize("what", ["verify", "open"])
@pytest.mark.parametrize("place", [0, 30, 250, 5000, -20])
def test_one_changed_byte_is_refused_and_nothing_is_shown(command, exported, tmp_path, what, place):
    content = bytearray((exported / "package.zip.age").read_bytes())
    content[place] ^= 1
    (tmp_path / "altered").write_bytes(content)
    said = checked(command, exported, what, package=tmp_path / "altered")
    assert_refused(said)
    assert said.out == ""


@pytest.mark.parametrize("length", [0, 10, 300, -1, -65_600])
def test_a_package_cut_short_is_refused(command, exported, tmp_path, length):
    content = (exported / "package.zip.age").read_bytes()
    (tmp_path / "cut").write_bytes(content[:length])
    assert_refused(checked(command, exported, package=tmp_path / "cut"))


def test_what_is_no_package_is_refused(command, exported, tmp_path):
    (tmp_path / "letter.txt").write_text("Dear all")
    assert_refused(checked(command, exported, package=tmp_path / "letter.txt"))
    assert_refused(checked(command, exported, package=tmp_path / "nothing"))
    assert_refused(checked(command, exported, package=tmp_path))


def test_somebody_elses_key_does_not_open_it(command, exported, tmp_path):
    (tmp_path / "other.txt").write_text(bundling.new_recipient()[0])
    assert_refused(checked(command, exported, identity=tmp_path / "other.txt"))


@pytest.mark.parametrize("text", ["", "no key", "AGE-SECRET-KEY-1QQQQ", "AGE-PLUGIN-YUBIKEY-1QQQQ"])
def test_a_file_without_a_key_is_refused(command, exported, tmp_path, text):
    (tmp_path / "odd.txt").write_text(text)
    assert_refused(checked(command, exported, identity=tmp_path / "odd.txt"))


@pytest.mark.parametrize("text", ["", "name ssh-ed25519 AAAA", "what is this", "x ssh-rsa AAAA"])
def test_a_list_of_signers_that_does_not_name_the_signer_is_refused(command, exported, tmp_path, text):
    (tmp_path / "signers").write_text(text)
    assert_refused(checked(command, exported, signers=tmp_path / "signers"))


def test_a_file_that_is_not_in_the_package_is_refused(command, exported):
    for name in ("nothing.txt", "../../etc/passwd", "/etc/passwd"):
        said = command.run(
            *("bundle", "open", exported / "package.zip.age", name),
            *("--identity", exported / "identity.txt", "--signers", exported / "allowed_signers"),
        )
        assert said.status == 1
        assert "Traceback" not in said.err
