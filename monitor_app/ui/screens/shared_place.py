"""Sets the shared place up: which kind, where, what opens it; and tests it before it is kept."""

from collections.abc import Callable, Mapping
from pathlib import Path

from monitor_app.errors import MonitorError
from monitor_app.operations import connecting, letters, places
from monitor_app.operations.changes import NOTHING, Changes
from monitor_app.operations.connecting import Access, Tried
from monitor_app.operations.desk import Desk, OnDesk
from monitor_app.ports import Progress
from monitor_app.text import N_, Message
from monitor_app.ui.jobs import Running
from monitor_app.ui.screens.base import Screen, Shell
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.fields import ChoiceField, LineField
from monitor_app.ui.widgets.files import AskedFiles, Files
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.guide_link import link_to_guide
from monitor_app.ui.widgets.progress_panel import ProgressPanel
from monitor_app.ui.widgets.secret_field import SecretField
from monitor_app.ui.widgets.speaking import Button, Words

_KINDS: tuple[tuple[str, Message], ...] = (
    ("folder", N_("A folder or a USB stick")),
    ("webdav", N_("A cloud folder (WebDAV, such as Nextcloud)")),
    ("s3", N_("An object store (S3)")),
    ("sftp", N_("A folder on an SSH server (SFTP)")),
)
_WHERE: Mapping[str, Message] = {
    "folder": N_("The whole path of the folder. It must be there already."),
    "webdav": N_("Such as https://cloud.example.org/remote.php/dav/files/heron/team"),
    "s3": N_("The store's address and the bucket, such as https://s3.example.org/team"),
    "sftp": N_("Name, server and whole path, such as heron@files.example.org/srv/team"),
}
_BEGIN: Mapping[str, str] = {"folder": "folder:", "webdav": "webdav:", "s3": "s3:", "sftp": "sftp://"}


