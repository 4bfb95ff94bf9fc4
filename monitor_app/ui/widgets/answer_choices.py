"""What is asked before answers leave: which questionnaire, who reads them, which file, sealed or clear."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from monitor_app.operations.answers import Format, Layout, Questionnaire, Reader, Request
from monitor_app.text import N_, Message
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.fields import ChoiceField, LineField, Tick
from monitor_app.ui.widgets.recipients import Recipients
from monitor_app.ui.widgets.speaking import Words

READERS: Mapping[Reader, tuple[Message, Message]] = {
    Reader.OURS: (
        N_("Our own organisation"),
        N_("All answers but the identity part and feelings, of workers who let us count what they say."),
    ),
    Reader.PARTNERS: (
        N_("Other monitoring organisations"),
        N_("Choices and numbers only, of workers who said yes to it. No free words, times or pseudonyms."),
    ),
    Reader.WORKERS: (
        N_("The workers' own union or group"),
        N_("Choices and numbers only, of workers who said yes to it. No free words, times or pseudonyms."),
    ),
}
FORMATS: Mapping[Format, Message] = {
    Format.CSV: N_("Tables as CSV, of any size"),
    Format.XLSX: N_("Tables in one workbook, up to 2 million cells"),
    Format.XML: N_("Submissions with pictures, as ODK and Kobo keep them"),
}
_NAMES, _OWN = "names", "own"


class AnswerChoices(QWidget):
    """Everything a request needs. `changed` when any of it changes."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: dict[str, Questionnaire] = {}
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(16)
        self.what = self._build_what()
        self.recipients = Recipients()
        self.clear = self._build_clear()
        for widget in (self.what, self.recipients, self.clear):
            rows.addWidget(widget)
        for field in (self.form, self.reader, self.format, self.words):
            field.chosen.connect(lambda _: self._follow())
        for tick in (self.split, self.mark, self.in_clear):
            tick.toggled.connect(lambda _: self._follow())
        self.recipients.changed.connect(self.changed)
        self.reason.line.textChanged.connect(lambda _: self.changed.emit())
        self._follow()

    def _build_what(self) -> Card:
        card = Card(N_("Which answers, and for whom?"))
        self.form = ChoiceField(N_("Questionnaire"))
        self.reader = ChoiceField(N_("Who will read them"))
        self.reader.offer([(reader.value, words) for reader, (words, _) in READERS.items()])
        self.told = Words("", "muted")
        self.format = ChoiceField(N_("What the file is"))
        self.format.offer([(kind.value, words) for kind, words in FORMATS.items()])
        self.words = ChoiceField(N_("Heads and choices"))
        self.split = Tick(N_("A column of 0 and 1 for each choice where several may be chosen"))
        self.mark = Tick(N_("Begin with the mark that Excel needs to read every script"), is_ticked=True)
        for widget in (self.form, self.reader, self.told, self.format, self.words, self.split, self.mark):
            card.add(widget)
        return card

    def _build_clear(self) -> Card:
        card = Card()
        self.in_clear = Tick(N_("Write it in clear instead. Whoever gets hold of the file can read all of it."))
        self.reason = LineField(N_("Why must it be in clear?"), N_("The reason is kept in the custody log."))
        card.add(self.in_clear)
        card.add(self.reason)
        return card

    def offer(self, known: Sequence[Questionnaire]) -> None:
        """Offer these questionnaires; what was chosen stays chosen."""
        self._known = {one.form_id: one for one in known}
        self.form.offer([(one.form_id, one.title) for one in known])
        self._follow()

    def start_over(self) -> None:
        """Forget the keys, and that it was to be in clear."""
        self.recipients.start_over()
        self.in_clear.box.setChecked(False)
        self.reason.put("")

    def is_in_clear(self) -> bool:
        """Say whether the file would be written in clear."""
        return self.in_clear.is_ticked()

    def request(self) -> Request:
        """Return what is asked for."""
        words = self.words.value()
        return Request(
            form_id=self.form.value(),
            format=Format(self.format.value()),
            reader=Reader(self.reader.value()),
            layout=Layout(
                language=words if words not in (_NAMES, _OWN) else "",
                labels=words != _NAMES,
                split=self.split.is_ticked(),
            ),
            recipients=() if self.is_in_clear() else self.recipients.keys(),
            reason=self.reason.text() if self.is_in_clear() else "",
            byte_order=self.mark.is_ticked(),
        )

    def _follow(self) -> None:
        """Show what fits what was chosen."""
        known = self._known.get(self.form.value())
        languages: list[tuple[str, Message | str]] = [(one, one) for one in known.languages] if known else []
        own: list[tuple[str, Message | str]] = [] if languages else [(_OWN, N_("The words of the questions"))]
        names = (_NAMES, N_("The short names in the questionnaire"))
        self.words.offer([names, *languages, *own])
        kind = Format(self.format.value())
        self.words.setVisible(kind is not Format.XML)
        self.split.setVisible(kind is not Format.XML)
        self.mark.setVisible(kind is Format.CSV)
        self.told.say(READERS[Reader(self.reader.value())][1])
        self.recipients.setVisible(not self.is_in_clear())
        self.reason.setVisible(self.is_in_clear())
        self.changed.emit()
