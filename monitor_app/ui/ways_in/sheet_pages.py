"""Three new sheets, shown one at a time; then two of them are typed back from paper, which tries them."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from monitor_app.errors import MonitorError
from monitor_app.operations import recovering
from monitor_app.operations.recovering import NewSheets, Sheet
from monitor_app.text import N_
from monitor_app.ui.translation import tr
from monitor_app.ui.ways_in import paper
from monitor_app.ui.ways_in.paper import COLUMNS, AskedPrinter, Paper
from monitor_app.ui.ways_in.sheet_entry import SheetEntry
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.files import Files
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.speaking import Button, Words


class SheetPages(QStackedWidget):
    """Hands out sheets. `typed` carries the two texts typed back; `left` tells that it was given up."""

    typed = Signal(list)
    left = Signal()

    def __init__(self, files: Callable[[], Files], complain: Callable[[MonitorError], None]) -> None:
        super().__init__()
        self.paper: Paper = AskedPrinter()
        self._files, self._complain = files, complain
        self._new: NewSheets | None = None
        self._at = 0
        self.card = Card("", "")
        self.words = QWidget()
        self._grid = QGridLayout(self.words)
        self.addWidget(self._build_sheet())
        self.addWidget(self._build_trying())

    def begin(self, new: NewSheets) -> None:
        """Show the first of these sheets."""
        self._new = new
        self._show(0)

    def forget(self) -> None:
        """Leave nothing of the sheets on the screen."""
        self._new = None
        self._fill(())
        for entry in self.entries:
            entry.clear()

    def _build_sheet(self) -> QWidget:
        self.next = Button(N_("I have this sheet on paper"), "primary", picture="next")
        self.next.clicked.connect(lambda: self._show(self._at + 1))
        self.print_out = Button(N_("Print"))
        self.print_out.clicked.connect(self._print)
        self.save = Button(N_("Save as a file"))
        self.save.clicked.connect(self._save)
        self.back = Button(N_("Back"), "quiet")
        self.back.clicked.connect(lambda: self._show(self._at - 1))
        self.words.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # the words are English
        self.card.add(self.words)
        self.card.add(
            Words(
                N_(
                    "Writing by hand is safest. A printer may remember what it printed, and a file lies there "
                    "for everyone who opens this device: print it elsewhere, then delete it."
                ),
                "muted",
            )
        )
        row = Flow()
        for button in (self.next, self.print_out, self.save, self.back):
            row.addWidget(button)
        self.card.rows.addLayout(row)
        return _column(self.card)

    def _build_trying(self) -> QWidget:
        card = Card(
            N_("Try them now"),
            N_("Type the words of any two sheets from the paper. What was never tried may fail in need."),
        )
        self.entries = (SheetEntry(N_("Words of one sheet")), SheetEntry(N_("Words of another sheet")))
        for entry in self.entries:
            card.add(entry)
            entry.checked.connect(self._allow)
        self.go = Button(N_("Try these two sheets"), "primary")
        self.go.clicked.connect(lambda: self.typed.emit([entry.text() for entry in self.entries]))
        self.look_again = Button(N_("Show the sheets again"), "quiet")
        self.look_again.clicked.connect(lambda: self._show(0))
        row = Flow()
        row.addWidget(self.go)
        row.addWidget(self.look_again)
        card.rows.addLayout(row)
        self._allow()
        return _column(card)

    def _allow(self) -> None:
        self.go.setEnabled(all(entry.is_whole for entry in self.entries))

    def _show(self, at: int) -> None:
        if self._new is None or at < 0:
            self.left.emit()
            return
        self._at = at
        if at == len(self._new.sheets):
            self._fill(())
            self.setCurrentIndex(1)
            self.entries[0].setFocus()
            return
        sheet = self._new.sheets[at]
        title, *lines = recovering.about(sheet)
        self.card.heading.say(title)
        self.card.heading.show()
        self.card.sentence.say("\n".join(map(tr, lines)))
        self.card.sentence.show()
        self._fill(sheet.words)
        self.setCurrentIndex(0)
        self.next.setFocus()

    def _fill(self, words: tuple[str, ...]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)  # out of sight at once, not only when Qt finds the time
                widget.deleteLater()
        for place, word in enumerate(words):
            label = Words(f"{place + 1}. {word}", "strong")
            label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            self._grid.addWidget(label, place // COLUMNS, place % COLUMNS)

    def _sheet(self) -> Sheet | None:
        return self._new.sheets[self._at] if self._new is not None else None

    def _print(self) -> None:
        if sheet := self._sheet():
            self.paper.print_out(self, sheet)

    def _save(self) -> None:
        sheet = self._sheet()
        place = self._files().new_file(self, N_("Where to write the sheet"), f"sheet-{self._at + 1}.txt")
        if sheet is None or place is None:
            return
        try:
            paper.save(place, sheet)
        except MonitorError as error:
            self._complain(error)


def _column(card: Card) -> QWidget:
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(card)
    layout.addStretch(1)
    return holder
