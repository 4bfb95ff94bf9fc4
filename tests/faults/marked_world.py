"""A whole life with a marker in every field: `marked_world.py HOME CARD`, the marker on standard input.

Two vaults and a stick in HOME; first by operations, then by the real window, which is left open with an answer
half typed: `open COUNT` is printed, and somebody else ends this process.
"""

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from monitor_app.app import App
from monitor_app.crypto.keyslots import CHEAPEST
from monitor_app.domain.findings import Degree, Severity
from monitor_app.domain.reviewing import Decision
from monitor_app.domain.supply import Party
from monitor_app.operations import (
    browsing,
    bundling,
    collecting,
    evidence,
    finding,
    identity,
    observing,
    projects,
    questionnaires,
    reviewing,
    supplying,
    syncing,
    transcript,
)
from monitor_app.operations.browsing import RecordFilter
from monitor_app.operations.desk import Desk
from monitor_app.operations.evidence import Tag
from monitor_app.operations.supplying import Chain
from monitor_app.ports import Silent
from monitor_app.remotes.opening import open_here
from monitor_app.ui import start
from tests.faults import typing_window
from tests.faults.typing_window import wait_for

FORM = b"""| survey |
| | type | name | label | identity |
| | text | account | What happened? | |
| | text | more | What else? | |
| | begin repeat | week | Week | |
| | text | told | What was told? | |
| | end repeat | | | |
| | text | contact | How can we reach you? | yes |
| | text | called | What are you called? | yes |
| settings |
| | form_title | form_id | version |
| | Marked | marked | 1 |
"""


class Life:
    """Two people who put the marker wherever something can be typed."""

    def __init__(self, home: Path, card: Path, mark: str) -> None:
        self.home, self.card, self.mark = home, card, mark
        self.app = App(cost=CHEAPEST, open_remote=open_here)
        self.coordinator = self.app.create(home / "coordinator" / "vault", self.passphrase)
        self.monitor = self.app.create(home / "monitor" / "vault", self.passphrase)

    @property
    def passphrase(self) -> str:
        return f"{self.mark} cabinet umbrella granite whisper lantern pickle sombre"

    def said(self, where: str) -> str:
        """Return the marker with the place it was typed, so that a hit tells where it came from."""
        return f"{self.mark}{where} and more"

    def live(self) -> None:
        """Found, join, interview, photograph, sync, review, find, export."""
        self._join()
        record = self._interview()
        self._exchange()
        self._work_on(record)
        self._exchange()
        for desk in (self.monitor, self.coordinator):
            desk.vault.close()

    def _join(self) -> None:
        stick = self.home / "stick"
        stick.mkdir()
        projects.create(
            self.coordinator, title=self.said("title"), name=self.said("chief"), address=f"folder:{stick}"
        )
        joining, _ = projects.join(self.monitor, projects.invite(self.coordinator)[0], name=self.said("device"))
        projects.accept(self.coordinator, projects.read_reply(self.coordinator, joining.reply))
        self._exchange()

    def _interview(self) -> str:
        digest, _ = questionnaires.add(self.monitor, FORM, file_name="marked.md")
        draft = collecting.begin(self.monitor, digest)[0].draft_id
        for path in ("account", "more", "week[1]/told", "contact", "called"):
            collecting.keep(self.monitor, draft, {path: self.said(path.replace("/", ""))}, place=path)
        pictures = evidence.find_pictures(self.card)
        imported, _ = evidence.import_photos(
            lambda work: work(self.monitor),
            draft,
            pictures,
            tag=Tag("account", self.said("area")),
            progress=Silent(),
        )
        assert len(imported.kept) == len(pictures) > 0
        collecting.finish(self.monitor, draft)
        revised = collecting.revise(self.monitor, draft)[0].draft_id
        collecting.finish(self.monitor, revised, reason=self.said("reason"))
        return draft

    def _work_on(self, record: str) -> None:
        desk = self.coordinator
        questionnaires.add(desk, FORM, file_name="marked.md")
        assert browsing.records(desk, RecordFilter(text=self.mark))
        transcript.transcript(desk, record)
        identity.set_apart(desk, f"{self.passphrase} apart")
        why = self.said("why")
        transcript.open_identity(desk, record, reason=why, passphrase=f"{self.passphrase} apart")
        reviewing.decide(desk, record, Decision.QUERIED, note=self.said("query"))
        site, _ = observing.add_site(
            desk, name=self.said("site"), address=self.said("address"), country=self.said("country")
        )
        chain = Chain(
            site=site,
            product=self.said("product"),
            brand=self.said("brand"),
            contract=self.said("contract"),
            buyer=self.said("buyer"),
            contract_number=self.said("number"),
        )
        chain_id, _ = supplying.add_chain(desk, chain)
        statement = finding.Statement(
            provision="FL",
            site=site,
            title=self.said("finding"),
            summary=self.said("summary"),
            severity=Severity(scale=Degree.HIGH, scope=Degree.LOW, irremediable=Degree.LOW),
            evidence=(finding.suggested_link(desk, record),),
            chains=(chain_id,),
        )
        self._export(finding.record(desk, statement)[0])

    def _export(self, finding_id: str) -> None:
        _, recipient = bundling.new_recipient()
        request = bundling.Request(finding_id=finding_id, audience=Party.LINKED_BUYERS, recipients=(recipient,))
        prepared = bundling.prepare(lambda work: work(self.coordinator), request)
        bundling.export(lambda work: work(self.coordinator), prepared, self.home, progress=Silent())

    def _exchange(self) -> None:
        for desk in (self.monitor, self.coordinator, self.monitor):
            self._sync(desk)

    @staticmethod
    def _sync(desk: Desk) -> None:
        syncing.run(lambda work: work(desk), progress=Silent())


