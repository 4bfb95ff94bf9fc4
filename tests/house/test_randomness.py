"""Chance comes from one place: keys and nonces from the operating system, inside crypto only."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.support.places import PACKAGE, modules

PREDICTABLE = {"random", "secrets", "numpy.random"}
DRAWN = {"urandom", "getrandom", "SystemRandom", "uuid1", "uuid4", "token_bytes", "token_hex"}
# Seeded worlds and seeded measurements must come out the same each time; neither makes a key.
SEEDED = {"training", "bench"}


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or ""


def named(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names)


def test_no_module_imports_predictable_chance() -> None:
    guilty = [str(p) for p in modules() if part_of(p) not in SEEDED and PREDICTABLE & set(imported(p))]
    assert not guilty


def test_only_crypto_draws_from_the_operating_system() -> None:
    guilty = [str(path) for path in modules() if part_of(path) != "crypto" and DRAWN & set(named(path))]
    assert not guilty
