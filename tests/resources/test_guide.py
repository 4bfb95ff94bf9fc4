"""The guide: short plain pages that say what is true."""

import re

import pytest

from tests.support.places import REPOSITORY

RESOURCES = REPOSITORY / "resources"
PAGES = sorted((RESOURCES / "guide").glob("*.md"))
EXPECTED = {
    *("start", "vault-and-passphrase", "interview", "consent", "observation-and-photos", "sync", "joining"),
    *("review-and-findings", "sealed-package", "limits", "distress", "demo", "panic-and-lock"),
}


@pytest.fixture(params=PAGES, ids=lambda page: page.stem)
def page(request):
    return request.param.read_text(encoding="utf-8")


def test_every_subject_has_its_page():
    assert {one.stem for one in PAGES} >= EXPECTED


def test_a_page_opens_with_its_one_title(page):
    titles = re.findall(r"^# .+$", page, re.MULTILINE)

    assert len(titles) == 1
    assert page.startswith(titles[0])


def test_paragraphs_are_short(page):
    long = [part[:60] for part in page.split("\n\n") if len(part.split()) > 120]

    assert long == []


def test_pages_need_nothing_from_elsewhere(page):
    assert not re.search(r"https?://|!\[|<[a-z]+[ >]", page.replace("<tagmanifest", ""))


def test_the_limits_are_all_named():
    limits = (RESOURCES / "guide" / "limits.md").read_text(encoding="utf-8").lower()

    for word in ("denied", "deleting", "swap", "screenshot", "behind you", "spying", "how large"):
        assert word in limits


def test_a_recipient_is_given_the_four_commands_and_told_to_delete_after_an_error():
    page = (RESOURCES / "guide" / "sealed-package.md").read_text(encoding="utf-8")

    for command in ("age -d -i", "unzip -t", "sha256sum -c", "ssh-keygen -Y verify"):
        assert command in page
    assert "delete `case.zip`" in page
