"""The program itself, until its first window is drawn: prints as JSON what is shown and how long that took.

A process of its own without a screen: `sight_child BEGAN [ARGUMENT…]`; BEGAN is a moment of the monotonic
clock, the arguments are the program's own.
"""

import json
import os
import sys
import time
from typing import TYPE_CHECKING

from monitor_app import processes
from monitor_app.work import bugs

if TYPE_CHECKING:
    from monitor_app.ui.main_window import MainWindow

PROGRAM = "monitor_app.bench.sight_child"


def main(began: float, arguments: list[str]) -> None:
    """Run as the program does; once everything is drawn, say how many seconds after `began`, and end."""
    processes.harden()
    bugs.tell_only_where()
    from monitor_app.ui import start

    def tell(window: "MainWindow") -> None:
        window.grab()
        took = time.monotonic() - began
        print(json.dumps({"seconds": took, "screen": type(window.screen_shown).__name__}), flush=True)
        window.close()

    start.run(arguments, seen=tell)


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    main(float(sys.argv[1]), sys.argv[2:])
