"""One person at one real window, in a process of its own: reads steps as JSON lines, says when each is done.

Run as `python -m tests.journeys.person FOLDER`; the folder holds this person's vault.
"""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from monitor_app.app import App
from monitor_app.crypto.keyslots import CHEAPEST
from monitor_app.forms.views import Kind
from monitor_app.text import Message
from monitor_app.ui import start
from monitor_app.ui.guided import coordinating, monitoring
from monitor_app.ui.guided.coordinating import Wish
from monitor_app.ui.guided.driver import Driver
from monitor_app.ui.main_window import MainWindow
from monitor_app.ui.preferences import Preferences
from monitor_app.ui.screens.first_start import FirstStart
from monitor_app.ui.screens.people import People

Steps = dict[str, Callable[..., object]]


@dataclass
class OneFile:
    """Answers every question for a file or folder with one path."""

    path: Path

    def file(self, asker: QWidget, title: Message, endings: str = "") -> Path:
        return self.path

    def new_file(self, asker: QWidget, title: Message, name: str) -> Path:
        return self.path

    def folder(self, asker: QWidget, title: Message) -> Path:
        return self.path


class Person:
    """What a person does; every step goes through widgets."""

    def __init__(self, folder: Path) -> None:
        self.door = start.Door(lambda: App(cost=CHEAPEST), folder / "vault", lambda _arguments: None)
        self.window = MainWindow(self.door, Preferences(idle_minutes=120))
        self.window.go("first_start")
        self.window.show()
        self.driver = Driver(self.window)

    def choose(self, path: str) -> None:
        self.window.screen_shown.files = OneFile(Path(path))

    def make_vault(self, way: str) -> None:
        self.driver.press(way)
        screen = self.window.screen_shown
        assert isinstance(screen, FirstStart)
        passphrase = screen.words.text()
        self.driver.press("I have written it down")
        self.driver.type_into("The same passphrase again", passphrase)
        self.driver.press("Make the vault")
        self.driver.wait(lambda: self.window.title.text() in {"Today", "Join a project"}, "the vault")

    def found_project(self, title: str, name: str) -> None:
        self.window.go("people")
        self.driver.type_into("Name of the project", title)
        self.driver.type_into("Your code name", name)
        apart = self.window.screen_shown.founding.identity
        apart.again.line.setText(apart.words.text())
        self.driver.press("Found the project")
        self.driver.wait(lambda: self.driver.button("Make an invitation"), "the project")

    def choose_place(self, folder: str) -> None:
        self.window.go("shared_place")
        self.driver.wait(lambda: self.driver.button("Choose the folder"), "the set-up of the shared place")
        self.choose(folder)
        self.driver.press("Choose the folder")
        self.driver.press("Test and use this place")
        self.driver.wait(lambda: self.driver.button("Sync now"), "the shared place")

    def add_questionnaire(self, path: str, title: str) -> None:
        self.window.go("questionnaires")
        self.driver.wait(lambda: self.driver.button("Add a questionnaire"), "questionnaires")
        self.choose(path)
        self.driver.press("Add a questionnaire")
        self.driver.press("Use this questionnaire")
        self.driver.rest(500)
        rows = self.window.screen_shown.list
        model = rows.model()
        at = next(number for number in range(model.rowCount()) if title in str(model.row(number).title))
        rows.setCurrentIndex(model.index(at, 0))
        self.driver.press("Offer the chosen one")
        self.driver.rest(500)

    def invite(self, path: str) -> None:
        self.window.go("people")
        self.driver.wait(lambda: self.driver.button("Make an invitation"), "people")
        self.choose(path)
        self.driver.press("Make an invitation")
        self.driver.wait(Path(path).exists, "the invitation")

    def join(self, invitation: str, name: str, reply: str) -> str:
        self.driver.wait(
            lambda: self.driver.button("Choose the invitation, or a photo of its codes"), "joining"
        )
        self.choose(invitation)
        self.driver.press("Choose the invitation, or a photo of its codes")
        self.driver.type_into("Your code name", name)
        self.driver.press("Make the reply")
        self.choose(reply)
        self.driver.press("1. Save the reply")
        self.driver.wait(Path(reply).exists, "the reply")
        return self.window.screen_shown.number.text()

    def accept(self, reply: str, number: str) -> None:
        self.window.go("people")
        self.driver.wait(lambda: self.driver.button("Take in a reply"), "people")
        self.choose(reply)
        self.driver.press("Take in a reply")
        screen = self.window.screen_shown
        assert isinstance(screen, People)
        self.driver.wait(screen.comparing.number.isVisible, "the number")
        assert screen.comparing.number.text() == number
        self.driver.press("I heard this number")
        self.driver.press("The numbers are the same")
        self.driver.wait(lambda: not screen.comparing.isVisible(), "acceptance")

    def sync(self) -> None:
        monitoring.send(self.driver, lambda _name: None)

    def interview(self, title: str, answers: dict[str, str]) -> None:
        self.window.go("today")
        self.driver.press(f"New interview: {title}")
        self.driver.wait(lambda: monitoring.fields(self.driver), "the questions")
        for path, words in answers.items():
            self._answer(path, words)
        self.driver.wait(lambda: "Kept" in self.window.state_bar.kept.text(), "the kept mark")
        self.driver.press("Finish the record")
        self.driver.wait(lambda: self.window.title.text() == "Today", "today")

    def _answer(self, path: str, words: str) -> None:
        field = next(one for one in monitoring.fields(self.driver) if one.view.path == path)
        if field.view.kind in {Kind.TEXT, Kind.INTEGER}:
            self.driver.type_into(field.view.label.plain, words)
            field.commit()
        else:
            monitoring.press_choice(self.driver, path, words)
        self.driver.rest(150)

    def review(self, search: str) -> None:
        coordinating.review(self.driver, search=search, take=lambda _name: None)

    def add_site(self, name: str) -> None:
        self.window.go("sites")
        self.driver.wait(lambda: self.driver.field("Name"), "factories")
        self.driver.type_into("Name", name)
        self.driver.press("Add")
        self.driver.rest(500)

    def state_finding(self, wish: dict[str, str]) -> None:
        coordinating.state_finding(self.driver, Wish(**wish), lambda _name: None)

    def seal(self, folder: str) -> str:
        self.driver.press("Make a sealed package")
        return coordinating.seal_package(self.driver, finding="", folder=Path(folder), take=lambda _name: None)

    def leave(self) -> None:
        self.window.close()
        self.driver.wait(lambda: not self.window.isVisible(), "the window to close")


def give_up(mark: str) -> None:
    """End at once on a bug, so that the test fails instead of waiting."""
    sys.stderr.write(f"{mark}\n")
    os._exit(1)


def main() -> None:
    """Serve steps until standard input ends."""
    application = start.prepare([], show_crash=give_up)
    person = Person(Path(sys.argv[1]))
    for line in sys.stdin:
        asked = json.loads(line)
        result = getattr(person, asked.pop("do"))(**asked)
        sys.stdout.write(json.dumps({"done": result}) + "\n")
        sys.stdout.flush()
    application.quit()


if __name__ == "__main__":
    main()
