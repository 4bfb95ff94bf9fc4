"""`monitor-app` as its users run it: a passphrase in a file, what it says and its status."""

import contextlib
import io
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from monitor_app.__main__ import main
from tests.support.desks import PASSPHRASE
from tests.support.places import REPOSITORY

FORM = REPOSITORY / "resources" / "forms" / "three_questions.md"


@dataclass(frozen=True)
class Said:
    """How a command ended and what it said."""

    status: int
    out: str
    err: str

    @property
    def refusal(self) -> tuple[str, ...]:
        """The lines of a refusal: what happened, then what to do."""
        return tuple(self.err.splitlines())


@dataclass(frozen=True)
class CommandLine:
    """Runs commands; `folder` holds the file with the passphrase."""

    folder: Path
    environment: dict[str, str] | None = None

    @property
    def passphrase_file(self) -> Path:
        path = self.folder / "passphrase.txt"
        if not path.exists():
            path.write_text(PASSPHRASE + "\n", encoding="utf-8")
        return path

    def run(self, *arguments: object, stdin: str = "") -> Said:
        """Run `monitor-app` with these arguments in a process of its own."""
        ended = subprocess.run(
            [sys.executable, "-m", "monitor_app", *map(str, arguments)],
            check=False,
            input=stdin,
            capture_output=True,
            text=True,
            cwd=REPOSITORY,
            env={**os.environ, **(self.environment or {})},
            timeout=120,
        )
        return Said(ended.returncode, ended.stdout, ended.stderr)

    def on(self, vault: Path, *arguments: object, stdin: str = "") -> Said:
        """Run a command on a vault with the passphrase from the file."""
        return self.run(*arguments, "--vault", vault, "--passphrase-file", self.passphrase_file, stdin=stdin)

    def done(self, vault: Path, *arguments: object) -> str:
        """Run a command on a vault that must work; return what it printed, without the last line end."""
        said = self.on(vault, *arguments)
        assert (said.status, said.err) == (0, ""), said
        return said.out.rstrip("\n")


class QuickCommandLine(CommandLine):
    """The same without a new process, for what needs many commands; what crashes here fails the test."""

    def run(self, *arguments: object, stdin: str = "") -> Said:
        """Run `monitor-app` with these arguments in this process."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                status = main([str(argument) for argument in arguments])
            except SystemExit as end:  # how argparse ends
                status = int(end.code or 0)
        return Said(status, out.getvalue(), err.getvalue())


def assert_refused(said: Said, *, words: str = "") -> None:
    """Check that people can live with this refusal: status 1, what happened, what to do, no traceback."""
    assert said.status == 1, said
    assert "Traceback" not in said.out + said.err, said.err
    assert len(said.refusal) >= 2, f"no hint: {said.err}"
    assert all(line.strip() for line in said.refusal[:2])
    assert words in said.err, said.err
