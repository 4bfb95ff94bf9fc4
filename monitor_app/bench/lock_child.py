"""Unlocks a vault in the real window, shows its records and locks; the fresh process says when it was drawn.

A process of its own without a screen: `lock_child FOLDER`, the passphrase on standard input. It ends as
`sight_child`: locking replaces the process.
"""

import os
import sys
import time
from pathlib import Path

from monitor_app import processes
from monitor_app.bench import sight_child


def main(folder: Path, passphrase: str) -> None:
    """Show the records for a while, then lock."""
    processes.harden()
    from monitor_app.ui import start
    from monitor_app.ui.guided.driver import Driver
    from monitor_app.ui.main_window import MainWindow
    from monitor_app.ui.preferences import Preferences

    began = [0.0]

    def restart(arguments: list[str]) -> None:
        start.replace_process([str(began[0]), *arguments], program=sight_child.PROGRAM)

    start.prepare([])
    door = start.Door(start.real_app, folder, restart)
    door.warm_up()
    window = MainWindow(door, Preferences())
    window.prepares_screens = True
    driver = Driver(window)
    window.go("unlock")
    window.show()
    driver.type_into("Passphrase", passphrase)
    driver.press("Unlock")
    driver.wait(lambda: window.title.text() == "Today", "today")
    window.go("records")
    driver.rest(2000)  # a person reads
    began[0] = time.monotonic()
    window.lock()
    driver.wait(lambda: False, "the locked screen")


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    main(Path(sys.argv[1]), sys.stdin.readline().rstrip("\n"))
