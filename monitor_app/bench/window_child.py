"""Unlocks a vault in the real window and prints, as JSON, how long until the list of records is drawn.

A process of its own without a screen: `window_child FOLDER`, the passphrase on standard input.
"""

import json
import os
import sys
import time
from pathlib import Path

from monitor_app.bench.measuring import seconds
from monitor_app.crypto import keyslots
from monitor_app.ui.models.rows import row_at
from monitor_app.ui.screens.records import Records


def main(folder: Path, passphrase: str) -> dict[str, float]:
    """Return the seconds from the press of the button to the list drawn, and those of the key derivation."""
    from monitor_app.ui import start
    from monitor_app.ui.guided.driver import Driver
    from monitor_app.ui.main_window import MainWindow
    from monitor_app.ui.preferences import Preferences

    application = start.prepare([])
    door = start.Door(start.real_app, folder, start.replace_process)
    window = MainWindow(door, Preferences())
    driver = Driver(window)
    window.go("unlock")
    window.show()
    driver.type_into("Passphrase", passphrase)
    door.warm_up().result()  # as in life: read while somebody types
    driver.rest()
    derivations = _timed_derivation()

    def show() -> None:
        button = driver.button("Unlock")
        if button is not None:
            button.click()
        driver.wait(lambda: window.title.text() == "Today", "today")
        window.go("records")
        driver.wait(lambda: _is_listed(window.screen_shown), "the records")
        window.grab()

    shown = seconds(show)
    window.close()
    application.quit()
    return {"shown": shown, "derivation": sum(derivations)}


def _timed_derivation() -> list[float]:
    """Time the very derivation of this unlocking: two of them differ by a tenth of a second."""
    spent: list[float] = []
    derive = keyslots.open_with_passphrase

    def timed(image: bytes, passphrase: str) -> keyslots.Opened:
        started = time.perf_counter()
        opened = derive(image, passphrase)
        spent.append(time.perf_counter() - started)
        return opened

    keyslots.open_with_passphrase = timed
    return spent


def _is_listed(screen: object) -> bool:
    if not isinstance(screen, Records):
        return False
    rows = screen.list.rows
    return rows.rowCount() > 0 and bool(row_at(rows.index(0, 0)).id)


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    print(json.dumps(main(Path(sys.argv[1]), sys.stdin.readline().rstrip("\n"))))
