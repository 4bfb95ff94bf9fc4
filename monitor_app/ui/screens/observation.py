"""An observation: begin one at a factory, bring in pictures, answer its questions."""

from dataclasses import dataclass
from typing import ClassVar

from monitor_app.domain.events import Photo, RecordKind
from monitor_app.operations import browsing, collecting, observing, questionnaires
from monitor_app.operations.browsing import DraftSummary
from monitor_app.operations.changes import Topic
from monitor_app.operations.desk import Desk
from monitor_app.operations.observing import SiteRow
from monitor_app.operations.questionnaires import QuestionnaireRow
from monitor_app.text import N_, Message
from monitor_app.ui.models.rows import Row
from monitor_app.ui.screens.base import Failed, Screen, Shell, Then
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.fields import ChoiceField
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.guide_link import link_to_guide
from monitor_app.ui.widgets.picture_import import PictureImport
from monitor_app.ui.widgets.pictures import Pictures
from monitor_app.ui.widgets.row_list import RowList
from monitor_app.ui.widgets.speaking import Button, look

_NO_SITE: tuple[str, Message] = ("", N_("I name it later"))


@dataclass(frozen=True)
class _Start:
    drafts: list[DraftSummary]
    forms: list[QuestionnaireRow]
    sites: list[SiteRow]


@dataclass(frozen=True)
class _Draft:
    summary: DraftSummary | None
    photos: tuple[Photo, ...]
    sites: list[SiteRow]


class Observation(Screen):
    """Answers what was seen at a factory, with pictures."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.DRAFTS, Topic.SITES, Topic.QUESTIONNAIRES})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._draft = ""
        self._build_start()
        self._build_draft()
        link_to_guide(self.body, shell, "observation-and-photos")

    def enter(self, subject: str = "") -> None:
        """Begin one, or go on with the draft of this id."""
        self._draft = subject
        self.notice.dismiss()
        self.pictures_in.start_over(subject)
        self.refresh()

    def leave(self, then: Then, failed: Failed) -> None:
        """Stop taking in pictures; those taken in are kept."""
        self.pictures_in.stop()
        super().leave(then, failed)

    def refresh(self) -> None:
        """Read again what is there."""
        is_one = bool(self._draft)
        self.opened_card.setVisible(False)
        self.start_card.setVisible(not is_one)
        for widget in (self.draft_card, self.photos_card, self.pictures_in):
            widget.setVisible(is_one)
        if is_one:
            self.jobs.read(self, lambda desk: _read_draft(desk, self._draft), done=self._show_draft)
        else:
            self.shell.entitle(N_("Observation"), N_("What you saw yourself, from where you may be."))
            self.jobs.read(self, _read_start, done=self._show_start)

    def _build_start(self) -> None:
        self.opened_card = Card(N_("Unfinished observations"), N_("Open one with Enter or a double click."))
        self.opened = RowList(N_("Unfinished observations"))
        self.opened.opened.connect(lambda draft: self.shell.go("observation", draft))
        self.opened_card.add(self.opened)
        self.start_card = Card(
            N_("Start an observation"), N_("Your safety comes first. A visit that is not safe is not made.")
        )
        self.form = ChoiceField(N_("Questionnaire"))
        self.site = ChoiceField(N_("Factory"))
        self.start = Button(N_("Start the observation"), "primary", picture="plus")
        self.start.clicked.connect(self._start)
        self.add_site = Button(N_("Add a factory"))
        self.add_site.clicked.connect(lambda: self.shell.go("sites"))
        row = Flow()
        row.addWidget(self.start)
        row.addWidget(self.add_site)
        self.start_card.add(self.form)
        self.start_card.add(self.site)
        self.start_card.rows.addLayout(row)
        self.body.addWidget(self.opened_card)
        self.body.addWidget(self.start_card)

    def _build_draft(self) -> None:
        self.draft_card = Card("", "")
        self.draft_site = ChoiceField(N_("Factory"))
        self.draft_site.chosen.connect(self._set_site)
        self.questions = Button(N_("Answer the questions"), "primary")
        self.questions.clicked.connect(lambda: self.shell.go("interview", self._draft))
        self.draft_card.add(self.draft_site)
        self.draft_card.add(self.questions, left=True)
        self.photos_card = Card(N_("Pictures in this observation"), "")
        self.photos = Pictures(self.jobs)
        self.photos_card.add(self.photos)
        self.pictures_in = PictureImport(self)
        self.pictures_in.at_hand.connect(lambda some: look(self.questions, "" if some else "primary"))
        for widget in (self.draft_card, self.pictures_in, self.photos_card):
            self.body.addWidget(widget)

    def _show_start(self, found: _Start) -> None:
        self.opened.show_rows([_row(one) for one in found.drafts])
        self.opened_card.setVisible(bool(found.drafts))
        self.form.offer([(one.digest, one.title) for one in found.forms])
        self.form.setVisible(len(found.forms) != 1)
        self.site.offer([_NO_SITE, *((one.id, one.name) for one in found.sites)])
        self.start.setEnabled(bool(found.forms))
        if not found.forms:
            self.notice.tell(
                N_("No observation questionnaire is ready yet."),
                N_("Wait a moment, or add one under Questionnaires."),
            )

    def _start(self) -> None:
        digest, site = self.form.value(), self.site.value()
        self.jobs.write(
            self,
            lambda desk: collecting.begin(desk, digest, site=site),
            done=lambda begun: self.shell.go("observation", begun.draft_id),
        )

    def _show_draft(self, found: _Draft) -> None:
        if not self.isVisible():  # it was left while this was read
            return
        one = found.summary
        if one is None:
            self.shell.go("observation")
            return
        self.shell.entitle(N_("Observation {code}", code=one.pseudonym), one.form_title)
        self.draft_card.heading.say(N_("Answers kept: {count}", count=one.answered))
        self.draft_card.heading.show()
        self.draft_site.offer([_NO_SITE, *((site.id, site.name) for site in found.sites)])
        self.draft_site.choose(one.site)
        self.photos.show_photos(found.photos)
        self.photos_card.sentence.say(
            N_("Taken in and sealed: {count}", count=len(found.photos))
            if found.photos
            else N_("None taken in yet.")
        )
        self.photos_card.sentence.show()

    def _set_site(self, site: str) -> None:
        draft = self._draft
        self.jobs.write(self, lambda desk: collecting.set_site(desk, draft, site))


def _read_start(desk: Desk) -> _Start:
    return _Start(
        drafts=[one for one in browsing.today(desk).drafts if one.record_kind is RecordKind.OBSERVATION],
        forms=[
            one
            for one in questionnaires.available(desk)
            if one.kind is RecordKind.OBSERVATION and one.is_newest
        ],
        sites=observing.sites(desk),
    )


def _read_draft(desk: Desk, draft_id: str) -> _Draft:
    summary = next((one for one in browsing.today(desk).drafts if one.id == draft_id), None)
    photos = collecting.photos(desk, draft_id) if summary is not None else ()
    return _Draft(summary, photos, observing.sites(desk))


def _row(draft: DraftSummary) -> Row:
    where = N_("At {factory}.", factory=draft.site_name) if draft.site_name else N_("No factory named yet.")
    kept = N_("Answers kept: {count}", count=draft.answered)
    return Row(draft.id, draft.pseudonym, kept, "ok", (where,))
