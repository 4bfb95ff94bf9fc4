"""Looks through a long list of records in the real window and prints, as JSON, stalls in ms and memory in MB.

A process of its own without a screen: `list_child FOLDER`, the passphrase on standard input.
"""

import gc
import json
import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from monitor_app.ui.screens.records import Records

_PAGES = 30
_BETWEEN_MS = 40
_MB = 1_000_000


def main(folder: Path, passphrase: str) -> dict[str, list[float]]:
    """Return of each thing done the longest stall and the most the window's thread worked; and the memory."""
    from monitor_app.ui import start
    from monitor_app.ui.guided.driver import Driver
    from monitor_app.ui.guided.heartbeat import Heartbeat
    from monitor_app.ui.main_window import MainWindow
    from monitor_app.ui.preferences import Preferences

    application = start.prepare([])
    door = start.Door(start.real_app, folder, start.replace_process)
    door.warm_up()
    window = MainWindow(door, Preferences())
    window.prepares_screens = True
    driver, heart = Driver(window), Heartbeat()
    window.go("unlock")
    window.show()
    driver.type_into("Passphrase", passphrase)
    driver.press("Unlock")
    driver.wait(lambda: window.title.text() == "Today", "today")
    driver.rest(1500)  # a person looks at what to do today first
    gc.freeze()  # as the real start does by then
    told: dict[str, list[float]] = {}

    def do(what: str, steps: Iterator[Callable[[], object]]) -> None:
        driver.rest(300)
        heart.start()
        for step in steps:
            step()
            driver.rest(_BETWEEN_MS)
        driver.rest(500)
        told[what] = [heart.longest, heart.busiest]

    do("list of records opened", iter([partial(window.go, "records")]))
    screen = window.screen_shown
    assert isinstance(screen, Records)
    do("list scrolled", _scrolled(screen))
    do("list searched", (partial(screen.search.setText, "bake"[:end]) for end in range(5)))
    told["memory"] = [_resident() / _MB]
    window.close()
    application.quit()
    return told


def _scrolled(screen: Records) -> Iterator[Callable[[], object]]:
    bar = screen.list.verticalScrollBar()
    for at in range(_PAGES):
        yield partial(bar.setValue, bar.maximum() * at // (_PAGES - 1))


def _resident() -> int:
    """Return the bytes of memory in use (on Linux), or 0."""
    status = Path("/proc/self/statm")
    return int(status.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") if status.exists() else 0


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    print(json.dumps(main(Path(sys.argv[1]), sys.stdin.readline().rstrip("\n"))))
