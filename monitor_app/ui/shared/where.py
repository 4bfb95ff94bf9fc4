"""Where a shared place is: what kind, its address, its name here, and whether it only moved."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Signal

from monitor_app.operations import connecting
from monitor_app.operations.connecting import Access
from monitor_app.operations.places import Place
from monitor_app.text import N_, Message
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.fields import ChoiceField, LineField, Tick
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


class WhereCard(Card):
    """Asks for the address. `fitted` tells that the kind may have changed, `asked_folder` wants one chosen."""

    fitted = Signal()
    asked_folder = Signal()

    def __init__(self) -> None:
        super().__init__(N_("Where it is"))
        self._before = ""
        self.kind = ChoiceField(N_("What it is"))
        self.kind.offer(_KINDS)
        self.kind.chosen.connect(self._choose_kind)
        self.address = LineField(N_("Address"))
        self.address.line.textEdited.connect(self._pasted)
        self.address.line.textChanged.connect(lambda _: self._fit_moved())
        self.example = Words("", "muted")
        self.choose = Button(N_("Choose the folder"))
        self.choose.clicked.connect(self.asked_folder)
        self.moved = Tick(N_("What was sent lies there already: only the address is another now"))
        self.name = LineField(N_("What you call it"), N_("Such as Office or Blue stick. Only you see it."))
        for widget in (self.kind, self.address, self.example):
            self.add(widget)
        self.add(self.choose, left=True)
        self.add(self.moved)
        self.add(self.name)

    def show_place(self, place: Place | None) -> None:
        """Show what is kept of a place; None is a new one."""
        access = place.access if place else Access(address="")
        kind = connecting.kind_of(access) or "folder"
        self._before = access.address
        self.kind.choose(kind)
        self.address.put(access.address.removeprefix(_BEGIN[kind]))
        self.name.put(place.name if place else "")
        self.moved.box.setChecked(False)
        self.fit()

    def show_folder(self, folder: Path) -> None:
        """Show a folder that was chosen."""
        self.address.put(str(folder))

    def entered(self) -> str:
        """Return the address that stands here."""
        kind, typed = self.kind.value(), self.address.text()
        is_whole = bool(connecting.kind_of(Access(address=typed)))
        return typed if is_whole and kind != "folder" else _BEGIN[kind] + typed.removeprefix(_BEGIN[kind])

    @property
    def is_same(self) -> bool:
        """Say whether the address is the kept one."""
        return self._before.strip() == self.entered().strip()

    def fit(self) -> None:
        """Ask only what this kind of place needs."""
        kind = self.kind.value()
        self.example.say(_WHERE[kind])
        self.choose.setVisible(kind == "folder")
        self._fit_moved()
        self.fitted.emit()

    def _fit_moved(self) -> None:
        self.moved.setVisible(bool(self._before) and not self.is_same)

    def _choose_kind(self, kind: str) -> None:
        """Begin anew with another kind of place; the kept one comes back with its own."""
        is_kept = kind == connecting.kind_of(Access(address=self._before))
        self.address.put(self._before.removeprefix(_BEGIN[kind]) if is_kept else "")
        self.fit()

    def _pasted(self, text: str) -> None:
        """Follow an address that says of itself what it is."""
        kind = connecting.kind_of(Access(address=text.strip()))
        if kind and kind != self.kind.value():
            self.kind.choose(kind)
            self.fit()
