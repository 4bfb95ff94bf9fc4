"""Opening a vault with two sheets, one's own or the organisation's; a new passphrase is set at once."""

from monitor_app.errors import MonitorError
from monitor_app.text import N_
from monitor_app.ui.jobs import Jobs
from monitor_app.ui.screens.base import Screen, Shell
from monitor_app.ui.ways_in.new_passphrase import NewPassphrase
from monitor_app.ui.ways_in.sheet_entry import SheetEntry
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.speaking import Button, Words


class Recover(Screen):
    """Two sheets, then a new passphrase, then the vault."""

    for_reading = True

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._jobs: Jobs | None = None
        self._build_sheets()
        self._build_passphrase()

    def _build_sheets(self) -> None:
        card = Card(
            N_("The words of two sheets"),
            N_("Any two of the three. The first four letters of each word are enough, and numbers do no harm."),
        )
        self.entries = (SheetEntry(N_("Words of one sheet")), SheetEntry(N_("Words of another sheet")))
        for entry in self.entries:
            card.add(entry)
            entry.checked.connect(self._allow)
        self.back = Button(N_("Back"), "quiet")
        self.back.clicked.connect(lambda: self.shell.go("unlock"))
        card.add(self.back, left=True)
        self.body.addWidget(card)

    def _build_passphrase(self) -> None:
        self.new = NewPassphrase(self.shell.entrance.offer_passphrase)
        self.go = Button(N_("Open the vault"), "primary", picture="lock")
        self.go.clicked.connect(self.recover)
        self.wait = Words(N_("Opening. This takes some seconds on purpose."), "muted")
        self.wait.hide()
        self.card = Card(
            N_("Your new passphrase"),
            N_(
                "It takes the place of the lost one, which opens nothing any more. The sheets stay as they are."
            ),
        )
        self.card.add(self.new)
        self.card.add(self.wait)
        row = Flow()
        row.addWidget(self.go)
        self.card.rows.addLayout(row)
        self.body.addWidget(self.card)

    def refresh(self) -> None:
        """Begin anew."""
        self.shell.entitle(N_("Open with recovery sheets"), N_("For when the passphrase is lost."))
        for entry in self.entries:
            entry.clear()
        self.new.begin()
        self.entries[0].setFocus()

    def _allow(self) -> None:
        self.card.setVisible(all(entry.is_whole for entry in self.entries))

    def recover(self) -> None:
        """Open the vault with what was typed."""
        if self._jobs is not None:
            return
        self.notice.hide()
        try:
            wanted = self.new.checked()
        except MonitorError as error:
            self.complain(error)
            return
        self._opening(is_opening=True)
        self._jobs = Jobs(self.shell.entrance.recover([entry.text() for entry in self.entries], wanted))
        self._jobs.opened(self, done=self._opened, failed=self._refused)

    def _opened(self) -> None:
        jobs, self._jobs = self._jobs, None
        self._opening(is_opening=False)
        self.new.forget()
        for entry in self.entries:
            entry.clear()
        if jobs is not None:
            self.shell.opened(jobs)

    def _refused(self, error: MonitorError) -> None:
        self._jobs = None
        self._opening(is_opening=False)
        self.complain(error)

    def _opening(self, *, is_opening: bool) -> None:
        self.wait.setVisible(is_opening)
        self.go.setEnabled(not is_opening)
