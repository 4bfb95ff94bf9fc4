"""Answers the questions of conformance suites, one JSON line each: expressions, and forms filled in.

Files are read by a function that is handed in. It must not know commands or screens.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from monitor_app.errors import MonitorError
from monitor_app.forms.replaying import replay
from monitor_app.forms.trying import try_expression

ReadFile = Callable[[str], bytes]
Request = Mapping[str, Any]


def evaluate_lines(lines: Iterable[str]) -> Iterator[str]:
    """Answer one expression a line; what fails is answered with its reason."""
    for line in lines:
        if line.strip():
            yield _answered(line, try_expression)


def replay_lines(lines: Iterable[str], read_file: ReadFile) -> Iterator[str]:
    """Fill in one form a line."""
    for line in lines:
        if line.strip():
            yield _answered(line, lambda request: replay(request, read_file))


def _answered(line: str, work: Callable[[Request], dict[str, Any]]) -> str:
    request: Request = json.loads(line)
    try:
        answer = work(request)
    except (MonitorError, RecursionError, OSError, ArithmeticError, ValueError) as error:
        # One odd line of somebody's suite must not end the answers to all others.
        answer = {"error": str(error) or type(error).__name__}
    return json.dumps({"id": request.get("id"), **answer}, ensure_ascii=False, allow_nan=False, default=_refuse)


def _refuse(value: object) -> object:
    raise TypeError(type(value).__name__)
