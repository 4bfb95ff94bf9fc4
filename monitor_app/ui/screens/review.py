"""One record to read and decide about: for a coordinator, and for the monitor who wrote it."""

from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout

from monitor_app.domain.people import Right
from monitor_app.domain.reviewing import Decision
from monitor_app.errors import BadInput, MonitorError
from monitor_app.operations import browsing, collecting, erasing, projects, reviewing, transcript
from monitor_app.operations.browsing import RecordView
from monitor_app.operations.changes import Topic
from monitor_app.operations.desk import Desk
from monitor_app.operations.erasing import ErasureReason, Party, Wishes
from monitor_app.operations.transcript import Transcript
from monitor_app.text import N_, Message
from monitor_app.ui.jotting import Jotting
from monitor_app.ui.models.rows import Row
from monitor_app.ui.models.wordings import DECISIONS, STATES, age
from monitor_app.ui.saying import spoken
from monitor_app.ui.screens.base import Failed, Screen, Shell, Then
from monitor_app.ui.screens.records import record_row
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.fields import ChoiceField, TextField
from monitor_app.ui.widgets.files_card import FilesCard
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.guide_link import link_to_guide
from monitor_app.ui.widgets.identity_card import IdentityCard
from monitor_app.ui.widgets.pictures import Pictures
from monitor_app.ui.widgets.row_list import RowList
from monitor_app.ui.widgets.speaking import Button
from monitor_app.ui.widgets.transcript_view import TranscriptView
from monitor_app.ui.widgets.wishes import WishesCard

_DONE: dict[Decision, Message] = {
    Decision.ACCEPTED: N_("The record is accepted."),
    Decision.QUERIED: N_("The question goes to the monitor at the next sync."),
    Decision.SET_ASIDE: N_("The record is set aside. It is kept, and no finding should rest on it."),
}


@dataclass(frozen=True)
class _Opened:
    view: RecordView
    text: Transcript | None
    refusal: MonitorError | None
    is_coordinator: bool
    is_mine: bool
    is_removed: bool
    now_ms: int
    wishes: Wishes


