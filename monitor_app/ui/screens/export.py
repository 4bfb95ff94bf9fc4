"""A sealed package: for whom, what would leave, what stays; then writing it. Refusals are shown in place."""

from pathlib import Path
from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout

from monitor_app.errors import Cancelled, KeyRefused, MonitorError
from monitor_app.operations import bundling, finding, letters
from monitor_app.operations.bundling import Export as Written
from monitor_app.operations.bundling import Preparation, PreviewRow, Request
from monitor_app.operations.changes import NOTHING, Changes, Topic
from monitor_app.operations.desk import OnDesk
from monitor_app.operations.finding import FindingRow
from monitor_app.ports import Progress
from monitor_app.text import N_, Message
from monitor_app.ui.jobs import Running
from monitor_app.ui.saying import size
from monitor_app.ui.screens.base import Failed, Screen, Shell, Then
from monitor_app.ui.widgets.audiences import Audiences
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.fields import ChoiceField
from monitor_app.ui.widgets.files import AskedFiles, Files
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.guide_link import link_to_guide
from monitor_app.ui.widgets.leaving import Leaving
from monitor_app.ui.widgets.message_panel import MessagePanel
from monitor_app.ui.widgets.pictures import PictureDialog
from monitor_app.ui.widgets.progress_panel import ProgressPanel
from monitor_app.ui.widgets.recipients import Recipients
from monitor_app.ui.widgets.speaking import Button, Words


