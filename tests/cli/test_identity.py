"""Names and contacts by command: a passphrase of their own, a reason, and nothing without them."""

import json

import pytest

from tests.support.command_line import assert_refused
from tests.support.desks import IDENTITY_PASSPHRASE

FORM = """| survey |
| | type | name | label | identity |
| | text | story | What happened? | |
| | text | phone | How can we reach you? | yes |
| settings |
| | form_id | form_title |
| | with_identity | With identity |
"""


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "identity.txt"
    path.write_text(IDENTITY_PASSPHRASE + "\n")
    return path


@pytest.fixture
def record(quick, vault, tmp_path):
    (tmp_path / "form.md").write_text(FORM)
    (tmp_path / "answers.json").write_text(json.dumps({"story": "Fees", "phone": "after eight"}))
    form, answers = tmp_path / "form.md", tmp_path / "answers.json"
    return quick.done(vault, "record", "add", "--form", form, "--answers", answers)


def opened(quick, vault, record, secret, reason="She asked to be called back."):
    which = ("--id", record, "--reason", reason, "--identity-passphrase-file", secret)
    return quick.on(vault, "identity", "open", *which)


def test_the_identity_part_opens_with_its_own_passphrase_and_a_reason(quick, vault, record, secret):
    quick.done(vault, "identity", "apart", "--identity-passphrase-file", secret)
    assert opened(quick, vault, record, secret).out == "How can we reach you?: after eight\n"
    assert_refused(opened(quick, vault, record, secret, reason=" "))


def test_before_that_nothing_opens(quick, vault, record, secret):
    assert_refused(opened(quick, vault, record, secret))


def test_the_vault_s_own_passphrase_does_not_open_it(quick, vault, record, secret):
    quick.done(vault, "identity", "apart", "--identity-passphrase-file", secret)
    assert_refused(opened(quick, vault, record, quick.passphrase_file))
