"""A sealed package: for whom, what would leave, what stays; then writing it. Refusals are shown in place."""

from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout

from monitor_app.operations import bundling, finding
from monitor_app.operations.bundling import Export as Written
from monitor_app.operations.bundling import Preparation, PreviewRow, Request
from monitor_app.operations.changes import NOTHING, Changes, Topic
from monitor_app.operations.desk import OnDesk
from monitor_app.operations.finding import FindingRow
from monitor_app.ports import Progress
from monitor_app.text import N_
from monitor_app.ui.saying import size
from monitor_app.ui.screens.base import Failed, Screen, Shell, Then
from monitor_app.ui.widgets.audiences import Audiences
from monitor_app.ui.widgets.fields import ChoiceField
from monitor_app.ui.widgets.file_writing import FileWriting, Step, WritingWords
from monitor_app.ui.widgets.files import AskedFiles, Files
from monitor_app.ui.widgets.guide_link import link_to_guide
from monitor_app.ui.widgets.pictures import PictureDialog
from monitor_app.ui.widgets.recipients import Recipients
from monitor_app.ui.widgets.speaking import Button

_WORDS = WritingWords(
    write=N_("Seal and write the package …"),
    where=N_("Choose where to write the package"),
    writing=N_("Sealing and writing"),
    written=N_("The package is written and was read back"),
    again=N_("Make another package"),
    other_way=N_("Give it to the recipient by another way than the package."),
)


class Export(Screen):
    """Answers what exactly leaves this device, for whom, and what stays."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.FINDINGS})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.files: Files = AskedFiles()
        self._wanted = ""
        self._prepared: Preparation | None = None
        self.finding = ChoiceField(N_("Which finding?"))
        self.audiences = Audiences()
        self.recipients = Recipients()
        self.writing = writing = FileWriting(self, _WORDS, lambda: self.files)
        self.leaving, self.result, self.refusal = writing.leaving, writing.result, writing.refusal
        self.look, self.write, self.save_signers = writing.look, writing.write, writing.save_signers
        for widget in (self.finding, self.audiences, self.recipients, self.leaving, self.result):
            self.body.addWidget(widget)
        link_to_guide(self.body, shell, "sealed-package")
        self._build_buttons()
        self._connect()

    def enter(self, subject: str = "") -> None:
        """Show the choices, for a finding of this id if there is one."""
        self._wanted = subject
        self.notice.dismiss()
        self.recipients.start_over()
        self.writing.start_over()
        self.refresh()

    def leave(self, then: Then, failed: Failed) -> None:
        """Forget what was prepared and any secret shown."""
        self.recipients.start_over()
        self.writing.start_over()
        super().leave(then, failed)

    def refresh(self) -> None:
        """Read the findings again."""
        self.shell.entitle(N_("Sealed package"), N_("You see every file before it leaves."))
        self.jobs.read(self, finding.findings, done=self._offer)

    def _build_buttons(self) -> None:
        self.guide = Button(N_("How the recipient opens it"))
        self.guide.clicked.connect(lambda: self.shell.go("guide", "sealed-package"))
        self.writing.buttons.addWidget(self.guide)
        self.to_finding = Button(N_("Back to the finding"), "quiet", picture="back")
        self.to_finding.clicked.connect(lambda: self.shell.go("finding", self.finding.value()))
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)
        self.writing.put_foot(outer, self.to_finding)

    def _connect(self) -> None:
        self.leaving.opened.connect(self._look_into)
        self.finding.chosen.connect(lambda _: self.writing.start_over())
        self.audiences.changed.connect(self.writing.start_over)
        self.recipients.changed.connect(self.writing.start_over)
        self.look.clicked.connect(self._prepare)
        self.write.clicked.connect(self._write)
        self.writing.changed.connect(self._arrange)
        self.writing.key_refused.connect(self.recipients.notice.complain)

    def _offer(self, rows: list[FindingRow]) -> None:
        self.finding.offer([(row.id, f"{row.title} · {row.site_name}") for row in rows])
        if self._wanted:
            self.finding.choose(self._wanted)
            self._wanted = ""
        if not rows:
            self.notice.tell(N_("There is no finding to send yet."), N_("State one under Findings first."))
        self.writing.arrange()

    def _arrange(self) -> None:
        step, is_busy = self.writing.step, self.writing.is_busy
        for widget in (self.finding, self.audiences, self.recipients):
            widget.setVisible(step is Step.CHOOSING)
        self.look.setEnabled(bool(self.finding.value()) and not is_busy)
        self.to_finding.setVisible(step is not Step.LOOKING)
        self.to_finding.setEnabled(not is_busy)
        if step is Step.CHOOSING:
            self._prepared = None

    def _prepare(self) -> None:
        request = Request(
            finding_id=self.finding.value(),
            audience=self.audiences.audience(),
            recipients=self.recipients.keys(),
        )

        def work(on_desk: OnDesk, _: Progress) -> tuple[Preparation, Changes]:
            return bundling.prepare(on_desk, request), NOTHING

        self.writing.run(N_("Looking at every file"), work, self._show_prepared)

    def _show_prepared(self, prepared: Preparation) -> None:
        self.writing.show_prepared(prepared.rows, self.audiences.audience())
        self._prepared = prepared
        if not prepared.case.is_compared:
            self.notice.tell(
                N_("The identity parts are closed, so texts were not compared with the names in them."),
                N_("If somebody might be named in a text, open the part of one record first, then look again."),
                style="warn",
            )

    def _look_into(self, row: PreviewRow) -> None:
        entry = row.entry
        if entry is None:
            return

        def work(_: OnDesk, __: Progress) -> tuple[bytes, Changes]:
            return b"".join(entry.open()), NOTHING

        self.jobs.run(self, work, done=lambda content: PictureDialog(self.jobs, row.path, content, self).open())

    def _write(self) -> None:
        prepared = self._prepared
        if prepared is not None:
            self.writing.write_into(
                lambda on_desk, folder, progress: bundling.export(on_desk, prepared, folder, progress=progress),
                self._show_written,
            )

    def _show_written(self, written: Written) -> None:
        told = N_(
            "{size}. Hand it over with the file allowed_signers, by two ways. It is opened with the common "
            "tools age, unzip and ssh-keygen; nobody needs this program.",
            size=size(written.path.stat().st_size),
        )
        self.writing.show_written(written.path, told)
        self.save_signers.setFocus()
