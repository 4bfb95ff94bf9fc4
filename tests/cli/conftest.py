import json
import shutil
from pathlib import Path

import pytest

from monitor_app.operations import questionnaires
from tests.support.command_line import FORM, CommandLine, QuickCommandLine
from tests.support.desks import new_desk
from tests.support.fakes import SetClock


@pytest.fixture
def command(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


@pytest.fixture
def quick(tmp_path: Path) -> QuickCommandLine:
    return QuickCommandLine(tmp_path)


@pytest.fixture(scope="session")
def made_vault(tmp_path_factory) -> Path:
    """A vault made once with the cheapest legal passphrase slot: each command then opens it fast."""
    folder = tmp_path_factory.mktemp("made") / "vault"
    desk = new_desk(folder, clock=SetClock())
    questionnaires.add(desk, FORM.read_bytes(), file_name=FORM.name)
    desk.vault.close()
    return folder


@pytest.fixture
def vault(made_vault: Path, tmp_path: Path) -> Path:
    """A vault of this test's own that knows no project."""
    return Path(shutil.copytree(made_vault, tmp_path / "vault"))


@pytest.fixture(scope="session")
def made_second(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "second"
    desk = new_desk(folder, clock=SetClock())
    questionnaires.add(desk, FORM.read_bytes(), file_name=FORM.name)
    desk.vault.close()
    return folder


@pytest.fixture
def second_vault(made_second: Path, tmp_path: Path) -> Path:
    """Another person's vault."""
    return Path(shutil.copytree(made_second, tmp_path / "second"))


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    return write_answers(tmp_path, account="They keep the passports.", people=12, standing="first_hand")


def write_answers(folder: Path, **values: object) -> Path:
    path = folder / "answers.json"
    path.write_text(json.dumps(values), encoding="utf-8")
    return path


def add_record(command: CommandLine, vault: Path, answers: Path) -> str:
    return command.done(vault, "record", "add", "--form", FORM, "--answers", answers)
