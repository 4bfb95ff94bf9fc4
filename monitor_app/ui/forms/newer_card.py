"""A newer version of the questionnaire: what going over would do, what could not go over, and the way back."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from monitor_app.operations.newer_versions import KeptLine, Newer
from monitor_app.text import N_, Message
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.speaking import Button, Words, look

_FEW = 4
_TITLES = (
    N_("A newer version of this questionnaire is here"),
    N_("This record is on the newer version now"),
    N_("This record keeps answers from an earlier version"),
)


class NewerCard(Card):
    """Offers to go over, then says what stayed behind. `wanted`: go over; `refused`: go back."""

    wanted = Signal()
    refused = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.go_over = Button(N_("Carry the answers over"))
        self.go_back = Button(N_("Take it back"))
        self.stay = Button(N_("Stay with this version"))
        self.more = Button(N_("Show them all"), "quiet")
        self.title = Words("", "strong")
        self.lines = QVBoxLayout()
        self.lines.setSpacing(10)
        self._kept: Sequence[KeptLine] = ()
        self._shown: list[QWidget] = []
        self.add(self.title)
        self.rows.addLayout(self.lines)
        self.add(self.more, left=True)
        row = Flow()
        for button in (self.go_over, self.stay, self.go_back):
            row.addWidget(button)
        self.rows.addLayout(row)
        self.go_over.clicked.connect(self.wanted)
        self.go_back.clicked.connect(self.refused)
        self.stay.clicked.connect(self.hide)
        self.more.clicked.connect(lambda: self._show_lines(len(self._kept)))
        self.hide()

    def offer(self, newer: Newer) -> None:
        """Offer a newer version, and say before what it would do."""
        if newer.kept:
            self.title.say(N_("These answers cannot go over. They stay with the record, and can be read here:"))
        self._say(
            _TITLES[0],
            N_(
                "Answers that go over as they are: {count}. You can also finish this record as it was begun.",
                count=newer.carried,
            ),
            newer.kept,
        )
        self._arrange(self.go_over, self.stay)
        self._show_lines(_FEW)

    def tell(self, kept: Sequence[KeptLine], *, can_go_back: bool) -> None:
        """Say what stayed behind; none, and no way back, hides the card."""
        self.title.say(N_("These answers could not go over. They leave with the record, and are not lost:"))
        if can_go_back:
            sentence = N_(
                "Until you answer a question here you can take it back to the version it was begun with."
            )
            self._say(_TITLES[1], sentence, kept)
            self._arrange(self.go_back)
            self._show_lines(_FEW)
        elif kept:
            self._say(_TITLES[2], "", kept)
            self._arrange()
            self._show_lines(0)
        else:
            self.hide()

    def gone_on(self) -> None:
        """Take the way back away: somebody answered."""
        if self.go_back.isVisibleTo(self):
            self.tell(self._kept, can_go_back=False)

    def _say(self, heading: Message, sentence: Message | str, kept: Sequence[KeptLine]) -> None:
        self._kept = kept
        look(self, "card")
        self.heading.say(heading)
        self.heading.show()
        self.sentence.say(sentence)
        self.sentence.setVisible(bool(sentence))
        self.title.setVisible(bool(kept))

    def _arrange(self, *buttons: Button) -> None:
        for button in (self.go_over, self.stay, self.go_back):
            button.setVisible(button in buttons)
        self.show()

    def _show_lines(self, most: int) -> None:
        for line in self._shown:
            line.hide()
            line.deleteLater()
        self._shown = [_line(one) for one in self._kept[:most]]
        for line in self._shown:
            self.lines.addWidget(line)
        self.title.setVisible(bool(self._shown))
        rest = len(self._kept) - len(self._shown)
        self.more.say(N_("Show them all ({count})", count=len(self._kept)))
        self.more.setVisible(rest > 0)


def _line(kept: KeptLine) -> QWidget:
    place = QWidget()
    rows = QVBoxLayout(place)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(2)
    rows.addWidget(Words(kept.question, "muted"))
    rows.addWidget(Words(kept.answer))
    rows.addWidget(Words(kept.why, "muted"))
    return place
