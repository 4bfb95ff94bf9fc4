"""Sets one shared place up: which kind, where, what opens it; and tests it before it is kept."""

from collections.abc import Callable
from pathlib import Path

import msgspec

from monitor_app.errors import MonitorError
from monitor_app.operations import connecting, letters, places
from monitor_app.operations.changes import NOTHING, Changes
from monitor_app.operations.connecting import Access, Tried
from monitor_app.operations.desk import Desk, OnDesk
from monitor_app.operations.places import Place
from monitor_app.ports import Progress
from monitor_app.text import N_
from monitor_app.ui.jobs import Running
from monitor_app.ui.screens.base import Screen, Shell
from monitor_app.ui.shared.fingerprint import FingerprintCard
from monitor_app.ui.shared.opening import OpeningCard
from monitor_app.ui.shared.way import WayCard
from monitor_app.ui.shared.when import WhenCard
from monitor_app.ui.shared.where import WhereCard
from monitor_app.ui.widgets.files import AskedFiles, Files
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.guide_link import link_to_guide
from monitor_app.ui.widgets.progress_panel import ProgressPanel
from monitor_app.ui.widgets.speaking import Button

NEW = "new"


class SharedPlace(Screen):
    """Answers where a place is and whether it works from here. About a place's id, `new`, or the first one."""

    for_reading = True

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.files: Files = AskedFiles()
        self._subject = ""
        self._before: Place | None = None
        self._running: Running | None = None
        self.where, self.opening, self.way = WhereCard(), OpeningCard(), WayCard()
        self.when, self.fingerprint = WhenCard(), FingerprintCard()
        for card in (self.where, self.opening, self.way, self.when, self.fingerprint):
            self.body.addWidget(card)
        self.where.fitted.connect(self._fit)
        self.where.asked_folder.connect(self._choose_folder)
        self.opening.asked_key.connect(self._choose_key)
        self.way.asked_certificates.connect(self._choose_certificates)
        self.fingerprint.agreed.connect(self._agree)
        self._build_end()
        link_to_guide(self.body, shell, "shared-place")

    def enter(self, subject: str = "") -> None:
        """Show what is kept; passwords stay in the vault."""
        self._subject = subject
        self.fingerprint.hide()
        self.notice.dismiss()
        super().enter(subject)

    def refresh(self) -> None:
        """Read what is kept."""
        self.shell.entitle(
            N_("Set up a shared place"), N_("It sees sealed parcels only. Its password stays in this vault.")
        )
        self.jobs.read(self, self._read, done=self._show)

    def _read(self, desk: Desk) -> Place | None:
        if self._subject == NEW:
            return None
        return next((one for one in places.listed(desk) if self._subject in ("", one.id)), None)

    def _build_end(self) -> None:
        self.progress = ProgressPanel()
        self.progress.stopped.connect(self._stop)
        self.body.addWidget(self.progress)
        self.test = Button(N_("Test and use this place"), "primary")
        self.test.clicked.connect(lambda: self._test(and_keep=True))
        self.only_test = Button(N_("Only test the connection"))
        self.only_test.clicked.connect(lambda: self._test(and_keep=False))
        self.keep = Button(N_("Use it without a test"))
        self.keep.clicked.connect(self._keep)
        row = Flow()
        for button in (self.test, self.only_test, self.keep):
            row.addWidget(button)
        self.body.addLayout(row)

    def _show(self, found: Place | None) -> None:
        self._before = found
        access = found.access if found else Access(address="")
        self.opening.show_access(access)
        self.way.proxy.put(access.proxy)
        self.way.show_certificates(access.certificates)
        self.when.show_place(found)
        self.where.show_place(found)

    def _fit(self) -> None:
        """Ask only what this kind of place needs."""
        kind = self.where.kind.value()
        self.opening.fit(kind)
        self.way.fit(kind)

    def _choose_folder(self) -> None:
        folder = self.files.folder(self, N_("Choose the shared folder"))
        if folder is not None:
            self.where.show_folder(folder)

    def _choose_key(self) -> None:
        self._read_file(self.files.file(self, N_("Choose a private key file")), self.opening.show_key)

    def _choose_certificates(self) -> None:
        path = self.files.file(self, N_("Choose a certificate file"), "*.pem *.crt *.cer")
        self._read_file(path, self.way.show_certificates)

    def _read_file(self, path: Path | None, done: Callable[[str], None]) -> None:
        if path is None:
            return
        self.jobs.run(self, lambda *_: (letters.read_letter(path), NOTHING), done=done)

    def entered(self) -> Access:
        """Return what stands in the fields, with the kept password where none was typed."""
        kind, address = self.where.kind.value(), self.where.entered()
        if kind == "folder":
            return Access(address=address)
        kept = self._before.access.secret if self._before and self.where.is_same else ""
        is_ssh = kind == "sftp"
        return Access(
            address=address,
            user="" if is_ssh else self.opening.user.text(),
            secret=self.opening.secret.line.text() or kept,
            private_key=self.opening.private_key if is_ssh else "",
            host_key=self.opening.host_key.text() if is_ssh else "",
            region=self.opening.region.text() or "us-east-1",
            proxy=self.way.proxy.text(),
            certificates="" if is_ssh else self.way.certificates,
        )

    def _keeping(self) -> Callable[[Desk], tuple[bool, Changes]]:
        """Return what keeps the place as it stands here; it tells whether there are several then."""
        before, access, name = self._before, self.entered(), self.where.name.text()
        is_on, is_automatic = self.when.is_on.is_ticked(), self.when.is_automatic.is_ticked()
        is_moved = self.where.moved.is_ticked()

        def keep(desk: Desk) -> tuple[bool, Changes]:
            with desk.vault.writing():
                place = before or places.add(desk, access, name=name)[0]
                changed = msgspec.structs.replace(
                    place, access=access, name=name or place.name, is_on=is_on, is_automatic=is_automatic
                )
                changes = places.change(desk, changed, is_moved=is_moved)[1]
            return len(places.listed(desk)) > 1, changes

        return keep

    def _agree(self, fingerprint: str) -> None:
        self.opening.host_key.put(fingerprint)
        self._test(and_keep=True)

    def _test(self, *, and_keep: bool) -> None:
        access, keep = self.entered(), self._keeping()
        self.notice.dismiss()
        self.fingerprint.hide()
        self.progress.begin(N_("Testing the connection"))
        self._allow(allowed=False)

        def work(on_desk: OnDesk, progress: Progress) -> tuple[tuple[Tried, bool], Changes]:
            ids = on_desk(lambda desk: desk.ids)
            tried = connecting.try_out(access, ids=ids, progress=progress)
            if tried.error is not None or not and_keep:
                return (tried, False), NOTHING
            are_several, changes = on_desk(keep)
            return (tried, are_several), changes

        self._running = self.jobs.run(
            self,
            work,
            done=lambda found: self._tried(found[0], and_keep=and_keep, are_several=found[1]),
            progressed=self.progress.show_report,
            failed=self._failed,
        )

    def _stop(self) -> None:
        if self._running is not None:
            self._running.stop()

    def _tried(self, tried: Tried, *, and_keep: bool, are_several: bool = False) -> None:
        self._end()
        if tried.fingerprint:
            self.fingerprint.offer(tried.fingerprint)
        elif tried.error is not None:
            self.complain(tried.error)
        elif and_keep:
            self._leave(are_several)
        else:
            self.notice.tell(
                N_("The connection works."),
                N_("Listing, storing and reading back all went well. Nothing was kept yet."),
                style="ok",
            )

    def _leave(self, are_several: bool) -> None:  # noqa: FBT001 - a result that is handed on
        self.shell.go("shared_places" if are_several else "sync")

    def _failed(self, error: MonitorError) -> None:
        self._end()
        self.complain(error)

    def _end(self) -> None:
        self._running = None
        self.progress.hide()
        self._allow(allowed=True)

    def _allow(self, *, allowed: bool) -> None:
        for button in (self.test, self.only_test, self.keep):
            button.setEnabled(allowed)

    def _keep(self) -> None:
        self.jobs.write(self, self._keeping(), done=self._leave, failed=self.complain)
