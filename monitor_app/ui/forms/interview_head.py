"""The line above a questionnaire: how much is answered, the languages, and the outline."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from monitor_app.text import N_
from monitor_app.ui.forms.wording import Wording
from monitor_app.ui.translation import bus, tr
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.speaking import Button, Pill, Words


class InterviewHead(QWidget):
    """Language choices and the state of the record; asks, decides nothing."""

    language_chosen = Signal(str)
    second_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places: list[QWidget] = []
        self.outline = Button(N_("Outline"), picture="outline")
        self.outline.setCheckable(True)
        self.answered = Pill("", "neutral")
        self.language = QComboBox()
        self.second = QComboBox()
        row = Flow(self, spacing=10)
        row.addWidget(self.outline)
        row.addWidget(self.answered)
        for words, box in ((N_("Language"), self.language), (N_("Second language"), self.second)):
            place = _named(Words(words, "muted"), box)
            self._places.append(place)
            row.addWidget(place)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.language.activated.connect(lambda: self.language_chosen.emit(str(self.language.currentData())))
        self.second.activated.connect(lambda: self.second_chosen.emit(str(self.second.currentData())))
        bus.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language of now."""
        self.language.setAccessibleName(tr(N_("Language of the questions")))
        self.second.setAccessibleName(tr(N_("Second language under each question")))
        if self.second.count():
            self.second.setItemText(0, tr(N_("None")))

    def show_languages(self, languages: tuple[str, ...], wording: Wording) -> None:
        """Offer a questionnaire's languages."""
        self.language.clear()
        self.second.clear()
        self.second.addItem(tr(N_("None")), "")
        for language in languages:
            self.language.addItem(language, language)
            self.second.addItem(language, language)
        self.language.setCurrentIndex(max(self.language.findData(wording.language), 0))
        self.second.setCurrentIndex(max(self.second.findData(wording.second), 0))
        for place in self._places:
            place.setVisible(len(languages) > 1)

    def show_counts(self, answered: int, questions: int) -> None:
        """Say how much is answered."""
        self.answered.say(N_("{answered} of {questions} answered", answered=answered, questions=questions))


def _named(words: Words, box: QComboBox) -> QWidget:
    place = QWidget()
    row = QHBoxLayout(place)
    row.setContentsMargins(0, 0, 0, 0)
    words.setWordWrap(False)
    row.addWidget(words)
    row.addWidget(box)
    return place
