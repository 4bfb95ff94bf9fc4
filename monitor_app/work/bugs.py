"""A bug told without content: where in our program it happened, and nothing of what was written.

A traceback quotes values in its last line; a terminal keeps them, and so does whoever collects its output.
"""

import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

_ROOT = Path(__file__).parent.parent


def mark_of(error: BaseException) -> str:
    """Return the kind of a bug and where in our program it happened; nothing of what was typed."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_ROOT)]
    places = [f"{Path(frame.filename).relative_to(_ROOT).as_posix()}:{frame.lineno}" for frame in ours]
    return " < ".join([type(error).__name__, *reversed(places[-4:])])


def tell_only_where() -> None:
    """Become the last resort of a program without a window; developers (`python -X dev`) see everything."""
    if not sys.flags.dev_mode:
        sys.excepthook = _tell
        threading.excepthook = lambda told: _tell(told.exc_type, told.exc_value, told.exc_traceback)


def _tell(kind: type[BaseException], error: BaseException | None, _trace: TracebackType | None) -> None:
    mark = mark_of(error) if error is not None else kind.__name__
    print(f"Fieldwork made a mistake. To report it, pass on this mark: {mark}", file=sys.stderr)  # noqa: T201 - the end
