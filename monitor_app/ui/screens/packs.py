"""Norms, the code and who helps: what is in force, which device confirmed it, and publishing a new one."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from monitor_app.domain.people import Right
from monitor_app.errors import MonitorError, PackRefused
from monitor_app.operations import membership, packs
from monitor_app.operations.changes import NOTHING, Changes, Topic
from monitor_app.operations.desk import Desk, OnDesk
from monitor_app.operations.packs import Checked, DevicePack, InForce, PackKind, PackState
from monitor_app.ports import Progress
from monitor_app.text import N_, Message
from monitor_app.ui.models.rows import Row
from monitor_app.ui.saying import day
from monitor_app.ui.screens.base import Screen, Shell
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.files import AskedFiles, Files
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.guide_link import link_to_guide
from monitor_app.ui.widgets.row_list import RowList
from monitor_app.ui.widgets.speaking import Button, Pill, Words

_TITLES: dict[PackKind, tuple[Message, Message]] = {
    PackKind.DIRECTORY: (N_("Who helps"), N_("Organisations that help, as a table (CSV).")),
    PackKind.CODE: (N_("The code of labour standards"), N_("The rules that records and findings name (TOML).")),
    PackKind.NORMS: (N_("Norms of hours and pay"), N_("Limits and rates, by place and date (TOML).")),
}
_ENDINGS = {PackKind.DIRECTORY: "*.csv", PackKind.CODE: "*.toml", PackKind.NORMS: "*.toml"}


@dataclass(frozen=True)
class _Found:
    states: dict[PackKind, PackState]
    may_publish: bool


class PacksScreen(Screen):
    """Answers which lists count, and who has them."""

    for_reading = True
    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.PACKS, Topic.SYNC, Topic.PEOPLE})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.files: Files = AskedFiles()
        self._checked: Checked | None = None
        self._build_check()
        self.cards = {kind: _PackCard(kind) for kind in _TITLES}
        for kind, card in self.cards.items():
            card.choose.clicked.connect(lambda _=False, kind=kind: self._choose(kind))
            self.body.addWidget(card)
        self.look = self.cards[PackKind.DIRECTORY].look
        self.look.clicked.connect(lambda: self.shell.go("directory"))
        link_to_guide(self.body, shell, "packs")

    def enter(self, subject: str = "") -> None:
        """Show what is in force."""
        self.notice.dismiss()
        self._drop()
        super().enter(subject)

    def refresh(self) -> None:
        """Read again what is in force."""
        self.shell.entitle(
            N_("Norms, code and help"), N_("They go to every device, once, and are readable without a network.")
        )
        self.jobs.read(self, _read, done=self._show)

    def _build_check(self) -> None:
        self.problems_card = Card(
            N_("What is wrong in the file"), N_("Correct these in the file, then choose it again.")
        )
        self.problems = RowList(N_("Problems"), still=True)
        self.problems_card.add(self.problems)
        self.found_card = Card("", "")
        self.publish = Button(N_("Publish to every device"), "primary")
        self.publish.clicked.connect(self._publish)
        self.drop = Button(N_("Not now"))
        self.drop.clicked.connect(self._drop)
        row = Flow()
        row.addWidget(self.publish)
        row.addWidget(self.drop)
        self.found_card.rows.addLayout(row)
        for card in (self.problems_card, self.found_card):
            self.body.addWidget(card)

    def _show(self, found: _Found) -> None:
        for kind, card in self.cards.items():
            card.show_state(found.states[kind], may_publish=found.may_publish)

    def _choose(self, kind: PackKind) -> None:
        path = self.files.file(self, N_("Choose the file to publish"), _ENDINGS[kind])
        if path is None:
            return
        self.notice.dismiss()
        self._drop()

        def work(on_desk: OnDesk, _: Progress) -> tuple[Checked, Changes]:
            return _check(on_desk, kind, path), NOTHING

        self.jobs.run(self, work, done=self._show_checked, failed=self._refused)

    def _show_checked(self, checked: Checked) -> None:
        self._checked = checked
        rows = len(checked.read.rows)
        self.found_card.heading.say(_TITLES[checked.kind][0])
        self.found_card.heading.show()
        told = N_("Nothing is wrong in the file. Rows: {count}.", count=rows)
        if checked.to_confirm:
            told = N_(
                "Nothing is wrong in the file. Rows: {count}; to be confirmed by your organisation: {open}.",
                count=rows,
                open=checked.to_confirm,
            )
        self.found_card.sentence.say(told)
        self.found_card.sentence.show()
        self.found_card.show()
        self.publish.setFocus()

    def _refused(self, error: MonitorError) -> None:
        problems = error.problems if isinstance(error, PackRefused) else ()
        rows = [Row(str(at), one.place or one.what, sentences=(one.what,)) for at, one in enumerate(problems)]
        self.problems.show_rows(rows)
        self.problems_card.setVisible(bool(rows))
        self.complain(error)

    def _drop(self) -> None:
        self._checked = None
        self.problems_card.hide()
        self.found_card.hide()

    def _publish(self) -> None:
        checked = self._checked
        if checked is None:
            return
        self.jobs.write(self, lambda desk: packs.publish(desk, checked), done=self._published)

    def _published(self, _: InForce) -> None:
        self._drop()
        self.notice.tell(
            N_("It counts here from now on."), N_("Every other device gets it at its next sync."), style="ok"
        )


class _PackCard(Card):
    """One kind of pack: the version in force, how far it is confirmed, and who has it."""

    def __init__(self, kind: PackKind, parent: QWidget | None = None) -> None:
        super().__init__(*_TITLES[kind], parent)
        self._kind = kind
        self.version = Pill()
        self.open = Words("", "warn-text")
        self.refused = Words("", "warn-text")
        self.devices = RowList(N_("Which devices have it"), still=True)
        self.choose = Button(N_("Choose a new file"), picture="plus")
        self.choose.setAccessibleName(f"{self.choose.accessibleName()}: {self.heading.text()}")
        self.look = Button(N_("Read the list"))
        self.add(self.version, left=True)
        for widget in (self.open, self.refused, self.devices):
            self.add(widget)
        row = Flow()
        row.addWidget(self.choose)
        row.addWidget(self.look)
        self.rows.addLayout(row)

    def show_state(self, state: PackState, *, may_publish: bool) -> None:
        """Show what is in force."""
        now = state.in_force
        self.version.show_state(*_version(now))
        left, rows = now.to_confirm, len(now.content.rows)
        self.open.setVisible(left > 0)
        self.open.say(
            N_("To be confirmed by your organisation: {open} of {count} rows.", open=left, count=rows)
        )
        self.refused.setVisible(state.refused is not None)
        self.refused.say(_refusal(state.refused))
        self.devices.show_rows([_device(one, at) for at, one in enumerate(state.devices)])
        self.devices.setVisible(may_publish and bool(state.devices))
        self.choose.setVisible(may_publish)
        self.look.setVisible(self._kind is PackKind.DIRECTORY)


def _refusal(refused: Message | None) -> Message | str:
    if refused is None:
        return ""
    return N_("A newer one has arrived here and cannot be used. Update Fieldwork, or ask who published it.")


def _version(now: InForce) -> tuple[Message, str]:
    if not now.version:
        return N_("None published yet"), "neutral"
    if not now.edition:
        return N_("Version {version}, comes with Fieldwork", version=now.version), "neutral"
    when = day(now.published_ms)
    if now.publisher:
        words = N_(
            "Version {version}, published on {day} by {name}", version=now.version, day=when, name=now.publisher
        )
        return words, "ok"
    return N_("Version {version}, published on {day}", version=now.version, day=when), "ok"


def _device(one: DevicePack, at: int) -> Row:
    if one.problem is not None:
        return Row(str(at), one.name, N_("Cannot use it"), "bad", (one.problem,))
    if one.is_used:
        return Row(str(at), one.name, N_("Confirmed"), "ok")
    told = (N_("It uses an earlier one."),) if one.edition else ()
    return Row(str(at), one.name, N_("Not confirmed yet"), "warn", told)


def _check(on_desk: OnDesk, kind: PackKind, path: Path) -> Checked:
    today = on_desk(packs.today)
    return packs.check(kind, packs.read_file(path), day=today)


def _read(desk: Desk) -> _Found:
    mine = membership.membership(desk)
    may_publish = Right.COORDINATOR in mine.rights and bool(mine.project)
    return _Found({one.in_force.kind: one for one in packs.state(desk)}, may_publish)