def type_everywhere(life: Life) -> int:
    """Open the monitor's vault in the real window; type into whatever can be; return into how many fields."""
    app = start.prepare([])
    app.setQuitOnLastWindowClosed(False)
    window = typing_window.open_window(life.home / "monitor")
    typing_window.unlock(window, life.passphrase)
    desk_jobs = window.jobs
    drafts: list[str] = []

    def begin(desk: Desk) -> tuple[str, object]:
        digest = next(row.digest for row in questionnaires.available(desk) if row.id == "marked")
        return collecting.begin(desk, digest)

    desk_jobs.write(window, begin, done=lambda started: drafts.append(started.draft_id))
    wait_for(lambda: drafts)
    count = 0
    for place, subject in (
        ("interview", drafts[0]),
        ("records", ""),
        ("people", ""),
        ("join", ""),
        ("sync", ""),
        ("sites", ""),
        ("questionnaires", ""),
        ("preferences", ""),
        ("interview", drafts[0]),
    ):
        window.go(place, subject)
        QTest.qWait(300)
        for field in typeable(window):
            type_into(field, life.said(place))
            count += 1
        QTest.qWait(900)
    for field in typeable(window):
        type_into(field, life.said("halftyped"))
    return count


def typeable(window: QWidget) -> list[QWidget]:
    """Return the fields on the screen."""
    fields: list[QWidget] = [*window.findChildren(QLineEdit), *window.findChildren(QPlainTextEdit)]
    return [one for one in fields if one.isVisible() and one.isEnabled() and not one.isReadOnly()]


def type_into(field: QWidget, text: str) -> None:
    """Type as with the keyboard; copy it, too, as people do."""
    field.setFocus()
    QTest.keyClicks(field, text)
    field.selectAll()
    field.copy()
    QTest.keyClick(field, Qt.Key.Key_End)


def main() -> None:
    """Live, then stay open."""
    home, card = Path(sys.argv[1]), Path(sys.argv[2])
    life = Life(home, card, sys.stdin.readline().strip())
    life.live()
    count = type_everywhere(life)
    sys.stdout.write(f"open {count}\n")
    sys.stdout.flush()
    while True:
        QTest.qWait(50)


if __name__ == "__main__":
    main()