class SharedPlace(Screen):
    """Answers where this project exchanges, and whether it works from here."""

    for_reading = True

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.files: Files = AskedFiles()
        self._before = Access(address="")
        self._private_key = self._certificates = self._offered = ""
        self._running: Running | None = None
        self._build_where()
        self._build_opening()
        self._build_way()
        self._build_fingerprint()
        self._build_end()
        link_to_guide(self.body, shell, "shared-place")

    def enter(self, subject: str = "") -> None:
        """Show what is kept; passwords stay in the vault."""
        self.fingerprint.hide()
        self.notice.dismiss()
        super().enter(subject)

    def refresh(self) -> None:
        """Read what is kept."""
        self.shell.entitle(
            N_("Set up the shared place"), N_("It sees sealed parcels only. Its password stays in this vault.")
        )
        self.jobs.read(self, places.kept, done=self._show)

    def _build_where(self) -> None:
        self.where = Card(N_("Where it is"))
        self.kind = ChoiceField(N_("What it is"))
        self.kind.offer(_KINDS)
        self.kind.chosen.connect(self._choose_kind)
        self.address = LineField(N_("Address"))
        self.address.line.textEdited.connect(self._pasted)
        self.example = Words("", "muted")
        self.choose = Button(N_("Choose the folder"))
        self.choose.clicked.connect(self._choose_folder)
        self.where.add(self.kind)
        self.where.add(self.address)
        self.where.add(self.example)
        self.where.add(self.choose, left=True)
        self.body.addWidget(self.where)

    def _build_opening(self) -> None:
        self.opening = Card(N_("What opens it"))
        self.user = LineField(N_("Name, or id of the access key"))
        self.secret = SecretField(N_("Password, or secret access key"))
        self.kept_secret = Words(N_("A password is kept. Leave the field empty to go on using it."), "muted")
        self.region = LineField(N_("Region"), N_("As it came with the bucket; often us-east-1."))
        self.key = Button(N_("Choose a private key file"))
        self.key.clicked.connect(self._choose_key)
        self.key_words = Words("", "muted")
        self.host_key = LineField(
            N_("Fingerprint of the server"),
            N_("It begins with SHA256:. Leave it empty to be shown the server's, then compare."),
        )
        for widget in (self.user, self.secret, self.kept_secret, self.region):
            self.opening.add(widget)
        self.opening.add(self.key, left=True)
        self.opening.add(self.key_words)
        self.opening.add(self.host_key)
        self.body.addWidget(self.opening)

    def _build_way(self) -> None:
        self.way = Card(N_("The way there"), N_("Leave this empty unless somebody told you to fill it in."))
        self.proxy = LineField(
            N_("Proxy"), N_("Such as socks5h://127.0.0.1:9050 for Tor, or http://proxy.example.org:3128")
        )
        self.certificate = Button(N_("Choose a certificate file"))
        self.certificate.clicked.connect(self._choose_certificates)
        self.no_certificate = Button(N_("Trust the usual authorities again"))
        self.no_certificate.clicked.connect(lambda: self._set_certificates(""))
        self.certificate_words = Words("", "muted")
        self.way.add(self.proxy)
        self.way.add(self.certificate_words)
        row = Flow()
        row.addWidget(self.certificate)
        row.addWidget(self.no_certificate)
        self.way.rows.addLayout(row)
        self.body.addWidget(self.way)

    def _build_fingerprint(self) -> None:
        self.fingerprint = Card(
            N_("Is this the right server?"),
            N_("Compare every letter with what you were given by another way, for example by voice."),
        )
        self.shown = Words("", "passphrase")
        self.agree = Button(N_("All of it agrees: trust this server"), "primary")
        self.agree.clicked.connect(self._agree)
        self.fingerprint.add(self.shown)
        self.fingerprint.add(self.agree, left=True)
        self.fingerprint.hide()
        self.body.addWidget(self.fingerprint)

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

    def _show(self, found: Access | None) -> None:
        self._before = found or Access(address="")
        kind = connecting.kind_of(self._before) or "folder"
        self.kind.choose(kind)
        self.address.put(self._before.address.removeprefix(_BEGIN[kind]))
        self.user.put(self._before.user)
        self.secret.line.clear()
        self.region.put(self._before.region)
        self.host_key.put(self._before.host_key)
        self.proxy.put(self._before.proxy)
        self._private_key = self._before.private_key
        self._set_certificates(self._before.certificates)
        self._fit()

    def _fit(self) -> None:
        """Ask only what this kind of place needs."""
        kind = self.kind.value()
        is_folder, is_ssh = kind == "folder", kind == "sftp"
        self.example.say(_WHERE[kind])
        self.choose.setVisible(is_folder)
        self.opening.setVisible(not is_folder)
        self.way.setVisible(not is_folder)
        self.user.setVisible(not is_ssh)
        self.region.setVisible(kind == "s3")
        for widget in (self.key, self.key_words, self.host_key):
            widget.setVisible(is_ssh)
        self.key_words.say(
            N_("A private key is chosen; the password unlocks it, if it has one.")
            if self._private_key
            else N_("No private key is chosen: the password is used.")
        )
        self.kept_secret.setVisible(bool(self._before.secret))
        for widget in (self.certificate, self.no_certificate, self.certificate_words):
            widget.setVisible(not is_ssh)
        self.no_certificate.setVisible(not is_ssh and bool(self._certificates))

    def _choose_kind(self, kind: str) -> None:
        """Begin anew with another kind of place; the kept one comes back with its own."""
        is_kept = kind == connecting.kind_of(self._before)
        self.address.put(self._before.address.removeprefix(_BEGIN[kind]) if is_kept else "")
        self._fit()

    def _pasted(self, text: str) -> None:
        """Follow an address that says of itself what it is."""
        kind = connecting.kind_of(Access(address=text.strip()))
        if kind and kind != self.kind.value():
            self.kind.choose(kind)
            self._fit()

    def _choose_folder(self) -> None:
        folder = self.files.folder(self, N_("Choose the shared folder"))
        if folder is not None:
            self.address.put(str(folder))

    def _choose_key(self) -> None:
        self._read(self.files.file(self, N_("Choose a private key file")), self._set_key)

    def _choose_certificates(self) -> None:
        path = self.files.file(self, N_("Choose a certificate file"), "*.pem *.crt *.cer")
        self._read(path, self._set_certificates)

    def _read(self, path: Path | None, done: Callable[[str], None]) -> None:
        if path is None:
            return
        self.jobs.run(self, lambda *_: (letters.read_letter(path), NOTHING), done=done)

    def _set_key(self, text: str) -> None:
        self._private_key = text
        self._fit()

    def _set_certificates(self, text: str) -> None:
        self._certificates = text
        self.certificate_words.say(
            N_("A certificate file is used in place of the usual authorities.")
            if text
            else N_("The usual authorities of this computer are trusted.")
        )
        self._fit()

    def entered(self) -> Access:
        """Return what stands in the fields, with the kept password where none was typed."""
        kind, typed = self.kind.value(), self.address.text()
        is_whole = bool(connecting.kind_of(Access(address=typed)))
        address = typed if is_whole and kind != "folder" else _BEGIN[kind] + typed.removeprefix(_BEGIN[kind])
        if kind == "folder":
            return Access(address=address)
        is_same = self._before.address.strip() == address.strip()
        secret = self.secret.line.text() or (self._before.secret if is_same else "")
        is_ssh = kind == "sftp"
        return Access(
            address=address,
            user="" if is_ssh else self.user.text(),
            secret=secret,
            private_key=self._private_key if is_ssh else "",
            host_key=self.host_key.text() if is_ssh else "",
            region=self.region.text() or "us-east-1",
            proxy=self.proxy.text(),
            certificates="" if is_ssh else self._certificates,
        )

    def _agree(self) -> None:
        self.host_key.put(self._offered)
        self.fingerprint.hide()
        self._test(and_keep=True)

    def _test(self, *, and_keep: bool) -> None:
        place = self.entered()
        self.notice.dismiss()
        self.fingerprint.hide()
        self.progress.begin(N_("Testing the connection"))
        self._allow(allowed=False)

        def work(on_desk: OnDesk, progress: Progress) -> tuple[Tried, Changes]:
            ids = on_desk(lambda desk: desk.ids)
            tried = connecting.try_out(place, ids=ids, progress=progress)
            if tried.error is None and and_keep:
                return tried, on_desk(lambda desk: places.keep(desk, place))[1]
            return tried, NOTHING

        self._running = self.jobs.run(
            self,
            work,
            done=lambda tried: self._tried(tried, and_keep=and_keep),
            progressed=self.progress.show_report,
            failed=self._failed,
        )

    def _stop(self) -> None:
        if self._running is not None:
            self._running.stop()

    def _tried(self, tried: Tried, *, and_keep: bool) -> None:
        self._end()
        if tried.fingerprint:
            self._offered = tried.fingerprint
            self.shown.say(_in_fours(tried.fingerprint))
            self.fingerprint.show()
            self.agree.setFocus()
        elif tried.error is not None:
            self.complain(tried.error)
        elif and_keep:
            self.shell.go("sync")
        else:
            self.notice.tell(
                N_("The connection works."),
                N_("Listing, storing and reading back all went well. Nothing was kept yet."),
                style="ok",
            )

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
        place = self.entered()

        def keep(desk: Desk) -> tuple[None, Changes]:
            return places.keep(desk, place)

        self.jobs.write(self, keep, done=lambda _: self.shell.go("sync"), failed=self.complain)


def _in_fours(fingerprint: str) -> str:
    """Return a fingerprint as people compare it: four letters at a time."""
    kind, colon, digest = fingerprint.partition(":")
    groups = [digest[at : at + 4] for at in range(0, len(digest), 4)]
    return f"{kind}{colon}\n{' '.join(groups)}"
