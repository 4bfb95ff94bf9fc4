"""What opens this vault: its passphrase, recovery sheets, the organisation's spare key; what destroys it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QWidget

from monitor_app.errors import MonitorError
from monitor_app.operations import letters, recovering, unlocking
from monitor_app.operations.changes import NOTHING, Changes
from monitor_app.operations.desk import Desk
from monitor_app.operations.recovering import NewSheets, Purpose, SpareKey
from monitor_app.operations.unlocking import Remark, Ways
from monitor_app.text import N_, Message
from monitor_app.ui.saying import day, in_threes
from monitor_app.ui.screens.base import Screen, Shell
from monitor_app.ui.translation import tr
from monitor_app.ui.ways_in.change_card import ChangeCard
from monitor_app.ui.ways_in.overview import Overview
from monitor_app.ui.ways_in.proof import Proof
from monitor_app.ui.ways_in.sheet_pages import SheetPages
from monitor_app.ui.ways_in.spare_key_card import SpareKeyCard
from monitor_app.ui.widgets.files import AskedFiles, Files

_REMARKS: dict[str, Message] = {
    "opened_by_sheets": N_("This vault was opened with recovery sheets on {day} and got a new passphrase."),
    "opened_by_spare_key": N_(
        "This vault was opened with the spare key of your organisation on {day} and got a new passphrase."
    ),
}


class Keys(Screen):
    """Answers what opens this vault, and changes it; every change asks for the passphrase again."""

    for_reading = True

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.files: Files = AskedFiles()
        self._spare: SpareKey | None = None
        self._new: NewSheets | None = None
        self.overview = Overview(shell)
        self.proof = Proof()
        self.change = ChangeCard(shell.entrance.offer_passphrase, self.complain)
        self.sheets = SheetPages(lambda: self.files, self.complain)
        self.spare = SpareKeyCard(lambda: self.files, self.complain)
        self.pages = (self.overview, self.proof, self.change, self.sheets, self.spare)
        for page in self.pages:
            self.body.addWidget(page)
        self._connect()

    def _connect(self) -> None:
        self.overview.make.clicked.connect(self._ask_sheets)
        self.overview.drop.clicked.connect(self._ask_drop)
        self.overview.change.clicked.connect(self._begin_change)
        self.overview.add_spare.clicked.connect(self._begin_spare)
        self.overview.drop_spare.clicked.connect(self._ask_drop_spare)
        self.overview.new_spare.clicked.connect(self._make_spare)
        self.overview.remark.closed.connect(lambda: self.jobs.write(self, unlocking.dismiss_remarks))
        self.overview.panic.chosen.connect(self._choose_panic)
        self.change.wanted.connect(self._change)
        self.sheets.typed.connect(self._try)
        self.spare.agreed.connect(self._ask_spare)
        for page in (self.proof, self.change, self.sheets, self.spare):
            page.left.connect(self.refresh)

    def enter(self, subject: str = "") -> None:
        """Show what opens the vault; `new` for a vault made just now."""
        super().enter(subject)
        if subject == "new":
            self.notice.tell(
                N_("Your vault is made."),
                N_("Make recovery sheets now: a lost passphrase is the commonest way to lose everything."),
                style="ok",
            )

    def refresh(self) -> None:
        """Read again what opens the vault."""
        self.shell.entitle(N_("Keys and recovery"), N_("What opens this vault, and what does not."))
        self._forget()
        self._turn(self.overview)
        self.jobs.read(self, unlocking.ways, done=self._show)

    def _forget(self) -> None:
        self._new = self._spare = None
        self.sheets.forget()
        self.change.forget()
        self.proof.field.line.clear()

    def _turn(self, page: QWidget) -> None:
        for one in self.pages:
            one.setVisible(one is page)

    def _show(self, found: Ways) -> None:
        self.overview.show_ways(found)
        if found.remarks:
            told = " ".join(_told(one) for one in found.remarks)
            hint = N_("If you do not know of it, ask your coordinator at once.")
            self.overview.remark.tell(told, hint, style="warn")

    # The passphrase
    def _begin_change(self) -> None:
        self.notice.hide()
        self.change.begin()
        self._turn(self.change)

    def _change(self, old: str, new: str, with_key: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._write(
            lambda desk: unlocking.change_passphrase(desk, old, new, with_key=with_key),
            N_("The passphrase is changed."),
            N_("Destroy the paper with the old one."),
        )

    # Recovery sheets
    def _ask_sheets(self) -> None:
        self._ask(
            N_("Make recovery sheets"),
            N_("Three sheets; any two open this vault with a new passphrase. Older sheets open nothing more."),
            N_("Make the sheets"),
            self._begin_sheets,
        )

    def _begin_sheets(self, passphrase: str) -> None:
        self.jobs.write(
            self,
            lambda desk: (recovering.begin(desk, passphrase), NOTHING),
            done=self._hand_out,
            failed=self._refused,
        )

    def _hand_out(self, new: NewSheets) -> None:
        self._new = new
        self.sheets.begin(new)
        self._turn(self.sheets)

    def _try(self, typed: list[str]) -> None:
        new = self._new
        if new is None:
            return
        if self._spare is not None:
            self._try_spare(new, typed, self._spare)
            return
        self._write(
            lambda desk: recovering.establish(desk, new, *typed),
            N_("Tried: two of these sheets open the vault."),
            N_("Give them to different people or places. Nobody should hold two."),
        )

    def _ask_drop(self) -> None:
        self._ask(
            N_("Remove the recovery sheets"),
            N_("Without them, a lost passphrase loses what is in this vault."),
            N_("Remove them"),
            lambda typed: self._write(
                lambda desk: recovering.remove(desk, typed, Purpose.RECOVERY),
                N_("The sheets open this vault no more."),
            ),
            is_dangerous=True,
        )

    # The organisation's spare key
    def _begin_spare(self) -> None:
        self.notice.hide()
        self.spare.begin()
        self._turn(self.spare)

    def _ask_spare(self, key: SpareKey) -> None:
        self._ask(
            N_("Let the organisation open this vault"),
            N_("Two people of the organisation who each hold a sheet can then open it and read everything."),
            N_("Allow it"),
            lambda typed: self._write(
                lambda desk: recovering.add_spare_key(desk, typed, key),
                N_("The organisation's spare key opens this vault from now on."),
            ),
        )

    def _ask_drop_spare(self) -> None:
        self._ask(
            N_("Remove the spare key"),
            N_("The organisation can then no longer open this vault for you."),
            N_("Remove it"),
            lambda typed: self._write(
                lambda desk: recovering.remove(desk, typed, Purpose.ESCROW),
                N_("The spare key opens this vault no more."),
            ),
            is_dangerous=True,
        )

    def _make_spare(self) -> None:
        self.notice.hide()
        self._spare, new = recovering.new_spare_key()
        self._hand_out(new)

    def _try_spare(self, new: NewSheets, typed: list[str], key: SpareKey) -> None:
        place = self.files.new_file(self, N_("Where to write the public part of the key"), "spare-key.txt")
        if place is None:
            return
        try:
            recovering.try_out(new, *typed)
            letters.write_letter(Path(place), key.text)
        except MonitorError as error:
            self.complain(error)
            return
        self.refresh()
        number = in_threes(key.fingerprint)
        self.notice.tell(
            N_("The spare key is made. Hand out its file; read this number to whoever adds it:"),
            number,
            style="ok",
        )

    # Panic
    def _choose_panic(self, keys: str) -> None:
        self.shell.prefer(replace(self.shell.preferences, panic_keys=keys))

    # What they share
    def _ask(
        self,
        heading: Message,
        consequence: Message,
        button: Message,
        then: Callable[[str], None],
        *,
        is_dangerous: bool = False,
    ) -> None:
        self.notice.hide()
        self._turn(self.proof)
        self.proof.ask(heading, consequence, button, then, is_dangerous=is_dangerous)

    def _write(
        self,
        work: Callable[[Desk], tuple[None, Changes]],
        what: Message,
        hint: Message | str = "",
    ) -> None:
        def done(_: None) -> None:
            self.refresh()
            self.notice.tell(what, hint, style="ok")

        self.jobs.write(self, work, done=done, failed=self._refused)

    def _refused(self, error: MonitorError) -> None:
        self.proof.working(is_working=False)
        self.change.working(is_working=False)
        self.complain(error)


def _told(remark: Remark) -> str:
    known = _REMARKS.get(remark.kind, N_("The keys of this vault were used on {day}."))
    return tr(Message(known.template, {"day": day(remark.ms)}))
