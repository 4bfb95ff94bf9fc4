"""How long things stay in the shared place, what can go from it now, and what that means."""

from monitor_app.domain.people import Right
from monitor_app.errors import MonitorError
from monitor_app.operations import clearing_days, retention
from monitor_app.operations.changes import NOTHING, Changes
from monitor_app.operations.clearing_days import Clearable
from monitor_app.operations.desk import OnDesk
from monitor_app.operations.projects import Membership
from monitor_app.ports import Progress
from monitor_app.text import N_, Message
from monitor_app.ui.exchange import Exchange
from monitor_app.ui.jobs import Running
from monitor_app.ui.saying import size
from monitor_app.ui.screens.base import Screen
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.fields import ChoiceField
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.progress_panel import ProgressPanel
from monitor_app.ui.widgets.speaking import Button, Words

_OFFERED = (30, 90, 180, 365, 0)


class ClearingCard(Card):
    """For coordinators: nothing goes before they have seen what would."""

    def __init__(self, screen: Screen, exchange: Exchange) -> None:
        super().__init__(
            N_("What leaves the shared place"),
            N_(
                "After a time, what every coordinator has confirmed is deleted from the shared place. Their "
                "vaults keep it. Who becomes a coordinator later does not get what went before."
            ),
        )
        self._screen, self._exchange = screen, exchange
        self._running: Running | None = None
        self._is_showing = self._is_alone = False
        self.days = ChoiceField(N_("It stays there for"))
        self.days.chosen.connect(self._choose)
        self.add(self.days)
        self.found = Words("", "strong")
        self.add(self.found)
        self.look = Button(N_("Look what can go"))
        self.look.clicked.connect(self._look)
        self.clear = Button(N_("Delete it from the shared place now"))
        self.clear.clicked.connect(self._clear)
        row = Flow()
        for button in (self.look, self.clear):
            row.addWidget(button)
        self.rows.addLayout(row)
        self.progress = ProgressPanel()
        self.progress.stopped.connect(self._stop)
        self.add(self.progress)
        self._forget()

    def show_choice(self, days: int, mine: Membership, *, is_alone: bool) -> None:
        """Show how long things stay; the card is for coordinators of a project."""
        self._is_alone = is_alone
        self.setVisible(bool(mine.project) and Right.COORDINATOR in mine.rights)
        self._is_showing = True
        offered = sorted({*_OFFERED, days}, key=lambda count: count or 1 << 30)
        self.days.offer([(str(count), _named(count)) for count in offered])
        self.days.choose(str(days))
        self._is_showing = False

    def _choose(self, value: str) -> None:
        if not self._is_showing and value.isdigit():
            self._forget()
            self._screen.jobs.write(self._screen, lambda desk: retention.choose(desk, int(value)))

    def _look(self) -> None:
        self._forget()

        def work(on_desk: OnDesk, progress: Progress) -> tuple[Clearable, Changes]:
            return clearing_days.preview(on_desk, progress), NOTHING

        self.look.setEnabled(False)
        self.progress.begin(N_("Looking into the shared place"))
        self._running = self._screen.jobs.run(
            self._screen, work, done=self._show, progressed=self.progress.show_report, failed=self._failed
        )

    def _show(self, found: Clearable) -> None:
        self._end()
        self.found.say(_told(found, is_alone=self._is_alone))
        self.found.show()
        self.clear.setVisible(bool(found.objects))

    def _clear(self) -> None:
        self._forget()
        self._exchange.start(clear_old=True)

    def _failed(self, error: MonitorError) -> None:
        self._end()
        self._screen.complain(error)

    def _stop(self) -> None:
        if self._running is not None:
            self._running.stop()

    def _end(self) -> None:
        self._running = None
        self.progress.hide()
        self.look.setEnabled(True)

    def _forget(self) -> None:
        self.found.hide()
        self.clear.hide()


def _named(count: int) -> Message:
    return N_("{count} days", count=count) if count else N_("For ever")


def _told(found: Clearable, *, is_alone: bool) -> Message:
    if not found.objects and found.waits_for:
        return N_(
            "Nothing can go yet: {names} must sync first, so that we know they hold everything.",
            names=", ".join(found.waits_for),
        )
    if not found.objects:
        return N_("Nothing is old enough to go, or somebody does not hold all of it yet.")
    counted: dict[str, str | float] = {
        "size": size(found.bytes),
        "count": found.objects,
        "days": len(found.days),
    }
    if is_alone:
        return N_(
            "About {size} can go (parcels: {count}, days: {days}). You coordinate alone, so your vault holds "
            "the copy that counts: make a backup first.",
            **counted,
        )
    return N_(
        "About {size} can go (parcels: {count}, days: {days}). Every coordinator has confirmed it.", **counted
    )
