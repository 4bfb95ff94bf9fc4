"""Unlocks a vault in the real window and prints, as JSON, how long until the list of records is drawn.

A process of its own without a screen: `window_child FOLDER`, the passphrase on standard input.
"""

import json
import os
import sys
from pathlib import Path

from monitor_app.bench.measuring import seconds
from monitor_app.crypto import keyslots
from monitor_app.ui.models.rows import row_at
from monitor_app.ui.screens.records import Records
from monitor_app.vault import places


def main(folder: Path, passphrase: str) -> dict[str, float]:
    """Return the seconds from the press of the button to the list drawn, and those of the key derivation."""
    from monitor_app.ui import start
    from monitor_app.ui.guided.driver import Driver
    from monitor_app.ui.main_window import MainWindow
    from monitor_app.ui.preferences import Preferences

    application = start.prepare([])
    window = MainWindow(start.Door(start.real_app, folder, start.replace_process), Preferences())
    driver = Driver(window)
    window.go("unlock")
    window.show()
    driver.type_into("Passphrase", passphrase)
    start.real_app()  # as in life: read while somebody types
    driver.rest()
    image = (folder / places.KEYS).read_bytes()
    derivation = min(seconds(lambda: keyslots.open_with_passphrase(image, passphrase)) for _ in range(3))

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
    return {"shown": shown, "derivation": derivation}


def _is_listed(screen: object) -> bool:
    if not isinstance(screen, Records):
        return False
    rows = screen.list.rows
    return rows.rowCount() > 0 and bool(row_at(rows.index(0, 0)).id)


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    print(json.dumps(main(Path(sys.argv[1]), sys.stdin.readline().rstrip("\n"))))
