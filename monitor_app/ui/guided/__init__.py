"""The guided demo: an invented project in the real window, with a screen or without.

`run` is what `monitor-app demo` calls.
"""

import tempfile
from pathlib import Path

__all__ = ["run"]


def run(out: Path | None, *, is_headless: bool) -> int:
    """Show the demo, or walk through it and leave pictures, package and summary in `out`."""
    if is_headless:
        from monitor_app.ui.guided.walk import run as walk

        return walk(out or Path("out") / "demo")
    from monitor_app.ui.guided.visit import run as visit

    if out is not None:
        return visit(out)
    with tempfile.TemporaryDirectory(prefix="fieldwork-demo-") as folder:
        return visit(Path(folder))
