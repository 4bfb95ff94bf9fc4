"""What stands in the files: no traces of a building place, and sentences fit for people."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from monitor_app import errors
from tests.support.places import REPOSITORY, modules

SUFFIXES = {".py", ".pyi", ".md", ".toml", ".txt", ".lock", ".csv", ".json", ".svg", ".typ", ".po", ".xml", ""}
SKIPPED = {".git", ".venv", "__pycache__", "out", "dist", "build", "attachments"}
"""The last: sealed files of a golden vault."""
# Written in pieces, or this file would accuse itself.
REGISTRIES = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "deb." + "debian.org",
    "npm" + "js.org",
    "crates" + ".io",
]
MACHINE_PATHS = ["/wo" + "rk/(?:main|shared)", "/ro" + "ot/(?:main|[.])", "/home/[a-z]+/", r"[CD]:\\Users\\"]
WORKPLACE = [r"\bfa" + "rm-[a-z]", r"\bissu" + r"es show\b", r"\bsub" + r"agent", r"\bco" + "mpaction"]
KINDS = {
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.MonitorError)
}


def texts() -> Iterator[tuple[Path, str]]:
    """Yield every text file of the checkout with its content."""
    for path in sorted(REPOSITORY.rglob("*")):
        inside = path.relative_to(REPOSITORY)
        hidden = inside.parts[0].startswith(".") and inside.parts[0] not in {".ci", ".gitignore"}
        if hidden or SKIPPED & set(inside.parts) or not path.is_file() or path.suffix not in SUFFIXES:
            continue
        yield inside, path.read_text("utf-8")


def found(pattern: str) -> list[str]:
    """Return the places where the pattern stands in a text of ours."""
    wanted = re.compile(pattern)
    return [f"{path}: {match.group()}" for path, text in texts() for match in wanted.finditer(text)]


def test_no_file_names_a_package_registry() -> None:
    assert not found("|".join(map(re.escape, REGISTRIES)))


def test_no_file_holds_a_path_of_one_machine() -> None:
    assert not found("|".join(MACHINE_PATHS))


def test_no_file_names_the_tools_of_a_workplace() -> None:
    assert not found("|".join(WORKPLACE))


def raised() -> Iterator[tuple[str, ast.Call]]:
    """Yield every place where a known error is raised, with the call that makes it."""
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and name_of(node.exc) in KINDS:
                yield f"{path.relative_to(REPOSITORY)}:{node.lineno}", node.exc


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def is_bare(words: ast.expr) -> bool:
    """Tell whether the words are put together in place instead of being marked by N_."""
    return isinstance(words, ast.Constant | ast.JoinedStr | ast.BinOp) or (
        isinstance(words, ast.Call) and name_of(words) in {"str", "format", "join", "Message"}
    )


def words_of(call: ast.Call) -> list[ast.expr]:
    named = [keyword.value for keyword in call.keywords if keyword.arg in {"message", "hint"}]
    return [*call.args[:2], *named]


def test_every_known_error_says_marked_words() -> None:
    bare = [place for place, call in raised() if not words_of(call) or any(map(is_bare, words_of(call)))]
    assert not bare


def marked() -> Iterator[tuple[str, ast.expr]]:
    """Yield every place where a sentence is marked, with the sentence's expression."""
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and name_of(node) == "N_" and node.args:
                yield f"{path.relative_to(REPOSITORY)}:{node.lineno}", node.args[0]


def test_every_marked_text_is_one_literal_that_a_catalogue_can_hold() -> None:
    glued = [
        place
        for place, text in marked()
        if not (isinstance(text, ast.Constant) and isinstance(text.value, str))
    ]
    assert not glued


def test_every_error_is_told_in_whole_sentences() -> None:
    fragments = [
        f"{place}: {words.args[0].value}"
        for place, call in raised()
        for words in words_of(call)
        if isinstance(words, ast.Call) and name_of(words) == "N_" and isinstance(words.args[0], ast.Constant)
        if not is_sentence(str(words.args[0].value))
    ]
    assert not fragments


def is_sentence(text: str) -> bool:
    """Tell whether the text starts and ends like one; it may start with the name of a function or a value."""
    starts = not text[:1].islower() or text.split(maxsplit=1)[0].endswith("()")
    return starts and text.rstrip('”")').endswith((".", "?", "!"))