class Review(Screen):
    """Answers what this record says and whether it can be relied on."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.RECORDS, Topic.SYNC, Topic.FINDINGS})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._record = self._root = self._language = ""
        self._shown: _Opened | None = None
        self._build_head()
        self._build_text()
        link_to_guide(self.body, shell, "review-and-findings")
        link_to_guide(self.wishes.rows, shell, "taking-back").say(N_("About these two wishes"))
        self._build_bar()
        self.jotting = Jotting(self, {"question": self.question})

    def enter(self, subject: str = "") -> None:
        """Show a record."""
        self._record, self._root, self._language = subject, "", ""
        self.identity.shut()
        self.notice.dismiss()
        self.question.area.clear()
        self.wishes.calm()
        self._ask(asking=False)
        self.jotting.begin(f"review/{subject}")
        self.refresh()

    def leave(self, then: Then, failed: Failed) -> None:
        """Close the identity part, keep an unsent question."""
        self.identity.shut()
        self.jotting.keep(then, failed)

    def refresh(self) -> None:
        """Read the record again."""
        record, root, language = self._record, self._root, self._language
        self.jobs.read(self, lambda desk: _open(desk, record, root, language), done=self._show)

    def _build_head(self) -> None:
        self.head = RowList(N_("This record"), still=True)
        self.query = Card(N_("Your coordinator asks"), "")
        self.versions_card = Card(
            N_("Versions of this record"),
            N_("Nothing is overwritten. Choose one to read it; you decide about that one."),
        )
        self.versions = RowList(N_("Versions"))
        self.versions.opened.connect(self._choose_version)
        self.versions_card.add(self.versions)
        for widget in (self.head, self.query, self.versions_card):
            self.body.addWidget(widget)

    def _build_text(self) -> None:
        self.language = ChoiceField(N_("Show the questions in"))
        self.language.chosen.connect(self._speak)
        self.text = TranscriptView()
        self.pictures_card = Card(N_("Pictures"), N_("Copies without place, time or camera in them."))
        self.pictures = Pictures(self.jobs)
        self.pictures_card.add(self.pictures)
        self.files = FilesCard(lambda: self.jobs)
        self.files.saved.connect(self._copied)
        self.identity = IdentityCard(lambda: self.jobs)
        self.history_card = Card(N_("What was decided so far"))
        self.history = RowList(N_("Decisions"), still=True)
        self.history_card.add(self.history)
        self.wishes = WishesCard(self._stop_using, self._erase)
        for widget in (
            self.language,
            self.text,
            self.pictures_card,
            self.files,
            self.identity,
            self.history_card,
            self.wishes,
        ):
            self.body.addWidget(widget)

    def _build_bar(self) -> None:
        self.accept = Button(N_("Accept"), "primary", picture="tick")
        self.accept.clicked.connect(lambda: self._decide(Decision.ACCEPTED))
        self.ask = Button(N_("Ask back"))
        self.ask.clicked.connect(lambda: self._ask(asking=True))
        self.set_aside = Button(N_("Set aside"))
        self.set_aside.clicked.connect(lambda: self._decide(Decision.SET_ASIDE))
        self.use = Button(N_("Use in a finding"))
        self.use.clicked.connect(lambda: self.shell.go("finding", f"with:{self._record}"))
        self.change = Button(N_("Change this record"), "primary")
        self.change.clicked.connect(self._revise)
        self.back = Button(N_("All records"), "quiet", picture="back")
        self.back.clicked.connect(lambda: self.shell.go("records"))
        self.buttons = Flow()
        for button in (self.accept, self.ask, self.set_aside, self.use, self.change, self.back):
            self.buttons.addWidget(button)
        self._build_question()
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)
        outer.addWidget(self.question_card)
        outer.addLayout(self.buttons)

    def _build_question(self) -> None:
        self.question_card = Card()
        self.question = TextField(N_("What should the monitor find out?"), lines=2)
        self.send = Button(N_("Send the question"), "primary")
        self.send.clicked.connect(lambda: self._decide(Decision.QUERIED, self.question.text()))
        self.no_question = Button(N_("Not now"))
        self.no_question.clicked.connect(lambda: self._ask(asking=False))
        row = Flow()
        row.addWidget(self.send)
        row.addWidget(self.no_question)
        self.question_card.add(self.question)
        self.question_card.rows.addLayout(row)

    def _show(self, opened: _Opened) -> None:
        if not self.isVisible():  # it was left while this was read
            return
        self._shown = opened
        row, text = opened.view.row, opened.text
        self.shell.entitle(row.pseudonym, text.title if text else row.form_title)
        self.head.show_rows([record_row(row, opened.now_ms, is_removed=opened.is_removed)])
        self._show_versions(opened)
        self._show_text(opened)
        self.pictures.show_photos(opened.view.photos)
        self.pictures_card.setVisible(any(one.is_picture for one in opened.view.photos))
        self.files.about(self._record, row.root, opened.view.photos, may_save=opened.is_coordinator)
        self.history.show_rows(
            [_decision(one.event.decision, one.event.note, one.device_name) for one in opened.view.reviews]
        )
        self.history_card.setVisible(bool(opened.view.reviews))
        self.wishes.show_wishes(opened.wishes)
        self._show_query(opened)
        self._arrange()

    def _show_text(self, opened: _Opened) -> None:
        text = opened.text
        self.text.setVisible(text is not None)
        self.language.setVisible(text is not None and len(text.languages) > 1)
        self.identity.setVisible(text is not None and text.has_identity)
        if text is not None and text.has_identity:
            self.identity.about(self._record, self._root, self._language)
        if opened.refusal is not None:
            self.notice.complain(opened.refusal)
        if text is None:
            return
        self.language.offer([(one, spoken(one)) for one in text.languages])
        self.language.choose(text.language)
        self.text.show_sections(text.sections)
        if not text.is_worded:
            self.notice.tell(
                N_("The questionnaire of this record is not on this device."),
                N_("Its questions are shown by their short names. Sync to get the questionnaire."),
                style="warn",
            )

    def _show_versions(self, opened: _Opened) -> None:
        versions = opened.view.versions
        self.versions_card.setVisible(len(versions) > 1)
        rows = [
            Row(
                one.root,
                N_("This one is shown") if one.root == opened.view.row.root else N_("Another version"),
                STATES[one.state][0] if one.standing else N_("Replaced"),
                STATES[one.state][1] if one.standing else "neutral",
                (age(one.finished_ms, opened.now_ms), *([one.device_name] if one.device_name else [])),
            )
            for one in versions
        ]
        self.versions.show_rows(rows)

    def _show_query(self, opened: _Opened) -> None:
        asked = [one for one in opened.view.reviews if one.event.decision is Decision.QUERIED]
        is_open = opened.view.row.has_query and bool(asked)
        self.query.setVisible(is_open)
        if is_open:
            mine = N_("Your coordinator asks") if opened.is_mine else N_("This was asked, and is still open")
            self.query.heading.say(mine)
            self.query.sentence.say(asked[-1].event.note)
            self.query.sentence.setVisible(True)

    def _arrange(self) -> None:
        opened = self._shown
        if opened is None:
            return
        asking = self.question_card.isVisibleTo(self)
        decides = opened.is_coordinator and opened.text is not None and not asking
        for button in (self.accept, self.ask, self.set_aside, self.use):
            button.setVisible(decides)
        self.change.setVisible(
            opened.is_mine and not asking and (not opened.is_coordinator or opened.view.row.has_query)
        )
        is_primary = self.change.isVisibleTo(self) and opened.view.row.has_query
        self.accept.setVisible(decides and not is_primary)
        self.back.setVisible(not asking)
        self.accept.setEnabled(opened.view.row.state != "accepted")

    def _ask(self, *, asking: bool) -> None:
        self.question_card.setVisible(asking)
        if asking:
            self.question.setFocus()
        self._arrange()

    def _choose_version(self, root: str) -> None:
        self._root = root
        self.identity.shut()
        self.refresh()

    def _speak(self, language: str) -> None:
        self._language = language
        self.identity.shut()
        self.refresh()

    def _decide(self, decision: Decision, note: str = "") -> None:
        if self._shown is None:
            return
        record, root = self._record, self._shown.view.row.root
        self.jobs.write(
            self,
            lambda desk: reviewing.decide(desk, record, decision, root=root, note=note),
            done=lambda _: self._decided(decision),
        )

    def _decided(self, decision: Decision) -> None:
        if decision is Decision.QUERIED:
            self.question.area.clear()
            self.jotting.forget()
            self.jotting.begin(f"review/{self._record}")
        self._ask(asking=False)
        self.notice.tell(_DONE[decision], style="ok")

    def _copied(self, name: str) -> None:
        self.notice.tell(
            N_("The copy is saved as {file}.", file=name),
            N_("It lies in clear. Delete it when it is no longer needed."),
            style="ok",
        )

    def _revise(self) -> None:
        self.jobs.write(
            self,
            lambda desk: collecting.revise(desk, self._record),
            done=lambda begun: self.shell.go("interview", begun.draft_id),
        )

    def _stop_using(self, uses: tuple[Party, ...], told: str) -> None:
        record = self._record
        self.jobs.write(
            self,
            lambda desk: erasing.withdraw(desk, record, uses=uses, reported_to=told),
            done=lambda _: self._stopped_using(),
        )

    def _stopped_using(self) -> None:
        self.wishes.calm()
        self.notice.tell(N_("It is noted, and binds what leaves from now on."), style="ok")

    def _erase(self, reason: ErasureReason) -> None:
        record = self._record
        self.jobs.write(
            self,
            lambda desk: erasing.erase(desk, record, reason),
            done=lambda _: self.shell.go("records"),
        )


def _open(desk: Desk, record_id: str, root: str, language: str) -> _Opened:
    view = browsing.record(desk, record_id, root=root)
    rights = projects.membership(desk).rights
    text, refusal = None, None
    try:
        text = transcript.transcript(desk, record_id, root=root, language=language)
    except BadInput as error:
        refusal = error
    return _Opened(
        view,
        text,
        refusal,
        is_coordinator=Right.COORDINATOR in rights,
        is_mine=view.row.device == desk.box,
        is_removed=view.row.device in browsing.removed_devices(desk),
        now_ms=desk.now(),
        wishes=erasing.wishes(desk, record_id),
    )


def _decision(decision: Decision, note: str, by: str) -> Row:
    told = (N_("By {name}.", name=by),) if by else ()
    return Row(str(decision), note or DECISIONS[decision], DECISIONS[decision] if note else "", "neutral", told)
