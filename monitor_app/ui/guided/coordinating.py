"""The coordinator's part of the guided walk: read, accept, state a finding, seal a package."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QPlainTextEdit, QWidget

from monitor_app.domain.supply import Party
from monitor_app.text import Message
from monitor_app.ui.guided.driver import Driver
from monitor_app.ui.models.wordings import PARTIES
from monitor_app.ui.translation import tr

TAKE = Callable[[str], None]


@dataclass(frozen=True)
class FixedFiles:
    """Answers every question for a file or a folder with one folder."""

    at: Path

    def file(self, asker: QWidget, title: Message, endings: str = "") -> Path | None:  # noqa: ARG002 - as asked
        """Choose no file."""
        return None

    def new_file(self, asker: QWidget, title: Message, name: str) -> Path | None:  # noqa: ARG002 - as asked
        """Write beside the others."""
        return self.at / name

    def folder(self, asker: QWidget, title: Message) -> Path | None:  # noqa: ARG002 - as asked
        """Choose the folder."""
        return self.at


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the coordinator of the walk states, and who can act on it."""

    title: str
    rule: str
    site: str
    summary: str
    product: str
    brand: str
    contract: str
    number: str
    buyer: str


def review(driver: Driver, *, search: str, take: TAKE) -> None:
    """Look for a record by a word it holds, read it and accept it."""
    driver.window.go("records")
    driver.wait(lambda: _rows(driver, "Records"), "the list of records")
    take("records")
    driver.type_into("Search records", search)
    driver.rest(700)
    driver.wait(lambda: _rows(driver, "Records"), "the records found")
    take("records-search")
    enter_row(driver, "Records")
    driver.wait(lambda: driver.button("Accept"), "the record")
    driver.rest(300)
    take("review")
    driver.press("Accept")
    driver.rest(400)


def state_finding(driver: Driver, wish: Wish, take: TAKE) -> None:
    """Use the open record in a finding, add the way to a buyer, and save."""
    driver.press("Use in a finding")
    driver.press("State a new finding")
    driver.wait(lambda: driver.field("Title"), "the finding")
    driver.type_into("Title", wish.title)
    driver.choose("Rule", wish.rule)
    driver.choose("Factory", wish.site)
    driver.type_into("What happens there", wish.summary)
    driver.press("Type a new way")
    for name, text in (
        ("Product", wish.product),
        ("Brand", wish.brand),
        ("Contract number", wish.number),
        ("Contract", wish.contract),
        ("Buyer", wish.buyer),
    ):
        driver.type_into(name, text)
    driver.press("Keep this way")
    driver.wait(lambda: driver.button("Type a new way"), "the kept way")
    driver.rest(300)
    take("finding")
    driver.press("Save finding")
    driver.wait(lambda: driver.button("Make a sealed package"), "the saved finding")
    driver.rest(300)
    take("finding-saved")


def seal_package(driver: Driver, *, finding: str, folder: Path, take: TAKE) -> str:
    """Prepare, look through and write the package of a finding; return the recipient's identity."""
    driver.window.go("export", finding)
    driver.wait(lambda: driver.button("The recipient has no key"), "the export")
    screen = driver.window.screen_shown
    screen.files = FixedFiles(folder)  # type: ignore[attr-defined]  # the export screen's own way to ask
    driver.press(tr(PARTIES[Party.LINKED_BUYERS][0]))
    driver.press("The recipient has no key")
    identity = _secret(driver)
    take("export")
    driver.press("I have written it down")
    driver.press("Show what would leave")
    driver.wait(lambda: driver.button("Seal and write the package"), "what would leave")
    take("export-preview")
    driver.press("Seal and write the package")
    driver.wait(lambda: driver.button("Save the file allowed_signers"), "the written package")
    take("export-done")
    driver.press("Save the file allowed_signers")
    driver.wait((folder / "allowed_signers").exists, "the list of signers")
    return identity


def enter_row(driver: Driver, name: str) -> None:
    """Press Enter on the first row of a list."""
    rows = next(one for one in driver.window.findChildren(QAbstractItemView) if _is_named(one, name))
    rows.setFocus()
    rows.setCurrentIndex(rows.model().index(0, 0))
    for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
        event = QKeyEvent(kind, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(rows, event)
    driver.rest()


def _rows(driver: Driver, name: str) -> int:
    lists = [one for one in driver.window.findChildren(QAbstractItemView) if _is_named(one, name)]
    return lists[0].model().rowCount() if lists else 0


def _is_named(rows: QAbstractItemView, name: str) -> bool:
    return rows.isVisible() and rows.accessibleName() == name


def _secret(driver: Driver) -> str:
    field = driver.field("Secret key for the recipient")
    return field.toPlainText() if isinstance(field, QPlainTextEdit) else ""
