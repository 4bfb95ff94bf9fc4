"""The tree holds what it should, and the map of it is true."""

from pathlib import Path

from tests.support.places import PACKAGE, REPOSITORY

FOLDERS = {"monitor_app", "resources", "tests", "packaging"}
FILES = {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"}
MADE = {"out", "dist", "build", "__pycache__"}


def package_folders() -> list[Path]:
    """Return every folder of the program that holds Python files."""
    return sorted({path.parent for path in PACKAGE.rglob("*.py")} - {PACKAGE})


def test_the_top_holds_only_what_is_agreed() -> None:
    there = {path.name for path in REPOSITORY.iterdir() if not path.name.startswith(".")}
    assert there - MADE == FOLDERS | FILES


def test_the_map_names_every_package_of_the_program() -> None:
    page = (PACKAGE / "ARCHITECTURE.md").read_text("utf-8")
    missing = [str(folder) for folder in package_folders() if f"{folder.name}/" not in page]
    assert not missing


def test_the_map_names_every_module_of_a_small_package() -> None:
    page = (PACKAGE / "ARCHITECTURE.md").read_text("utf-8")
    families = ("reading_", "functions_", "age_")
    small = [path for path in PACKAGE.rglob("*.py") if not {"ui", "bench"} & set(path.parts[-3:-1])]
    missing = [path.stem for path in small if not path.stem.startswith(families) and path.stem not in page]
    assert set(missing) <= {"__init__"}


def test_the_map_names_every_module_at_the_top_of_the_program() -> None:
    page = (PACKAGE / "ARCHITECTURE.md").read_text("utf-8")
    missing = [path.stem for path in PACKAGE.glob("*.py") if path.stem not in page]
    assert missing in ([], ["__init__"])


def test_every_folder_of_the_program_is_a_package() -> None:
    assert not [str(folder) for folder in package_folders() if not (folder / "__init__.py").is_file()]


def test_every_module_opens_by_saying_what_it_is() -> None:
    silent = [
        str(path)
        for path in PACKAGE.rglob("*.py")
        if path.stat().st_size and not path.read_text("utf-8").startswith(('"""', 'r"""'))
    ]
    assert not silent
