"""The ways from a factory to those who can act: tick those that belong to a finding, or type a new one."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from monitor_app.domain.supply import LinkSource
from monitor_app.operations.supplying import Chain, ChainRow
from monitor_app.text import N_
from monitor_app.ui.models.wordings import LINK_SOURCES
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.fields import ChoiceField, LineField, Tick
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.speaking import Button, Words
from monitor_app.ui.widgets.transcript_view import clear


class ChainList(Card):
    """`wanted` carries a new chain to add, without its site."""

    wanted = Signal(object)
    touched = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            N_("The way to the buyers"),
            N_("Factory → product → brand → contract → buyer. Say for each where it is known from."),
            parent,
        )
        self._ticked: set[str] = set()
        self._coming: set[str] = set()
        self.ticks: dict[str, Tick] = {}
        self.nothing = Words(N_("No way is known for this factory yet."), "muted")
        self.add(self.nothing)
        self.new = Button(N_("Type a new way"), picture="plus")
        self.new.clicked.connect(lambda: self.ask(asking=True))
        self._build_form()
        self.add(self.new, left=True)
        self.ask(asking=False)

    def show_chains(self, chains: Sequence[ChainRow]) -> None:
        """Show the chains of one site; what is ticked stays ticked."""
        self._coming = set()
        clear(self.ticks.values())
        self.ticks = {one.id: Tick(_sentence(one), is_ticked=one.id in self._ticked) for one in chains}
        for at, (chain_id, tick) in enumerate(self.ticks.items()):
            tick.toggled.connect(lambda on, id_=chain_id: self._tick(id_, on=on))
            self.rows.insertWidget(3 + at, tick)
        self.nothing.setVisible(not chains)

    def tick(self, chain_ids: Collection[str]) -> None:
        """Tick these and no others."""
        self._ticked = set(chain_ids)
        for chain_id, tick in self.ticks.items():
            tick.box.setChecked(chain_id in self._ticked)

    def tick_too(self, chain_id: str) -> None:
        """Tick a chain that will be shown; it counts from now on, though its row is still being read."""
        self._coming = self._coming | {chain_id}
        self._tick(chain_id, on=True)

    def ticked(self) -> tuple[str, ...]:
        """Return the ids of the ticked chains of the site that is shown."""
        return tuple(one for one in (*self.ticks, *self._coming) if one in self._ticked)

    def words(self) -> str:
        """Return the ticked ids as text, for keeping."""
        return " ".join(sorted(self._ticked))

    def put(self, words: str) -> None:
        """Tick again what was ticked."""
        self.tick(words.split())

    def _tick(self, chain_id: str, *, on: bool) -> None:
        self._ticked = self._ticked | {chain_id} if on else self._ticked - {chain_id}
        self.touched.emit()

    def ask(self, *, asking: bool) -> None:
        """Show or hide the form."""
        self.form.setVisible(asking)
        self.new.setVisible(not asking)
        if asking:
            self.product.setFocus()

    def empty(self) -> None:
        """Clear the form: its chain was kept."""
        for field in self._lines:
            field.line.clear()
        self.verified.box.setChecked(False)
        self.ask(asking=False)

    def _build_form(self) -> None:
        self.form = Card()
        self.product = LineField(N_("Product"))
        self.brand = LineField(N_("Brand"))
        self.contract = LineField(N_("Contract"), N_("Its name in public, such as “Laptops for schools 2026”."))
        self.number = LineField(N_("Contract number"))
        self.buyer = LineField(N_("Buyer"))
        self._lines = (self.product, self.brand, self.contract, self.number, self.buyer)
        self.source = ChoiceField(N_("Where is it known from?"))
        self.source.offer([(str(one), words) for one, words in LINK_SOURCES.items()])
        self.verified = Tick(N_("Verified: I have seen the proof. Without a tick it is suspected."))
        for field in (*self._lines, self.source, self.verified):
            self.form.add(field)
        keep = Button(N_("Keep this way"))
        keep.clicked.connect(self._keep)
        not_now = Button(N_("Not now"))
        not_now.clicked.connect(lambda: self.ask(asking=False))
        row = Flow()
        row.addWidget(keep)
        row.addWidget(not_now)
        self.form.rows.addLayout(row)
        self.keep_button = keep
        self.add(self.form)

    def _keep(self) -> None:
        self.wanted.emit(
            Chain(
                site="",
                product=self.product.text(),
                brand=self.brand.text(),
                contract=self.contract.text(),
                buyer=self.buyer.text(),
                contract_number=self.number.text(),
                source=LinkSource(self.source.value()),
                verified=self.verified.is_ticked(),
            )
        )


def _sentence(one: ChainRow) -> str:
    contract = f"{one.contract} ({one.contract_number})" if one.contract_number else one.contract
    return " → ".join((one.product, one.brand, contract, one.buyer))