class Export(Screen):
    """Answers what exactly leaves this device, for whom, and what stays."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.FINDINGS})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.files: Files = AskedFiles()
        self._wanted = ""
        self._prepared: Preparation | None = None
        self._written: Written | None = None
        self._running: Running | None = None
        self.finding = ChoiceField(N_("Which finding?"))
        self.audiences = Audiences()
        self.recipients = Recipients()
        self.leaving = Leaving()
        self.leaving.opened.connect(self._look_into)
        self.finding.chosen.connect(lambda _: self._start_over())
        self.audiences.changed.connect(self._start_over)
        self.recipients.changed.connect(self._start_over)
        for widget in (self.finding, self.audiences, self.recipients, self.leaving):
            self.body.addWidget(widget)
        self._build_result()
        link_to_guide(self.body, shell, "sealed-package")
        self._build_bar()

    def enter(self, subject: str = "") -> None:
        """Show the choices, for a finding of this id if there is one."""
        self._wanted = subject
        self.notice.dismiss()
        self.recipients.start_over()
        self._start_over()
        self.refresh()

    def leave(self, then: Then, failed: Failed) -> None:
        """Forget what was prepared and any secret shown."""
        self.recipients.start_over()
        self._start_over()
        super().leave(then, failed)

    def refresh(self) -> None:
        """Read the findings again."""
        self.shell.entitle(N_("Sealed package"), N_("You see every file before it leaves."))
        self.jobs.read(self, finding.findings, done=self._offer)

    def _build_result(self) -> None:
        self.result = Card(N_("The package is written and was read back"), "")
        self.how = Words("")
        self.save_signers = Button(N_("Save the file allowed_signers"), "primary")
        self.save_signers.clicked.connect(self._save_signers)
        self.guide = Button(N_("How the recipient opens it"))
        self.guide.clicked.connect(lambda: self.shell.go("guide", "sealed-package"))
        self.another = Button(N_("Make another package"))
        self.another.clicked.connect(self._start_over)
        row = Flow()
        for button in (self.save_signers, self.guide, self.another):
            row.addWidget(button)
        self.result.add(self.how)
        self.result.rows.addLayout(row)
        self.body.addWidget(self.result)

    def _build_bar(self) -> None:
        self.refusal = MessagePanel()
        self.progress = ProgressPanel()
        self.progress.stopped.connect(self._stop)
        self.look = Button(N_("Show what would leave"), "primary")
        self.look.clicked.connect(self._prepare)
        self.write = Button(N_("Seal and write the package …"), "primary", picture="export")
        self.write.clicked.connect(self._write)
        self.back = Button(N_("Back to the finding"), "quiet", picture="back")
        self.back.clicked.connect(lambda: self.shell.go("finding", self.finding.value()))
        bar = Flow()
        for button in (self.look, self.write, self.back):
            bar.addWidget(button)
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)
        outer.addWidget(self.refusal)
        outer.addWidget(self.progress)
        outer.addLayout(bar)

    def _offer(self, rows: list[FindingRow]) -> None:
        self.finding.offer([(row.id, f"{row.title} · {row.site_name}") for row in rows])
        if self._wanted:
            self.finding.choose(self._wanted)
            self._wanted = ""
        if not rows:
            self.notice.tell(N_("There is no finding to send yet."), N_("State one under Findings first."))
        self._arrange()

    def _start_over(self) -> None:
        self._prepared, self._written = None, None
        self.refusal.dismiss()
        self._arrange()

    def _arrange(self) -> None:
        prepared, written, busy = self._prepared, self._written, self._running is not None
        self.leaving.setVisible(prepared is not None and written is None)
        self.result.setVisible(written is not None)
        for widget in (self.finding, self.audiences, self.recipients):
            widget.setVisible(prepared is None and written is None)
        self.look.setVisible(prepared is None and written is None)
        self.look.setEnabled(bool(self.finding.value()) and not busy)
        self.write.setVisible(prepared is not None and written is None)
        self.write.setEnabled(not busy)
        self.back.setEnabled(not busy)
        self.back.say(N_("Back to the choices") if prepared and not written else N_("Back to the finding"))

    def _prepare(self) -> None:
        request = Request(
            finding_id=self.finding.value(),
            audience=self.audiences.audience(),
            recipients=self.recipients.keys(),
        )
        self._begin(N_("Looking at every file"))

        def work(on_desk: OnDesk, _: Progress) -> tuple[Preparation, Changes]:
            return bundling.prepare(on_desk, request), NOTHING

        self._running = self.jobs.run(self, work, done=self._show_prepared, failed=self._refused)
        self._arrange()

    def _show_prepared(self, prepared: Preparation) -> None:
        self._end()
        self._prepared = prepared
        self.leaving.show_rows(prepared.rows, self.audiences.audience())
        if not prepared.case.is_compared:
            self.notice.tell(
                N_("The identity parts are closed, so texts were not compared with the names in them."),
                N_("If somebody might be named in a text, open the part of one record first, then look again."),
                style="warn",
            )
        self._arrange()
        self.leaving.setFocus()

    def _look_into(self, row: PreviewRow) -> None:
        entry = row.entry
        if entry is None:
            return

        def work(_: OnDesk, __: Progress) -> tuple[bytes, Changes]:
            return b"".join(entry.open()), NOTHING

        self.jobs.run(self, work, done=lambda content: PictureDialog(self.jobs, row.path, content, self).open())

    def _write(self) -> None:
        prepared = self._prepared
        folder = self.files.folder(self, N_("Choose where to write the package"))
        if prepared is None or folder is None:
            return
        self._begin(N_("Sealing and writing"))
        self._running = self.jobs.run(
            self,
            lambda on_desk, progress: bundling.export(on_desk, prepared, folder, progress=progress),
            done=self._show_written,
            progressed=self.progress.show_report,
            failed=self._refused,
        )
        self._arrange()

    def _show_written(self, written: Written) -> None:
        self._end()
        self._written = written
        self.result.sentence.say(str(written.path))
        self.result.sentence.show()
        self.how.say(
            N_(
                "{size}. Hand it over with the file allowed_signers, by two ways. It is opened with the common "
                "tools age, unzip and ssh-keygen; nobody needs this program.",
                size=size(written.path.stat().st_size),
            )
        )
        self._arrange()
        self.save_signers.setFocus()

    def _save_signers(self) -> None:
        path = self.files.new_file(self, N_("Save the file allowed_signers"), "allowed_signers")
        if path is None:
            return

        def work(on_desk: OnDesk, _: Progress) -> tuple[Path, Changes]:
            letters.write_letter(path, on_desk(bundling.allowed_signers))
            return path, NOTHING

        self.jobs.run(self, work, done=self._saved)

    def _saved(self, path: Path) -> None:
        self.notice.tell(
            N_("The list of signers is saved as {file}.", file=path.name),
            N_("Give it to the recipient by another way than the package."),
            style="ok",
        )

    def _begin(self, what: Message) -> None:
        self.refusal.dismiss()
        self.notice.dismiss()
        self.progress.begin(what)

    def _stop(self) -> None:
        if self._running is not None:
            self._running.stop()

    def _refused(self, error: MonitorError) -> None:
        self._end()
        if isinstance(error, Cancelled):
            self.refusal.tell(error.message, N_("Nothing was written."))
        elif isinstance(error, KeyRefused) and self._prepared is None:
            self.recipients.notice.complain(error)
            self.refusal.complain(error)
        else:
            self.refusal.complain(error)
        self._arrange()

    def _end(self) -> None:
        self._running = None
        self.progress.hide()
