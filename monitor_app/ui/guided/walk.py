"""The guided walk without a screen: the whole path through the real windows, with pictures and a summary.

From an invented project to a sealed package: what a trainer would show, in about a minute.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NoReturn

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from monitor_app.errors import MonitorError
from monitor_app.operations import bundling
from monitor_app.text import Message
from monitor_app.ui.guided import coordinating, monitoring
from monitor_app.ui.guided.coordinating import Wish
from monitor_app.ui.guided.driver import Driver
from monitor_app.ui.guided.stage import COORDINATOR, DemoStage
from monitor_app.ui.main_window import MainWindow
from monitor_app.ui.preferences import Preferences
from monitor_app.work.bugs import mark_of

_STORY = "The fans in the wiping room are off when visitors come, because of the noise."
_SEARCH = "passports"
_WISH = Wish(
    title="Identity papers are kept by the agency",
    rule="Freely chosen",
    site="Meridian",
    summary="People describe that an agency keeps their passports and asks for money before giving them back.",
    product="Relay 24 network switch",
    brand="Northlight",
    contract="Campus network framework",
    number="FW-2026-0203",
    buyer="University of Westmere",
)


@dataclass
class Walk:
    """One walk: where it leaves things, and what it did so far."""

    out: Path
    stage: DemoStage
    seconds: dict[str, float] = field(default_factory=dict)
    pictures: list[str] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a step and say that it is done."""
        began = time.monotonic()
        yield
        self.seconds[name] = round(time.monotonic() - began, 2)
        _say(f"{name}: {self.seconds[name]} s")

    @contextmanager
    def window(self, person: str, *, start: str = "unlock", theme: str = "light") -> Iterator[Driver]:
        """Show one person's window, and close it as a person would."""
        window = MainWindow(self.stage.door(person), Preferences(theme=theme, idle_minutes=120))
        window.show_watermark(is_demo=True)
        window.go(start)
        window.show()
        driver = Driver(window)
        try:
            yield driver
        finally:
            window.close()
            driver.wait(lambda: not window.isVisible(), "the window to close")
            window.deleteLater()

    def take(self, driver: Driver, name: str) -> None:
        """Leave a picture of the window."""
        driver.picture(self.out / "screenshots" / f"{name}.png")
        self.pictures.append(f"{name}.png")


class _Told:
    """Progress on standard output, one line for each new stage."""

    def __init__(self) -> None:
        self._last = ""

    def step(self, done: int, total: int, what: Message | None = None) -> None:  # noqa: ARG002 - stages only
        if what is not None and str(what) != self._last:
            self._last = str(what)
            _say(self._last)


def run(out: Path) -> int:
    """Walk, and leave pictures, package, vaults and summary in `out`; return the exit status."""
    from monitor_app.ui import start

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    qInstallMessageHandler(_pass_on)
    application = start.prepare([], show_crash=_give_up)
    walk = Walk(out, DemoStage(out))
    try:
        _whole(walk)
    except MonitorError as error:
        print(str(error), file=sys.stderr)  # noqa: T201 - a command's refusal
        return 1
    except Exception as error:  # noqa: BLE001 - a bug between two turns of the window: no turn is left to tell it in
        _give_up(mark_of(error))
    finally:
        application.processEvents()
    _say(f"Pictures: {out / 'screenshots'}")
    _say(f"Sealed package: {next((out / 'bundle').glob('*.age'))}")
    return 0


def _whole(walk: Walk) -> None:
    walk.stage.claim()
    bundle = walk.out / "bundle"
    bundle.mkdir(exist_ok=True)
    for old in bundle.iterdir():
        old.unlink()
    with walk.step("invented project"):
        walk.stage.build(_Told())
    with walk.step("first start"), walk.window("newcomer", start="first_start") as driver:
        walk.take(driver, "first-start")
    with walk.step("monitor"), walk.window("wren") as driver:
        _monitor(walk, driver)
    with walk.step("coordinator"), walk.window(COORDINATOR) as driver:
        identity = _coordinator(walk, driver, bundle)
    with walk.step("appearances"), walk.window(COORDINATOR, theme="dark") as driver:
        _appearances(walk, driver)
    with walk.step("package checked"):
        report = _check(bundle, identity)
    _summary(walk, report)


def _monitor(walk: Walk, driver: Driver) -> None:
    walk.take(driver, "unlock")
    monitoring.unlock(driver, walk.stage.passphrase)
    walk.take(driver, "today")
    monitoring.interview(driver, story=_STORY, take=lambda name: walk.take(driver, name))
    walk.take(driver, "today-finished")
    monitoring.send(driver, lambda name: walk.take(driver, name))
    driver.window.go("observation")
    walk.take(driver, "observation")


def _coordinator(walk: Walk, driver: Driver, bundle: Path) -> str:
    def take(name: str) -> None:
        walk.take(driver, name)

    monitoring.unlock(driver, walk.stage.passphrase)
    monitoring.send(driver, lambda name: take(f"{name}-coordinator"))
    driver.window.go("today")
    take("today-coordinator")
    coordinating.review(driver, search=_SEARCH, take=take)
    coordinating.state_finding(driver, _WISH, take)
    identity = coordinating.seal_package(
        driver, finding=walk.stage.findings[0], folder=bundle.resolve(), take=take
    )
    for place in ("people", "guide"):
        driver.window.go(place)
        take(place)
    (bundle / "identity.txt").write_text(f"{identity}\n", encoding="utf-8")
    return identity


def _appearances(walk: Walk, driver: Driver) -> None:
    """Show the same in the dark, in Chinese, and with large text."""
    monitoring.unlock(driver, walk.stage.passphrase)
    driver.window.go("records")
    driver.rest(600)
    walk.take(driver, "records-dark")
    driver.window.go("today")
    driver.rest(400)
    walk.take(driver, "today-dark")
    light = replace(driver.window.preferences, theme="light")
    driver.window.prefer(replace(light, language="zh_CN"))
    driver.rest(400)
    walk.take(driver, "today-chinese")
    driver.window.prefer(replace(light, language="en", scale=200))
    driver.rest(400)
    walk.take(driver, "today-large")
    driver.window.prefer(light)


def _check(bundle: Path, identity: str) -> bundling.Report:
    signers = (bundle / "allowed_signers").read_text(encoding="utf-8")
    package = next(bundle.glob("*.zip.age"))
    return bundling.open_package(package, identity, signers, is_demo=True).report


def _summary(walk: Walk, report: bundling.Report) -> None:
    summary = {
        "done": list(walk.seconds),
        "seconds": walk.seconds,
        "screenshots": walk.pictures,
        "records": walk.stage.records + 1,
        "package": {
            "id": report.bundle_id,
            "signer": report.signer,
            "files": [path for path, _ in report.files],
        },
        "vaults": walk.stage.people(),
    }
    path = walk.out / "summary.json"
    path.write_text(json.dumps(summary, indent=2) + "\n", encoding="utf-8")


def _pass_on(_kind: QtMsgType, _where: QMessageLogContext, words: str) -> None:
    """Print Qt's warnings, but not the one that a window without a screen gives at every layout."""
    if "propagateSizeHints" not in words:
        print(words, file=sys.stderr)  # noqa: T201 - Qt's own words


def _give_up(mark: str) -> NoReturn:
    """End at once on a bug: nobody is there to read a dialog."""
    print(f"The guided walk met a mistake in the program: {mark}", file=sys.stderr, flush=True)  # noqa: T201
    os._exit(1)


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - a command tells how far it is
