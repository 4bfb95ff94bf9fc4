"""Turns what an author wrote (.xlsx .xls .xlsm .csv .md, or XForm XML) into XForm XML.

The only module that knows pyxform. The work is done in a spawned child with limits on time and memory:
foreign workbooks cannot hang or crash the program. Authors mark identity questions in a column `identity`
(yes) of the sheet `survey`, and the rule of the code a question belongs to in a column `provision` (`HR`, `WG`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fix:
    """A way to make an old questionnaire compile: what to pass as `fixes`, and what it does in plain words."""

    name: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Compiled:
    """The XForm, what the author should know, and files that belong to it (name → content)."""

    xform: bytes
    warnings: tuple[str, ...] = ()
    external: Mapping[str, bytes] = field(default_factory=dict)
    fixed: tuple[str, ...] = ()


def compile_form(
    source: bytes,
    *,
    file_name: str,
    extras: Mapping[str, bytes] | None = None,
    fixes: tuple[str, ...] = (),
    seconds: float = 60.0,
) -> Compiled:
    """Compile in a child process. Raise FormRefused with `problems`; see `suggested_fixes`."""
    raise NotImplementedError


def suggested_fixes(problems: tuple[str, ...]) -> tuple[Fix, ...]:
    """Return the fix-ups that would make a refused questionnaire compile."""
    raise NotImplementedError
