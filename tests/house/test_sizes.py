"""Files and functions stay small, measured on the parsed source."""

import ast
import sys
from pathlib import Path
from statistics import median

import pytest

from tests.support.places import REPOSITORY, modules

LONGEST_FILE = 400
LONGEST_FUNCTION = 50
# A class that speaks for a whole engine (one way in for its callers) may have some more than the usual 15.
MOST_METHODS = 25


def own_files() -> list[Path]:
    """Return every Python file we write: program, packaging and tests."""
    folders = (REPOSITORY / "packaging", REPOSITORY / "tests")
    return [*modules(), *sorted(path for folder in folders for path in folder.rglob("*.py"))]


def line_count(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def functions(path: Path) -> list[tuple[str, int]]:
    """Return the place and the lines of every function in the file."""
    tree = ast.parse(path.read_text("utf-8"))
    shown = path.relative_to(REPOSITORY)
    return [
        (f"{shown}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def methods(path: Path) -> list[tuple[str, int]]:
    """Return the place of every class in the file and how many public methods and properties it has."""
    tree = ast.parse(path.read_text("utf-8"))
    return [
        (
            f"{path.relative_to(REPOSITORY)} {node.name}",
            sum(is_public(part) for part in node.body),
        )
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    ]


def is_public(part: ast.stmt) -> bool:
    return isinstance(part, ast.FunctionDef) and not part.name.startswith("_")


def test_no_file_is_longer_than_400_lines() -> None:
    long = {str(path): line_count(path) for path in own_files() if line_count(path) > LONGEST_FILE}
    assert not long


def test_no_function_is_longer_than_50_lines() -> None:
    long = [entry for path in own_files() for entry in functions(path) if entry[1] > LONGEST_FUNCTION]
    assert not long


def test_no_class_of_the_program_has_more_than_25_public_methods() -> None:
    wide = [entry for path in modules() for entry in methods(path) if entry[1] > MOST_METHODS]
    assert not wide


def test_half_of_the_files_and_functions_are_small(capsys: pytest.CaptureFixture[str]) -> None:
    files = [line_count(path) for path in modules() if line_count(path) > 5]
    lengths = [lines for path in modules() for _, lines in functions(path)]
    with capsys.disabled():
        sys.stdout.write(f"\nmedian lines: file {median(files)}, function {median(lengths)}\n")
    assert median(files) <= 150
    assert median(lengths) <= 10
