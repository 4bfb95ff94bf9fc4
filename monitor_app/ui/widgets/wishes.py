"""Two wishes about one record, kept apart: use it no more, and erase it. Each says first what it does."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from monitor_app.operations.erasing import ErasureReason, Party, Wishes
from monitor_app.text import N_, Message
from monitor_app.ui.models.rows import Row
from monitor_app.ui.models.wordings import PARTIES
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.fields import ChoiceField, LineField, Tick
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.row_list import RowList
from monitor_app.ui.widgets.speaking import Button, Words

Stop = Callable[[tuple[Party, ...], str], None]
Erase = Callable[[ErasureReason], None]

_REASONS: dict[ErasureReason, Message] = {
    ErasureReason.ASKED: N_("The person asked for it"),
    ErasureReason.DANGER: N_("It puts somebody in danger"),
    ErasureReason.MISTAKE: N_("It was recorded by mistake"),
    ErasureReason.TIME_IS_UP: N_("The time to keep it is over"),
}
_ALL = ""


class WishesCard(Card):
    """`stop(uses, told)` and `erase(reason)` are called once a person confirmed; then `show_wishes` again."""

    def __init__(self, stop: Stop, erase: Erase, parent: QWidget | None = None) -> None:
        super().__init__(
            N_("What the person wishes"),
            N_("A person may take back their yes, or ask that the record is gone. These are two wishes."),
            parent,
        )
        self._stop, self._erase = stop, erase
        self._wishes: Wishes | None = None
        self.withdrawn = RowList(N_("What was taken back"), still=True)
        self.packages_words = Words(
            N_("These packages were made before and hold the record. Ask their recipients to delete it."),
            "warn",
        )
        self.packages = RowList(N_("Packages that hold this record"), still=True)
        for widget in (self.withdrawn, self.packages_words, self.packages):
            self.add(widget)
        self._build_buttons()
        self._build_stopping()
        self._build_erasing()
        self.calm()

    def show_wishes(self, wishes: Wishes) -> None:
        """Show what was wished so far and what may be done."""
        self._wishes = wishes
        self.withdrawn.show_rows([_taken_back(at, wishes) for at in range(len(wishes.withdrawn))])
        packages = wishes.reach.packages if wishes.withdrawn else ()
        self.packages.show_rows(
            [
                Row(one.subject, one.subject, PARTIES[one.audience][0], "warn", one.recipients)
                for one in packages
            ]
        )
        self.withdrawn.setVisible(bool(wishes.withdrawn))
        for widget in (self.packages_words, self.packages):
            widget.setVisible(bool(packages))
        self.reach.say(_told_reach(wishes))
        self.reach.setVisible(True)
        self._open(next((one for one in (self.stopping, self.erasing) if one.isVisibleTo(self)), None))

    def calm(self) -> None:
        """Ask nothing."""
        self._open(None)
        self.sure.box.setChecked(False)
        self.told.line.clear()
        self.use.choose(_ALL)

    def _build_buttons(self) -> None:
        self.begin_stop = Button(N_("Stop using it …"))
        self.begin_stop.clicked.connect(lambda: self._begin(self.stopping))
        self.begin_erase = Button(N_("Erase it …"))
        self.begin_erase.clicked.connect(lambda: self._begin(self.erasing))
        row = Flow()
        row.addWidget(self.begin_stop)
        row.addWidget(self.begin_erase)
        self.rows.addLayout(row)

    def _build_stopping(self) -> None:
        self.stopping = Card(
            N_("Stop using this record"),
            N_(
                "It stays here to be read. From now on it leaves in no package and no table, and it cannot be"
                " allowed again: whoever changes their mind is interviewed anew."
            ),
        )
        self.use = ChoiceField(N_("What was taken back?"))
        self.use.offer([(_ALL, N_("Everything")), *((one.value, PARTIES[one][0]) for one in PARTIES)])
        self.told = LineField(
            N_("Who was told?"), N_("A code name, if it was not you. Nothing of what was said.")
        )
        self.stop_now = Button(N_("Stop using it"), "primary")
        self.stop_now.clicked.connect(self._stopped)
        self.stopping.add(self.use)
        self.stopping.add(self.told)
        self.stopping.rows.addLayout(_row(self.stop_now, self._leave_button()))
        self.add(self.stopping)

    def _build_erasing(self) -> None:
        self.erasing = Card(
            N_("Erase this record"),
            N_(
                "Its answers, pictures and what was asked about it are deleted here now, and on the other"
                " devices of the project when they sync. That it existed, and when it was erased, stays noted."
            ),
        )
        self.reach = Words("", "muted")
        self.why = ChoiceField(N_("Why?"))
        self.why.offer([(one.value, words) for one, words in _REASONS.items()])
        self.sure = Tick(N_("I know that nobody can bring it back."))
        self.erase_now = Button(N_("Erase for good"), "danger")
        self.erase_now.clicked.connect(lambda: self._erase(ErasureReason(self.why.value())))
        self.sure.toggled.connect(self.erase_now.setEnabled)
        self.erase_now.setEnabled(False)
        for widget in (self.reach, self.why, self.sure):
            self.erasing.add(widget)
        self.erasing.rows.addLayout(_row(self.erase_now, self._leave_button()))
        self.add(self.erasing)

    def _leave_button(self) -> Button:
        button = Button(N_("Not now"))
        button.clicked.connect(self.calm)
        return button

    def _open(self, chosen: Card | None) -> None:
        for card in (self.stopping, self.erasing):
            card.setVisible(card is chosen)
        wishes = self._wishes
        is_all_taken_back = wishes is not None and any(not one.uses for one in wishes.withdrawn)
        self.begin_stop.setVisible(chosen is None and not is_all_taken_back)
        self.begin_erase.setVisible(chosen is None and (wishes is None or wishes.may_erase))

    def _begin(self, chosen: Card) -> None:
        self._open(chosen)
        (self.use if chosen is self.stopping else self.why).setFocus()

    def _stopped(self) -> None:
        use = self.use.value()
        self._stop((Party(use),) if use else (), self.told.text())


def _row(*buttons: Button) -> Flow:
    row = Flow()
    for button in buttons:
        row.addWidget(button)
    return row


def _taken_back(at: int, wishes: Wishes) -> Row:
    one = wishes.withdrawn[at]
    title = PARTIES[one.uses[0]][0] if one.uses else N_("Everything")
    told = (N_("{name} was told.", name=one.reported_to),) if one.reported_to else ()
    return Row(str(at), title, N_("Not used any more"), "warn", told)


def _told_reach(wishes: Wishes) -> Message:
    """Say what erasing does not reach."""
    if wishes.reach.packages:
        return N_(
            "It does not reach packages made before ({count}), backups made before, and sealed parcels in the"
            " shared place, which only coordinators can open.",
            count=len(wishes.reach.packages),
        )
    if wishes.reach.has_left:
        return N_(
            "It does not reach backups made before, and sealed parcels in the shared place, which only"
            " coordinators can open."
        )
    return N_("It does not reach backups made before.")
