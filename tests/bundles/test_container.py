import hashlib

import pytest

from monitor_app.bundles.container import Entry, write
from monitor_app.bundles.opening import open_bundle, verify
from monitor_app.errors import BundleRefused, Cancelled, KeyRefused
from monitor_app.text import N_


def test_what_was_put_in_comes_out(sealed, entries):
    opened = open_bundle(sealed.path, sealed.identity, signers=sealed.sender.signers)
    for one in entries:
        assert b"".join(opened.read(one.path)) == b"".join(one.open())


def test_files_may_be_read_in_any_order(sealed):
    opened = open_bundle(sealed.path, sealed.identity, signers=sealed.sender.signers)
    assert b"".join(opened.read("records.json")).startswith(b"[1,2,3]")
    assert b"".join(opened.read("finding.json")).startswith(b"{")


def test_the_report_names_what_is_inside_and_who_signed(sealed, entries):
    report = verify(sealed.path, sealed.identity, signers=sealed.sender.signers, recipient=sealed.recipient)
    assert report.signer == "coordinator@example.org"
    assert [name for name, _ in report.files] == sorted(one.path for one in entries)


def test_recipients_are_named_so_that_sha256sum_shows_them(sealed):
    report = verify(sealed.path, sealed.identity, signers=sealed.sender.signers)
    assert report.recipients == (hashlib.sha256(sealed.recipient.encode()).hexdigest(),)


def test_the_hash_told_is_that_of_what_was_pushed(sender, keys, entries):
    pushed = bytearray()
    written = write(entries, pushed.extend, packing=sender.packing(keys[1]))
    assert written.sha256 == hashlib.sha256(pushed).hexdigest()
    assert (written.files, written.sealed_size) == (3, len(pushed))


def test_nothing_of_the_content_is_pushed_in_clear(sender, keys):
    pushed = bytearray()
    secret = Entry("note.json", lambda: [b"PLANTED-MARKER"])
    write([secret], pushed.extend, packing=sender.packing(keys[1]))
    assert b"PLANTED-MARKER" not in pushed
    assert b"note.json" not in pushed


@pytest.mark.parametrize(
    "path", ["../up.txt", "/top.txt", "Ünicode.txt", "Upper.TXT", "a//b.txt", "a\\b", "a b", ".hidden", ""]
)
def test_names_that_are_not_generated_are_refused(path, sender, keys):
    with pytest.raises(BundleRefused, match="plain name"):
        write([Entry(path, lambda: [b"x"])], lambda block: None, packing=sender.packing(keys[1]))


def test_two_files_of_one_name_are_refused(sender, keys):
    twice = [Entry("a.txt", lambda: [b"x"]), Entry("a.txt", lambda: [b"y"])]
    with pytest.raises(BundleRefused):
        write(twice, lambda block: None, packing=sender.packing(keys[1]))


def test_a_file_that_grows_meanwhile_is_told(sender, keys):
    with pytest.raises(BundleRefused, match="changed while"):
        write([Entry("a.txt", lambda: [b"xyz"], 2)], lambda block: None, packing=sender.packing(keys[1]))


def test_no_recipient_is_no_package(sender):
    with pytest.raises(KeyRefused):
        write([], lambda block: None, packing=sender.packing())


def test_progress_may_stop_it(sender, keys, entries):
    class Stop:
        def step(self, done, total, what=None):
            raise Cancelled(N_("Stopped."))

    with pytest.raises(Cancelled):
        write(entries, lambda block: None, packing=sender.packing(keys[1]), progress=Stop())


def test_lines_given_for_the_description_are_in_it(tmp_path, sender, keys):
    from monitor_app.bundles.storing import write_file

    path = tmp_path / "x.zip.age"
    packing = sender.packing(keys[1], information=[("Fieldwork-Audience", "linked_buyers\nBad: yes")])
    write_file([], path, packing=packing)
    information = dict(verify(path, keys[0], signers=sender.signers).information)
    assert information["Fieldwork-Audience"] == "linked_buyers Bad: yes"
    assert "Bad" not in information
