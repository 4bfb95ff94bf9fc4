"""Choose interface or command line. Nothing heavy is imported before it is known which."""

import multiprocessing
import sys

from monitor_app import processes
from monitor_app.work import bugs


def main(argv: list[str] | None = None) -> int:
    """Run `monitor-app` with these arguments; return its exit status."""
    multiprocessing.freeze_support()
    if argv is None:  # called from within another program, that one decides
        processes.harden()
        bugs.tell_only_where()
    arguments = sys.argv[1:] if argv is None else argv
    if not arguments or arguments[0].startswith("--screen="):
        from monitor_app.ui import start

        return start.run(arguments)
    return _command(arguments)


def _command(arguments: list[str]) -> int:
    from monitor_app.cli import parsing

    chosen = parsing.parser().parse_args(arguments)
    if chosen.command == "demo":
        from monitor_app.ui import guided

        return guided.run(chosen.out, is_headless=chosen.headless)
    if chosen.command == "bench":
        from monitor_app.bench import programs

        return programs.run(chosen.names, as_json=chosen.json, scale=chosen.scale)
    return parsing.run(chosen)


if __name__ == "__main__":
    sys.exit(main())
