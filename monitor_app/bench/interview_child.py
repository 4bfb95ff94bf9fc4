"""Fills in large questionnaires in the real window and prints, as JSON, the longest stall of each part in ms.

A process of its own without a screen: `interview_child PARTS CHOICES ENTRIES`.
"""

import gc
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from monitor_app.app import App
from monitor_app.bench import large_form
from monitor_app.crypto.keyslots import CHEAPEST
from monitor_app.operations import collecting, questionnaires, unlocking
from monitor_app.operations.desk import Desk
from monitor_app.ui.forms.choice_long import ChoiceLongField
from monitor_app.ui.screens.interview import Interview
from monitor_app.work.writer import Writer

if TYPE_CHECKING:
    from monitor_app.ui.forms.form_view import FormView
    from monitor_app.ui.guided.driver import Driver

Step = Callable[[], object]
_PAGES_ANSWERED = 6
_MOST_FIELDS = 20
_BETWEEN_MS = 12


def main(parts: int, choices: int, entries: int) -> dict[str, list[float]]:
    """Return of each thing done, in ms, the longest stall and the most the window's thread worked in one."""
    from monitor_app.ui import start
    from monitor_app.ui.guided.driver import Driver
    from monitor_app.ui.jobs import Jobs
    from monitor_app.ui.main_window import MainWindow
    from monitor_app.ui.preferences import Preferences

    application = start.prepare([])
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        passphrase, folder = unlocking.generate_passphrase(), Path(name) / "vault"
        App(cost=CHEAPEST).create(folder, passphrase).vault.close()
        writer = Writer(lambda: App().unlock(folder, passphrase), lambda desk: desk.vault.close())
        door = start.Door(start.real_app, folder, start.replace_process)
        door.warm_up()  # as the real start does
        window = MainWindow(door, Preferences())
        window.prepares_screens = True
        window.resize(1180, 760)
        window.show()
        jobs = Jobs(writer)
        drafts = writer.submit(lambda desk: _begun(desk, parts, choices)).result()
        window.opened(jobs)
        driver = Driver(window)
        driver.rest(1500)  # a person looks at what to do today first
        gc.freeze()  # as the real start does by then
        told = _Walk(driver).all(drafts, entries)
        window.close()
        jobs.close()
        application.quit()
    return told


def _begun(desk: Desk, parts: int, choices: int) -> tuple[str, str]:
    """Add a large questionnaire and one with a long list and many entries; begin a draft of each."""
    questionnaires.add_shipped(lambda work: work(desk))  # as after the first day
    checked = questionnaires.check(large_form.table(parts).encode(), file_name="large.md")
    large, _ = questionnaires.keep(desk, checked)
    rows = "".join(f"c{at},Town {at} {at * 7919 % choices}\n" for at in range(choices))
    extras = {"towns.csv": f"name,label\n{rows}".encode()}
    checked = questionnaires.check(large_form.LONG_LIST.encode(), file_name="long.md", extras=extras)
    long, _ = questionnaires.keep(desk, checked)
    return collecting.begin(desk, large)[0].draft_id, collecting.begin(desk, long)[0].draft_id


class _Walk:
    """One walk through the two questionnaires."""

    def __init__(self, driver: "Driver") -> None:
        from monitor_app.ui.guided.heartbeat import Heartbeat

        self._driver = driver
        self._heart = Heartbeat()
        self._told: dict[str, list[float]] = {}

    def all(self, drafts: tuple[str, str], entries: int) -> dict[str, list[float]]:
        """Do everything there is to do."""
        self._do("opened", [partial(self._open, drafts[0])])
        self._do("paged through", self._pages())
        self._do("answered", self._answers())
        self._do("paged through when answered", self._pages())
        self._do("language switched", self._languages())
        self._do("long list opened", [partial(self._open, drafts[1])])
        self._do("long list filtered", self._keys("town 9999"))
        self._do("entries added", self._entries(entries))
        return self._told

    @property
    def _screen(self) -> Interview:
        screen = self._driver.window.screen_shown
        assert isinstance(screen, Interview)
        return screen

    @property
    def _view(self) -> "FormView":
        view = self._screen.form_view
        assert view is not None
        return view

    def _do(self, what: str, steps: Iterable[Step]) -> None:
        self._driver.rest(300)
        self._heart.start()
        for step in steps:
            step()
            self._driver.rest(_BETWEEN_MS)
        self._driver.rest(200)
        self._told[what] = [self._heart.longest, self._heart.busiest]

    def _open(self, draft: str) -> None:
        self._driver.window.go("interview", draft)
        self._driver.wait(lambda: self._is_open(draft), "the interview")

    def _is_open(self, draft: str) -> bool:
        screen = self._driver.window.screen_shown
        return isinstance(screen, Interview) and screen.draft_id == draft and screen.form_view is not None

    def _pages(self) -> Iterator[Step]:
        yield partial(self._screen.pages.show, self._pages_now()[0])
        for _ in self._pages_now()[1:]:
            yield partial(self._screen.pages.turn, 1)

    def _pages_now(self) -> list[str]:
        return [page.path for page in self._screen.wording.outline().children]

    def _answers(self) -> Iterator[Step]:
        for page in self._pages_now()[:_PAGES_ANSWERED]:
            yield partial(self._screen.pages.show, page)
            for at in range(_MOST_FIELDS):
                yield partial(self._answer, at)

    def _answer(self, at: int) -> None:
        fields = self._view.built()
        if at < len(fields):
            fields[at].answer(large_form.value_for(fields[at].view.kind.value, 1))

    def _languages(self) -> Iterator[Step]:
        for language in (*large_form.LANGUAGES[1:], large_form.LANGUAGES[0]):
            yield partial(self._screen.head.language_chosen.emit, language)

    def _keys(self, text: str) -> Iterator[Step]:
        field = self._view.field("where/town")
        assert isinstance(field, ChoiceLongField)
        for end in range(1, len(text) + 1):
            yield partial(field.line.setText, text[:end])

    def _entries(self, entries: int) -> Iterator[Step]:
        for _ in range(entries):
            yield partial(self._screen.pages.show, "day")
            yield self._view.add_entry


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    print(json.dumps(main(*(int(one) for one in sys.argv[1:4]))))
