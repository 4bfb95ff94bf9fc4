"""The project's root key: hands out its three sheets, and takes the list over with two of them."""

from monitor_app.operations import root
from monitor_app.operations.changes import NOTHING
from monitor_app.operations.recovering import NewSheets
from monitor_app.text import N_
from monitor_app.ui.screens.base import Screen
from monitor_app.ui.ways_in.sheet_entry import SheetEntry
from monitor_app.ui.ways_in.sheet_pages import SheetPages
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.files import AskedFiles, Files
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.speaking import Button


class RootCard(Card):
    """For the founder until the sheets are made; for other coordinators, to take the list over in need."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(
            N_("The project's three sheets"),
            N_("Two of them let a coordinator hold the list when its holder's device is gone."),
        )
        self._screen = screen
        self.files: Files = AskedFiles()
        self.make = Button(N_("Make the three sheets"))
        self.make.clicked.connect(self._make)
        self.take = Button(N_("Take the list over with two sheets"))
        self.take.clicked.connect(lambda: self._type(wanted=True))
        self.pages = SheetPages(lambda: self.files, screen.complain)
        self.pages.typed.connect(self._try)
        self.pages.left.connect(self._close)
        self.entries = (SheetEntry(N_("Words of one sheet")), SheetEntry(N_("Words of another sheet")))
        self.go = Button(N_("Take the list over"), "danger")
        self.go.clicked.connect(self._take_over)
        row = Flow()
        for button in (self.make, self.take):
            row.addWidget(button)
        self.rows.addLayout(row)
        self.add(self.pages)
        for entry in self.entries:
            entry.checked.connect(self._allow)
            self.add(entry)
        self.add(self.go, left=True)
        self._close()

    def show_root(self, *, is_here: bool, is_holder: bool, coordinates: bool) -> None:
        """Show what this device may do with the root key."""
        self.setVisible(coordinates and (is_here or not is_holder))
        self.make.setVisible(is_here and self.pages.isHidden())
        self.take.setVisible(not is_holder and self.go.isHidden())

    def _make(self) -> None:
        self._screen.jobs.write(self._screen, lambda desk: (root.sheets(desk), NOTHING), done=self._hand_out)

    def _hand_out(self, new: NewSheets) -> None:
        self.make.hide()
        self.pages.begin(new)
        self.pages.show()

    def _try(self, typed: list[str]) -> None:
        self._screen.jobs.write(
            self._screen, lambda desk: root.hand_to_sheets(desk, typed), done=lambda _: self._handed()
        )

    def _handed(self) -> None:
        self._close()
        self._screen.notice.tell(
            N_("The root key is on the sheets alone now."),
            N_("Give them to three people who do not live together."),
            style="ok",
        )

    def _type(self, *, wanted: bool) -> None:
        for entry in self.entries:
            entry.setVisible(wanted)
        self.go.setVisible(wanted)
        self.take.setVisible(not wanted)
        self._allow()

    def _allow(self) -> None:
        self.go.setEnabled(all(entry.is_whole for entry in self.entries))

    def _take_over(self) -> None:
        typed = [entry.text() for entry in self.entries]
        self._screen.jobs.write(
            self._screen,
            lambda desk: root.take_over(desk, typed),
            done=lambda _: self._screen.notice.tell(
                N_("This device holds the list now."), N_("Sync, so that everybody hears of it."), style="ok"
            ),
        )
        self._close()

    def _close(self) -> None:
        """Leave nothing of any sheet on the screen."""
        self.pages.forget()
        self.pages.hide()
        for entry in self.entries:
            entry.clear()
            entry.hide()
        self.go.hide()
        self.make.show()
        self.take.show()
