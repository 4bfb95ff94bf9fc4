"""What to do next: unfinished work first, then what waits. One primary button."""

from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from monitor_app.domain.events import RecordKind
from monitor_app.operations import browsing, collecting, questionnaires, reminding
from monitor_app.operations.browsing import Today
from monitor_app.operations.changes import Topic
from monitor_app.operations.desk import Desk
from monitor_app.operations.questionnaires import QuestionnaireRow
from monitor_app.operations.reminding import Keeping
from monitor_app.text import N_, Message
from monitor_app.ui.screens.base import Screen, Shell
from monitor_app.ui.screens.places import has_place
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.empty_state import EmptyState
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.speaking import Button, Pill

_CANNOT_WAIT = N_("This cannot wait")
_Found = tuple[Today, list[QuestionnaireRow], Keeping]


class TodayScreen(Screen):
    """Unfinished records, questions from the coordinator, what waits to be sent, and a new record."""

    for_reading = True
    topics: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.DRAFTS, Topic.RECORDS, Topic.SYNC, Topic.QUESTIONNAIRES, Topic.PEOPLE}
    )

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._forms: list[QuestionnaireRow] = []
        self._cards = QVBoxLayout()
        self._cards.setSpacing(12)
        self.body.addLayout(self._cards)
        self.cards: list[QWidget] = []
        self.offers["new"] = self._new

    def enter(self, subject: str = "") -> None:
        """Be shown; `subject` is the code of a record that was just finished."""
        super().enter(subject)
        if subject:
            self.notice.tell(
                N_("Record {code} is finished and kept.", code=subject),
                N_("It waits on this device until it is sent. You can still change it, with a reason."),
                style="ok",
            )

    def refresh(self) -> None:
        """Read what waits."""
        self.jobs.read(self, _read, done=self._show)

    def _show(self, found: _Found) -> None:
        today, forms, kept = found
        self._forms = [form for form in forms if form.is_newest]
        self.shell.entitle(N_("Today"), today.project_title)
        for card in self.cards:
            card.hide()
            card.deleteLater()
        self.cards = [
            *self._urgent(today),
            *([] if kept.is_read_only else self._unfinished(today)),
            *(self._keeping(kept) if kept.is_read_only else []),
            *self._waiting(today),
            *([] if kept.is_read_only else [self._begin(is_next=not today.drafts), *self._keeping(kept)]),
            *self._turn_to(today),
        ]
        for card in self.cards:
            self._cards.addWidget(card)
        primary = self.primary()
        if primary is not None and self.focusWidget() is None:
            primary.setFocus()

    def primary(self) -> Button | None:
        """Return the one primary button."""
        found = [
            one for one in self.findChildren(Button) if one.property("look") == "primary" and not one.isHidden()
        ]
        return next((one for one in found if any(card.isAncestorOf(one) for card in self.cards)), None)

    def _urgent(self, today: Today) -> list[QWidget]:
        """Show what cannot wait: records that say somebody is in danger, and ours that were not sent yet."""
        cards: list[QWidget] = []
        for row in today.urgent:
            card = Card(
                N_("Somebody is in danger: record {code}", code=row.pseudonym),
                N_("It stays here until you have read it and accepted it, asked back or set it aside."),
            )
            card.rows.insertWidget(0, Pill(_CANNOT_WAIT, "bad"))
            button = Button(N_("Read it now"), "" if cards else "primary", picture="next")
            button.setAccessibleName(f"{button.accessibleName()} {row.pseudonym}")
            button.clicked.connect(lambda _=False, id_=row.id: self.shell.go("review", id_))
            card.add(button, left=True)
            cards.append(card)
        if today.urgent_here:
            card = self._pointer(
                N_("Somebody is in danger, and it is not sent yet: {count}", count=today.urgent_here),
                N_("It leaves first at the next sync. Send it as soon as this is safe."),
                *("sync", N_("Send and receive")),
            )
            card.rows.insertWidget(0, Pill(_CANNOT_WAIT, "bad"))
            cards.append(card)
        return cards

    def _turn_to(self, today: Today) -> list[QWidget]:
        """Say whom to turn to; it is known here, without a network."""
        if not (today.on_duty or today.project_title):
            return []
        return [self._pointer(N_("Whom to turn to"), _on_duty(today), "directory", N_("Help near here"))]

    def _unfinished(self, today: Today) -> list[QWidget]:
        cards: list[QWidget] = []
        for at, draft in enumerate(today.drafts):
            heading = (
                N_("Unfinished observation {code}", code=draft.pseudonym)
                if draft.record_kind is RecordKind.OBSERVATION
                else N_("Unfinished interview {code}", code=draft.pseudonym)
            )
            card = Card(heading, _sentence(draft.form_title, draft.site_name))
            row = Flow()
            row.addWidget(Pill(N_("Answers kept: {count}", count=draft.answered), "ok"))
            if draft.has_newer:
                row.addWidget(Pill(N_("A newer questionnaire is here"), "accent"))
            go_on = Button(N_("Go on"), "" if at else "primary", picture="next")
            go_on.clicked.connect(lambda _=False, id_=draft.id, kind=draft.record_kind: self._open(id_, kind))
            go_on.setAccessibleName(f"{go_on.accessibleName()} {draft.pseudonym}")
            card.rows.addLayout(row)
            card.add(go_on, left=True)
            cards.append(card)
        return cards

    def _waiting(self, today: Today) -> list[QWidget]:
        lines: list[tuple[int, Message, Message, str, Message]] = [
            (
                len(today.queries),
                N_("Questions from your coordinator: {count}", count=len(today.queries)),
                N_("Read what is asked and answer it while you still remember."),
                "records",
                N_("Show these records"),
            ),
            (
                today.to_review,
                N_("Records to review: {count}", count=today.to_review),
                N_("Read them and accept them, or ask back."),
                "records",
                N_("Review records"),
            ),
            (
                today.unsent,
                N_("Records waiting to be sent: {count}", count=today.unsent),
                N_("They are safe on this device. Send them when a safe connection is there."),
                "sync",
                N_("Send and receive"),
            ),
        ]
        lines.append(
            (
                today.proposed,
                N_("Newcomers to put on the list: {count}", count=today.proposed),
                N_("Another coordinator has compared the number with them."),
                "people",
                N_("Show the people"),
            )
        )
        cards: list[QWidget] = []
        for count, heading, sentence, place, action in lines:
            if count:
                cards.append(self._pointer(heading, sentence, place, action))
        if today.waits_for_acceptance:
            cards.append(
                Card(
                    N_("Not yet accepted into the project"),
                    N_("You can record already. Your records wait on this device and are not lost."),
                )
            )
        return cards

    def _keeping(self, kept: Keeping) -> list[QWidget]:
        """Remind of what a person does not think of before it is too late."""
        if kept.is_read_only:
            return [
                Card(
                    N_("This vault is open for reading only"),
                    N_("Nothing can be kept where it lies. To go on working, copy its folder to another disk."),
                )
            ]
        place, action = "keeping", N_("Backup and checks")
        if kept.is_backup_due:
            return [
                self._pointer(
                    N_("No backup of this week"),
                    N_("If this device were lost today, what is only here would be lost. A stick is enough."),
                    *(place, action),
                )
            ]
        if kept.is_drill_due:
            return [
                self._pointer(
                    N_("Rehearse recovery"),
                    N_("Two minutes a month show that your passphrase or sheets and your backup still work."),
                    *(place, action),
                )
            ]
        return []

    def _pointer(self, heading: Message, sentence: Message, place: str, action: Message) -> Card:
        card = Card(heading, sentence)
        if has_place(place):
            button = Button(action)
            button.clicked.connect(lambda: self.shell.go(place))
            card.add(button, left=True)
        return card

    def _begin(self, *, is_next: bool) -> QWidget:
        if not self._forms:
            return EmptyState(
                N_("Questionnaires are being prepared"),
                N_("This takes a moment at the first start. They appear here."),
            )
        card = Card(
            N_("Start a new record"),
            N_("Choose a questionnaire. A code stands for the person: no names are needed."),
        )
        for at, form in enumerate(self._forms):
            first = at == 0 and is_next
            button = Button(_begin_words(form), "primary" if first else "", picture="plus")
            button.clicked.connect(lambda _=False, form=form: self._start(form))
            card.add(button, left=True)
        return card

    def _new(self) -> None:
        interviews = [form for form in self._forms if form.kind is RecordKind.INTERVIEW]
        if interviews:
            self._start(interviews[0])

    def _start(self, form: QuestionnaireRow) -> None:
        if form.kind is RecordKind.OBSERVATION and has_place("observation"):
            self.shell.go("observation")
            return
        self.jobs.write(
            self,
            lambda desk: collecting.begin(desk, form.digest),
            done=lambda begun: self._open(begun.draft_id, form.kind),
        )

    def _open(self, draft_id: str, kind: RecordKind) -> None:
        at = "observation" if kind is RecordKind.OBSERVATION and has_place("observation") else "interview"
        self.shell.go(at, draft_id)


def _on_duty(today: Today) -> Message:
    if not today.on_duty:
        return N_("Organisations that help, readable without a network.")
    if today.deputy:
        return N_("{name} is on duty, {deputy} deputises.", name=today.on_duty, deputy=today.deputy)
    return N_("{name} is on duty.", name=today.on_duty)


def _read(desk: Desk) -> _Found:
    return browsing.today(desk), questionnaires.available(desk), reminding.keeping(desk)


def _sentence(title: str, site: str) -> Message:
    if site:
        return N_("{title}, at {site}", title=title, site=site)
    return N_("{title}, no factory named yet", title=title)


def _begin_words(form: QuestionnaireRow) -> Message:
    if form.kind is RecordKind.OBSERVATION:
        return N_("New observation: {title}", title=form.title)
    return N_("New interview: {title}", title=form.title)
