"""What may leave this device: the light, clearing, travel mode, and giving back what travelled."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from monitor_app.domain.people import Right
from monitor_app.operations import clearing, membership, travelling
from monitor_app.operations.changes import Topic
from monitor_app.operations.clearing import Readiness
from monitor_app.operations.desk import Desk
from monitor_app.operations.travelling import Journey, Traveller
from monitor_app.text import N_, Message
from monitor_app.ui.screens.base import Screen, Shell
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.fields import Tick
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.guide_link import link_to_guide
from monitor_app.ui.widgets.speaking import Button, Pill, Words


@dataclass(frozen=True)
class _Found:
    readiness: Readiness
    journey: Journey
    travellers: tuple[Traveller, ...]
    is_coordinator: bool


class Device(Screen):
    """Answers what may leave this device, and how to cross a border with little on it."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.SYNC, Topic.RECORDS, Topic.PEOPLE})
    for_reading = True

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._build_clearing()
        self._build_travel()
        self._build_giving_back()
        link_to_guide(self.body, shell, "travelling")

    def enter(self, subject: str = "") -> None:
        """Begin without what was said before."""
        self.notice.dismiss()
        super().enter(subject)

    def refresh(self) -> None:
        """Read again what is safe elsewhere."""
        self.shell.entitle(N_("This device"), N_("Little on a laptop is little to lose."))
        self.jobs.read(self, _read, done=self._show)

    def _build_clearing(self) -> None:
        card = Card(N_("Clear this device"))
        self.light = Pill()
        self.said = Words("")
        self.next = Words(N_("Sync now. The others must sync too, and then this device once more."))
        self.drafts = Words("", "muted")
        self.sure = Tick(N_("I know that I cannot read these records here any more."))
        self.clear = Button(N_("Clear what is safe elsewhere"), "danger")
        self.clear.clicked.connect(self._clear)
        self.sure.toggled.connect(lambda _: self._allow())
        row = Flow()
        row.addWidget(self.light)
        card.rows.addLayout(row)
        for widget in (self.said, self.next, self.drafts, self.sure):
            card.add(widget)
        card.add(self.clear, left=True)
        self._may_clear = False
        self.body.addWidget(card)

    def _build_travel(self) -> None:
        self.travel = Card(
            N_("Travel mode"),
            N_("Finished records are sealed: only your coordinators can open them. You can go on recording."),
        )
        self.state = Words("")
        self.agreed = Tick(N_("I understand: nobody can undo this on this device, not even I."))
        self.begin = Button(N_("Begin travel mode"))
        self.begin.clicked.connect(self._begin)
        self.agreed.toggled.connect(self.begin.setEnabled)
        self.ask = Button(N_("I am safe: ask for my records"), "primary")
        self.ask.clicked.connect(self._ask)
        self.code = Words("", "passphrase")
        for widget in (self.state, self.agreed, self.code):
            self.travel.add(widget)
        self.travel.add(self.begin, left=True)
        self.travel.add(self.ask, left=True)
        self.body.addWidget(self.travel)

    def _build_giving_back(self) -> None:
        self.giving = Card(
            N_("Give back"),
            N_("Call or meet the person. If they are safe and say this code freely, give their records back."),
        )
        self.travellers = Flow()
        self.giving.rows.addLayout(self.travellers)
        self.body.addWidget(self.giving)

    def _show(self, found: _Found) -> None:
        self._show_light(found.readiness)
        self._show_journey(found.journey)
        self._show_travellers(found.travellers)
        self.travel.setVisible(not found.is_coordinator or found.journey != Journey())
        self.giving.setVisible(bool(found.travellers))

    def _show_light(self, found: Readiness) -> None:
        words, style = _light(found)
        self.light.show_state(words, style)
        self.said.say(_said(found))
        self.next.setVisible(bool(found.records and found.needed) and not found.is_green)
        self.drafts.say(N_("Unfinished records stay: {count}.", count=found.drafts))
        self._may_clear = bool(found.safe)
        self.sure.setVisible(self._may_clear)
        self.clear.setVisible(self._may_clear)
        self._allow()

    def _show_journey(self, found: Journey) -> None:
        self.state.say(_where(found))
        self.agreed.setVisible(found == Journey())
        self.begin.setVisible(found == Journey())
        self.begin.setEnabled(self.agreed.is_ticked())
        self.ask.setVisible(found.is_away and not found.is_asked_back)
        self.code.setVisible(bool(found.code))
        self.code.say(found.code)

    def _show_travellers(self, found: Sequence[Traveller]) -> None:
        while (item := self.travellers.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in found:
            self.travellers.addWidget(Words(N_("{name}: {code}", name=one.name, code=one.code), "strong"))
            button = Button(N_("Give back to {name}", name=one.name), "primary")
            button.clicked.connect(lambda _=False, box=one.box: self._give_back(box))
            self.travellers.addWidget(button)

    def _allow(self) -> None:
        self.clear.setEnabled(self._may_clear and self.sure.is_ticked())

    def _clear(self) -> None:
        self.sure.box.setChecked(False)
        self.jobs.write(
            self,
            clearing.clear,
            done=lambda count: self.notice.tell(
                N_("{count} records are no longer on this device.", count=count),
                N_("The memory of a laptop may keep traces of what was deleted. Encryption protects them."),
                style="ok",
            ),
        )

    def _begin(self) -> None:
        self.agreed.box.setChecked(False)
        self.jobs.write(
            self,
            travelling.begin,
            done=lambda _: self.notice.tell(
                N_("Travel mode is asked for."),
                N_("Sync now, and again after a coordinator has synced. Then it begins."),
                style="ok",
            ),
        )

    def _ask(self) -> None:
        self.jobs.write(self, travelling.ask_back, done=self._show_journey)

    def _give_back(self, box: str) -> None:
        self.jobs.write(
            self,
            lambda desk: travelling.give_back(desk, box),
            done=lambda _: self.notice.tell(
                N_("Given back."), N_("Sync. Their device opens its records at its next sync."), style="ok"
            ),
        )


def _read(desk: Desk) -> _Found:
    rights = membership.membership(desk).rights
    return _Found(
        clearing.readiness(desk),
        travelling.journey(desk),
        tuple(travelling.asks(desk)),
        Right.COORDINATOR in rights,
    )


def _light(found: Readiness) -> tuple[Message, str]:
    if not found.records:
        return N_("Nothing finished is on this device"), "neutral"
    if found.is_green:
        return N_("Everything finished is safe elsewhere"), "ok"
    return N_("Not everything is safe elsewhere"), "warn"


def _said(found: Readiness) -> Message:
    if not found.needed:
        return N_("No other device reads along, so nobody can confirm what this one holds.")
    if not found.records:
        return N_("Cleared so far: {count} records. They are with your coordinators.", count=found.cleared)
    if not found.confirmers:
        return N_(
            "Nobody has confirmed a record yet. Finished records here: {count}. "
            "Others who must confirm each: {needed}.",
            count=found.records,
            needed=found.needed,
        )
    return N_(
        "Records safe elsewhere: {safe} of {count}. Others who must confirm each: {needed}. "
        "Confirmed by: {names}.",
        safe=len(found.safe),
        count=found.records,
        needed=found.needed,
        names=", ".join(found.confirmers),
    )


def _where(found: Journey) -> Message:
    if found.waits:
        return N_("Waiting for a coordinator's receipt. Until then everything can still be read here.")
    if found.is_asked_back:
        return N_("Asked for. Read this code aloud when your coordinator calls; it opens nothing by itself.")
    if found.is_away:
        return N_("Travel mode is on. No finished record can be opened here. Unfinished ones can.")
    return N_("Travel mode is off.")
