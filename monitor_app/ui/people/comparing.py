"""Compares the number with a newcomer, then asks for its rights and how long it belongs."""

from PySide6.QtCore import Signal

from monitor_app.domain.people import Right
from monitor_app.operations import projects
from monitor_app.operations.projects import Applicant
from monitor_app.text import N_
from monitor_app.ui.saying import in_threes
from monitor_app.ui.screens.base import Screen
from monitor_app.ui.translation import tr
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.fields import ChoiceField, Tick
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.speaking import Button, Words

_RIGHTS = {
    "monitor": (Right.MONITOR,),
    "coordinator": (Right.MONITOR, Right.COORDINATOR),
    "archive": (Right.ARCHIVE,),
}
_DAYS = {"": 0, "90": 90, "365": 365}
_DAY_MS = 24 * 60 * 60 * 1000


class Comparing(Card):
    """Shown while a newcomer waits for two people to compare. `ended` tells that this is over."""

    ended = Signal()

    def __init__(self, screen: Screen) -> None:
        super().__init__(
            N_("Compare the number"),
            N_("Call or meet the person and let them read their number aloud. Every digit must be the same."),
        )
        self._screen = screen
        self.applicant: Applicant | None = None
        self.applicant_name = Words("", "strong")
        self.number = Words("", "passphrase")
        self.rights = ChoiceField(N_("What this person does"))
        self.rights.offer(
            [
                ("monitor", N_("Records interviews and observations")),
                ("coordinator", N_("Coordinates, too: reads everything and decides")),
                ("archive", N_("Keeps an archive: reads everything, changes nothing")),
            ]
        )
        self.until = ChoiceField(
            N_("For how long"), N_("Afterwards it cannot send any more. It can still record.")
        )
        self.until.offer([("", N_("Without end")), ("90", N_("Three months")), ("365", N_("One year"))])
        self.same = Tick(N_("I heard this number from the person, and all thirty digits are the same."))
        self.accept = Button(N_("The numbers are the same: accept"), "primary")
        self.accept.clicked.connect(self._accept)
        self.same.toggled.connect(self.accept.setEnabled)
        self.refuse = Button(N_("They differ: do not accept"), "danger")
        self.refuse.clicked.connect(self._refuse)
        for widget in (self.applicant_name, self.number, self.rights, self.until, self.same):
            self.add(widget)
        row = Flow()
        row.addWidget(self.accept)
        row.addWidget(self.refuse)
        self.rows.addLayout(row)

    def show_applicant(self, applicant: Applicant | None) -> None:
        """Begin with a newcomer, or end."""
        self.applicant = applicant
        self.setVisible(applicant is not None)
        self.same.box.setChecked(False)
        self.accept.setEnabled(False)
        self.rights.choose("monitor")
        self.until.choose("")
        if applicant is not None:
            self.applicant_name.say(N_("Code name: {name}", name=applicant.name))
            self.number.say(in_threes(applicant.fingerprint))
            self.number.setAccessibleName(tr(N_("Number to compare: {number}", number=applicant.fingerprint)))
            self.same.setFocus()

    def _accept(self) -> None:
        applicant = self.applicant
        if applicant is None or not self.same.is_ticked():
            return
        rights, days = _RIGHTS[self.rights.value()], _DAYS[self.until.value()]
        self._screen.jobs.write(
            self._screen,
            lambda desk: projects.accept(
                desk, applicant, rights=rights, until_ms=desk.now() + days * _DAY_MS if days else 0
            ),
            done=lambda is_on: self._accepted(applicant.name, is_on=is_on),
        )

    def _accepted(self, name: str, *, is_on: bool) -> None:
        self.ended.emit()
        if is_on:
            self._screen.notice.tell(
                N_("{name} is on the list now.", name=name),
                N_("Sync, so that their device hears of it and gets questionnaires and factories."),
                style="ok",
            )
        else:
            self._screen.notice.tell(
                N_("{name} is proposed for the list.", name=name),
                N_("Sync. The coordinator who holds the list puts the device on it."),
                style="ok",
            )

    def _refuse(self) -> None:
        self.ended.emit()
        self._screen.notice.tell(
            N_("The reply was not accepted."),
            N_("Somebody may have changed it on the way. Make a new invitation and hand it over in person."),
            style="warn",
        )
