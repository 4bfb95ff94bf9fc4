"""The whole path by two people in two processes that share only a folder: from a workbook to a package."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from tests.support.places import REPOSITORY

WISH = {
    "title": "Papers are kept by the agency",
    "rule": "Freely chosen",
    "site": "Pinyon",
    "summary": "People say that an agency keeps their papers.",
    "product": "Slate 11 tablet",
    "brand": "Northlight",
    "contract": "Portable computers, lot 2",
    "number": "FW-2026-0117",
    "buyer": "University of Westmere",
}


class Process:
    """A person's process, driven by steps."""

    def __init__(self, folder: Path, home: Path) -> None:
        folder.mkdir()
        home.mkdir()
        places = {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.person", str(folder)],
            cwd=REPOSITORY,
            env={**os.environ, **places, "QT_QPA_PLATFORM": "offscreen"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def do(self, step: str, **arguments: object) -> object:
        self._process.stdin.write(json.dumps({"do": step, **arguments}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, f"{step}: the process ended"
        return json.loads(line)["done"]

    def end(self) -> None:
        self._process.stdin.close()
        self._process.wait(timeout=60)
        self._process.stdout.close()


@pytest.fixture
def people(tmp_path: Path) -> Iterator[tuple[Process, Process]]:
    pair = tuple(Process(tmp_path / name, tmp_path / f"home-{name}") for name in ("heron", "wren"))
    yield pair
    for one in pair:
        one.end()


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheets = {
        "survey": [
            ("type", "name", "label", "required"),
            ("text", "account", "What happened?", "yes"),
            ("select_one holder", "holder", "Who keeps the papers?", ""),
        ],
        "choices": [
            ("list_name", "name", "label"),
            ("holder", "agency", "The agency"),
            ("holder", "me", "I do"),
        ],
        "settings": [("form_title", "form_id", "version"), ("Papers", "papers", "1")],
    }
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = tmp_path / "papers.xlsx"
    book.save(path)
    return path


@pytest.mark.slow
def test_a_workbook_becomes_a_package_that_names_the_buyers_contract(tmp_path, people, workbook):
    heron, wren = people
    shared, hand, out = (tmp_path / name for name in ("shared-place", "by-hand", "out"))
    for folder in (shared, hand, out):
        folder.mkdir()
    heron.do("make_vault", way="Make a new vault")
    heron.do("found_project", title="Harbour project", name="Heron")
    heron.do("choose_place", folder=str(shared))
    heron.do("add_site", name="Pinyon Server Works")
    heron.do("add_questionnaire", path=str(workbook), title="Papers")
    heron.do("invite", path=str(hand / "invitation.txt"))
    wren.do("make_vault", way="Join a project")
    number = wren.do(
        "join", invitation=str(hand / "invitation.txt"), name="Wren", reply=str(hand / "reply.txt")
    )
    heron.do("accept", reply=str(hand / "reply.txt"), number=number)
    heron.do("sync")
    wren.do("sync")
    wren.do(
        "interview",
        title="Papers",
        answers={"account": "They keep the passports in a locked cabinet.", "holder": "agency"},
    )
    wren.do("sync")
    heron.do("sync")
    heron.do("review", search="passports")
    heron.do("state_finding", wish=WISH)
    identity = heron.do("seal", folder=str(out))
    for one in people:
        one.do("leave")
    (tmp_path / "identity.txt").write_text(f"{identity}\n")
    _check_with_standard_tools(tmp_path, out)


def _check_with_standard_tools(place: Path, out: Path) -> None:
    missing = [tool for tool in ("age", "unzip", "sha256sum", "ssh-keygen") if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"not installed here: {', '.join(missing)}")
    package = next(out.glob("*.zip.age"))
    opened = place / "opened.zip"
    decrypt = ["age", "-d", "-i", str(place / "identity.txt"), "-o", str(opened), str(package)]
    subprocess.run(decrypt, check=True)
    subprocess.run(["unzip", "-tq", str(opened)], check=True)
    subprocess.run(["unzip", "-q", str(opened), "-d", str(place / "bag")], check=True)
    bag = next((place / "bag").iterdir())
    for commands in _checks(bag, out / "allowed_signers"):
        assert _run(commands, bag) == 0
    assert b"FW-2026-0117" in (bag / "data" / "chain.json").read_bytes()
    assert "University of Westmere" in (bag / "data" / "chain.json").read_text()
    _refused_after_one_changed_byte(bag, package, decrypt)


def _checks(bag: Path, signers: Path) -> list[list[str]]:
    signature = bag / "signatures" / "tagmanifest-sha256.txt.sig"
    who = signers.read_text().split()[0]
    return [
        ["sha256sum", "-c", "--quiet", "manifest-sha256.txt"],
        ["sha256sum", "-c", "--quiet", "tagmanifest-sha256.txt"],
        [sys.executable, "-W", "ignore", "-m", "bagit", "--validate", str(bag)],
        [
            "ssh-keygen",
            "-Y",
            "verify",
            "-f",
            str(signers),
            "-I",
            who,
            "-n",
            "fieldwork-bundle",
            "-s",
            str(signature),
        ],
    ]


def _run(command: list[str], bag: Path) -> int:
    given = (bag / "tagmanifest-sha256.txt").read_bytes() if command[0] == "ssh-keygen" else b""
    return subprocess.run(command, cwd=bag, input=given, capture_output=True, check=False).returncode


def _refused_after_one_changed_byte(bag: Path, package: Path, decrypt: list[str]) -> None:
    manifest, tags, bagit, signature = _checks(bag, package.parent / "allowed_signers")
    _flip(bag / "data" / "chain.json", at=20)
    assert _run(manifest, bag) != 0
    assert _run(bagit, bag) != 0
    _flip(bag / "README.txt", at=20)
    assert _run(tags, bag) != 0
    _flip(bag / "tagmanifest-sha256.txt", at=3)
    assert _run(signature, bag) != 0
    _flip(package, at=package.stat().st_size // 2)
    assert subprocess.run(decrypt, capture_output=True, check=False).returncode != 0


def _flip(path: Path, *, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
