"""What a check of a questionnaire file found: problems by place, changes that help, what does not work here.

It shows and asks; checking and keeping are for the screen.
"""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from monitor_app.errors import Flaw, FormRefused, MonitorError
from monitor_app.forms.mending import Fix
from monitor_app.operations.questionnaires import Checked
from monitor_app.text import N_, Message
from monitor_app.ui.models.rows import Row
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.row_list import RowList
from monitor_app.ui.widgets.speaking import Button

MOST_ROWS = 200
"""A broken file can have thousands of problems; nobody reads more than these at a time."""


class FormCheck(QWidget):
    """Three cards, each shown when it has something to say."""

    kept = Signal()
    dropped = Signal()
    mended = Signal()
    file_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        self._build_mending(column)
        self._build_problems(column)
        self._build_found(column)
        self.clear()

    def _build_mending(self, column: QVBoxLayout) -> None:
        self.mending = Card(
            N_("It would work after these changes"),
            N_("The file itself stays as it is. Only what Fieldwork reads from it changes."),
        )
        self.changes = RowList(N_("Changes that would help"), still=True)
        self.mend = Button(N_("Make these changes and check again"), "primary")
        self.mend.clicked.connect(self.mended)
        self.mending.add(self.changes)
        self.mending.add(self.mend, left=True)
        column.addWidget(self.mending)

    def _build_problems(self, column: QVBoxLayout) -> None:
        self.problems_card = Card(
            N_("What is wrong in the file"), N_("Correct these in the file, then add it again.")
        )
        self.problems = RowList(N_("Problems"), still=True)
        self.problems_card.add(self.problems)
        column.addWidget(self.problems_card)

    def _build_found(self, column: QVBoxLayout) -> None:
        self.found = Card("", "")
        self.remarks = RowList(N_("Remarks about this questionnaire"), still=True)
        self.keep = Button(N_("Use this questionnaire"), "primary")
        self.keep.clicked.connect(self.kept)
        self.drop = Button(N_("Do not use it"))
        self.drop.clicked.connect(self.dropped)
        self.add_file = Button(N_("Add a missing list"))
        self.add_file.clicked.connect(self.file_wanted)
        self.add_folder = Button(N_("Add the folder with its lists"))
        self.add_folder.clicked.connect(self.folder_wanted)
        row = Flow()
        for button in (self.keep, self.drop, self.add_file, self.add_folder):
            row.addWidget(button)
        self.found.add(self.remarks)
        self.found.rows.addLayout(row)
        column.addWidget(self.found)

    def clear(self) -> None:
        """Show nothing."""
        for card in (self.mending, self.problems_card, self.found):
            card.hide()

    def show_refused(self, error: MonitorError, fixes: Sequence[Fix]) -> None:
        """Show why a file cannot be used, and what would help."""
        self.clear()
        problems = error.problems if isinstance(error, FormRefused) else ()
        self.problems.show_rows(
            [_flaw_row(f"problem {at}", one) for at, one in enumerate(problems[:MOST_ROWS])]
        )
        self.problems_card.setVisible(bool(problems))
        self.changes.show_rows([Row(fix.name, fix.explanation) for fix in fixes])
        self.mending.setVisible(bool(fixes))
        if fixes:
            self.mend.setFocus()

    def show_checked(self, checked: Checked) -> None:
        """Show what can be used, and everything a person should know before."""
        self.clear()
        rows = _rows(checked)
        self.found.heading.say(checked.stored.title)
        self.found.heading.show()
        self.found.sentence.say(_verdict(len(rows)))
        self.found.sentence.show()
        self.remarks.show_rows(rows[:MOST_ROWS])
        self.remarks.setVisible(bool(rows))
        for button in (self.add_file, self.add_folder):
            button.setVisible(bool(checked.missing))
        self.found.show()
        self.keep.setFocus()


def _verdict(count: int) -> Message:
    if count > MOST_ROWS:
        return N_(
            "It can be used. Things to know: {count}, the first {shown} here.", count=count, shown=MOST_ROWS
        )
    if count:
        return N_("It can be used. Things to know: {count}", count=count)
    return N_("It can be used; everything in it works here.")


def _rows(checked: Checked) -> list[Row]:
    rows = [Row(f"mended {fix.name}", fix.explanation, N_("Changed"), "accent") for fix in checked.fixes]
    rows += [
        Row(
            f"hindrance {at}",
            one.question or checked.stored.title,
            N_("Does not work here"),
            "warn",
            (one.what,),
        )
        for at, one in enumerate(checked.hindrances)
    ]
    return rows + [_flaw_row(f"warning {at}", one) for at, one in enumerate(checked.warnings)]


def _flaw_row(key: str, flaw: Flaw) -> Row:
    return Row(key, flaw.what, sentences=(flaw.place,) if str(flaw.place) else ())
