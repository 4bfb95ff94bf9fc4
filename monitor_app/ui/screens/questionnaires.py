"""The questionnaires that can be used here: list, add a file, every problem named, offer to the monitors."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from monitor_app.domain.people import Right
from monitor_app.errors import MonitorError
from monitor_app.forms.mending import Fix
from monitor_app.operations import projects, questionnaires, syncing
from monitor_app.operations.changes import NOTHING, Topic
from monitor_app.operations.desk import Desk
from monitor_app.operations.questionnaires import Checked, QuestionnaireRow
from monitor_app.ports import Progress
from monitor_app.text import N_, Message
from monitor_app.ui.jobs import Running
from monitor_app.ui.models.rows import Row
from monitor_app.ui.models.wordings import KINDS
from monitor_app.ui.saying import spoken
from monitor_app.ui.screens.base import Screen, Shell
from monitor_app.ui.translation import tr
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.empty_state import EmptyState
from monitor_app.ui.widgets.files import AskedFiles, Files
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.form_check import FormCheck
from monitor_app.ui.widgets.guide_link import link_to_guide
from monitor_app.ui.widgets.progress_panel import ProgressPanel
from monitor_app.ui.widgets.row_list import RowList
from monitor_app.ui.widgets.speaking import Button

ENDINGS = "*.xlsx *.xls *.xlsm *.csv *.md *.xml *.zip"
LISTS = "*.csv *.xml *.geojson *.zip"
_Found = tuple[list[QuestionnaireRow], bool]


@dataclass(frozen=True)
class _Wanted:
    """A file that is to be checked, with lists from elsewhere and the changes a person agreed to."""

    path: Path
    media: tuple[Path, ...] = ()
    fixes: tuple[str, ...] = ()

    def checked(self, progress: Progress) -> Checked:
        return questionnaires.check_files(self.path, media=self.media, fixes=self.fixes, progress=progress)


class Questionnaires(Screen):
    """Answers which questions can be asked with this device."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.QUESTIONNAIRES, Topic.PEOPLE})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.files: Files = AskedFiles()
        self._rows: list[QuestionnaireRow] = []
        self._may_publish = False
        self._checked: Checked | None = None
        self._running: Running | None = None
        self._wanted: _Wanted | None = None
        self._offered: tuple[Fix, ...] = ()
        self._build_adding()
        self._build_list()
        self._build_packs()
        link_to_guide(self.body, shell, "questionnaires")

    def enter(self, subject: str = "") -> None:
        """Show the list."""
        self._show_checked(None)
        super().enter(subject)

    def refresh(self) -> None:
        """Read the list again."""
        self.shell.entitle(N_("Questionnaires"), N_("Standard XLSForm files work here."))
        self.jobs.read(self, _read, done=self._show)

    def _build_adding(self) -> None:
        self.add = Button(N_("Add a questionnaire file"), "primary", picture="plus")
        self.add.clicked.connect(self._add)
        self.progress = ProgressPanel()
        self.progress.stopped.connect(self._stop)
        row = Flow()
        row.addWidget(self.add)
        self.body.addLayout(row)
        self.body.addWidget(self.progress)
        self.check = FormCheck()
        self.check.kept.connect(self._keep)
        self.check.dropped.connect(lambda: self._show_checked(None))
        self.check.mended.connect(self._mend)
        self.check.file_wanted.connect(self._add_file)
        self.check.folder_wanted.connect(self._add_folder)
        self.body.addWidget(self.check)

    def _build_list(self) -> None:
        self.empty = EmptyState(
            N_("No questionnaire yet"), N_("Those that come with Fieldwork are being prepared, or add a file.")
        )
        self.list = RowList(N_("Questionnaires"))
        self.list.chosen.connect(lambda _: self._allow())
        self.publish = Button(N_("Offer the chosen one to all monitors"))
        self.publish.clicked.connect(self._publish)
        row = Flow()
        row.addWidget(self.publish)
        self.body.addWidget(self.empty)
        self.body.addWidget(self.list)
        self.body.addLayout(row)

    def _build_packs(self) -> None:
        card = Card(
            N_("Norms, code and help"),
            N_("What else goes to every device: limits of hours and pay, rules, and organisations that help."),
        )
        row = Flow()
        for words, place in ((N_("Help near here"), "directory"), (N_("Norms, code and help"), "packs")):
            button = Button(words)
            button.clicked.connect(lambda _=False, place=place: self.shell.go(place))
            row.addWidget(button)
        card.rows.addLayout(row)
        self.body.addWidget(card)

    def _stop(self) -> None:
        if self._running is not None:
            self._running.stop()

    def _show(self, found: _Found) -> None:
        self._rows, self._may_publish = found
        self.list.show_rows([_row(one) for one in self._rows])
        self.list.setVisible(bool(self._rows))
        self.empty.setVisible(not self._rows)
        self._allow()

    def _allow(self) -> None:
        chosen = next((one for one in self._rows if one.digest == self.list.current()), None)
        self.publish.setVisible(self._may_publish and self._checked is None)
        self.publish.setEnabled(chosen is not None and not chosen.published)

    def _add(self) -> None:
        path = self.files.file(self, N_("Choose a questionnaire file"), ENDINGS)
        if path is not None:
            self._wanted = _Wanted(path)
            self._check()

    def _add_file(self) -> None:
        self._add_lists(self.files.file(self, N_("Choose a list, or a zip of lists"), LISTS))

    def _add_folder(self) -> None:
        self._add_lists(self.files.folder(self, N_("Choose the folder with the lists")))

    def _add_lists(self, path: Path | None) -> None:
        if path is not None and self._wanted is not None:
            self._wanted = replace(self._wanted, media=(*self._wanted.media, path))
            self._check()

    def _mend(self) -> None:
        if self._wanted is not None:
            names = tuple(fix.name for fix in self._offered)
            self._wanted = replace(self._wanted, fixes=(*self._wanted.fixes, *names))
            self._check()

    def _check(self) -> None:
        wanted = self._wanted
        if wanted is None:
            return
        self.notice.dismiss()
        self.check.clear()
        self.progress.begin(N_("Reading the file"))
        self.add.setEnabled(False)
        self._running = self.jobs.run(
            self,
            lambda _on_desk, progress: (wanted.checked(progress), NOTHING),
            done=self._was_checked,
            progressed=self.progress.show_report,
            failed=self._refused,
        )

    def _was_checked(self, checked: Checked) -> None:
        self._end()
        self._show_checked(checked)

    def _refused(self, error: MonitorError) -> None:
        self._end()
        self._offered = questionnaires.offered_fixes(error)
        self.check.show_refused(error, self._offered)
        self.complain(error)

    def _end(self) -> None:
        self._running = None
        self.progress.hide()
        self.add.setEnabled(True)

    def _show_checked(self, checked: Checked | None) -> None:
        self._checked = checked
        self.add.setVisible(checked is None)
        if checked is None:
            self.check.clear()
        else:
            self.check.show_checked(checked)
        self._allow()

    def _keep(self) -> None:
        checked = self._checked
        if checked is None:
            return
        self.jobs.write(
            self,
            lambda desk: questionnaires.keep(desk, checked),
            done=lambda _: self._kept(checked.stored.title),
        )

    def _kept(self, title: str) -> None:
        self._show_checked(None)
        self.notice.tell(N_("{title} can be used now.", title=title), style="ok")

    def _publish(self) -> None:
        digest = self.list.current()
        self.jobs.write(
            self,
            lambda desk: syncing.publish(desk, digest),
            done=lambda _: self.notice.tell(
                N_("The questionnaire goes to all monitors."), N_("They get it at the next sync."), style="ok"
            ),
        )


def _read(desk: Desk) -> _Found:
    mine = projects.membership(desk)
    return questionnaires.available(desk), Right.COORDINATOR in mine.rights and bool(mine.project)


def _row(one: QuestionnaireRow) -> Row:
    state: Message = N_("Offered to monitors") if one.published else N_("On this device")
    told: list[Message | str] = [
        N_("{kind}, version {version}.", kind=tr(KINDS[one.kind]), version=one.version or "–")
    ]
    if one.languages:
        told.append(N_("Languages: {languages}.", languages=", ".join(spoken(each) for each in one.languages)))
    return Row(one.digest, one.title, state, "ok" if one.published else "neutral", tuple(told))
