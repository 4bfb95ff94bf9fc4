"""The import contracts of pyproject.toml hold."""

import subprocess
import sys

from tests.support.places import REPOSITORY

LINT = (
    "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True, no_logo=True))"
)


def test_every_module_imports_only_what_its_layer_may() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", LINT], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
