"""How the window looks and speaks on this device, and when it locks. Nothing here betrays a project."""

import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from monitor_app.ui.theme import SCALES
from monitor_app.ui.tokens import THEMES


@dataclass(frozen=True, kw_only=True)
class Preferences:
    """One device's choices. `scale` is the text size in per cent, `idle_minutes` the time until it locks.

    `lock_asleep`: lock when the computer sleeps; `lock_hidden`: when the window is put away.
    `panic_keys`, held for two seconds, destroy the keys; "" for none.
    """

    language: str = "en"
    theme: str = "light"
    scale: int = 100
    idle_minutes: int = 10
    lock_asleep: bool = True
    lock_hidden: bool = False
    panic_keys: str = "Ctrl+Shift+F12"

    def other_theme(self) -> "Preferences":
        """Return these turned from light to dark or back."""
        return replace(self, theme="light" if self.theme == "dark" else "dark")

    def sized(self, step: int) -> "Preferences":
        """Return these with the text one size larger (+1) or smaller (-1)."""
        at = SCALES.index(self.scale) + step
        return replace(self, scale=SCALES[min(max(at, 0), len(SCALES) - 1)])


def load(path: Path) -> Preferences:
    """Read the choices; whatever is missing, damaged or unknown is as at first."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Preferences()
    return _checked(found if isinstance(found, dict) else {})


def save(path: Path, preferences: Preferences) -> None:
    """Keep the choices: written beside, then put in place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(asdict(preferences)), encoding="utf-8")
    beside.replace(path)


def _checked(found: dict[str, Any]) -> Preferences:
    kinds = {field.name: type(getattr(Preferences(), field.name)) for field in fields(Preferences)}
    known = {name: value for name, value in found.items() if type(value) is kinds.get(name)}
    chosen = replace(Preferences(), **known)
    if chosen.theme not in THEMES:
        chosen = replace(chosen, theme="light")
    if chosen.scale not in SCALES:
        chosen = replace(chosen, scale=100)
    return replace(chosen, idle_minutes=min(max(chosen.idle_minutes, 1), 120))
