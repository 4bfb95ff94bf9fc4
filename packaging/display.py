"""Whether a window can be shown here.

Qt ends the whole process when a screen library is missing, so a child process tries it. Must not import Qt.
"""

import os
import subprocess
import sys

import environment

TRY = "from PySide6.QtWidgets import QApplication; print(QApplication(['fieldwork']).platformName())"
INVISIBLE = {"offscreen", "minimal", "vnc", ""}


def settings_for_screen() -> dict[str, str] | None:
    """Return what to add to the surroundings so that a window appears; None where there is no screen."""
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return None
    candidates: list[dict[str, str]] = [{}]
    if sys.platform == "linux" and "QT_QPA_PLATFORM" not in os.environ:
        candidates.append({"QT_QPA_PLATFORM": "xcb"})
    return next((settings for settings in candidates if _opens(settings)), None)


def _opens(settings: dict[str, str]) -> bool:
    try:
        answer = subprocess.run(
            [str(environment.PYTHON), "-c", TRY],
            env={**os.environ, **settings},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return answer.returncode == 0 and answer.stdout.strip() not in INVISIBLE
