"""The way from a factory to the buyers who can act: site → product → brand → contract → buyer."""

from dataclasses import dataclass

from monitor_app.domain.events import ChainRecorded
from monitor_app.domain.supply import LinkSource
from monitor_app.errors import BadInput
from monitor_app.operations import membership
from monitor_app.operations.changes import Changes, Topic, touched
from monitor_app.operations.desk import Desk
from monitor_app.text import N_
from monitor_app.vault import events, queries
from monitor_app.vault.views import ChainRow

__all__ = ["Chain", "ChainRow", "add_chain", "chains"]


@dataclass(frozen=True, kw_only=True)
class Chain:
    """One chain as a person types it. `source` says where it is known from."""

    site: str
    product: str
    brand: str
    contract: str
    buyer: str
    contract_number: str = ""
    source: LinkSource = LinkSource.BRAND_DISCLOSURE
    verified: bool = False


def add_chain(desk: Desk, chain: Chain) -> tuple[str, Changes]:
    """Record a chain; return its id. Raise BadInput while a link is empty."""
    membership.demand_coordinator(desk)
    links = (chain.site, chain.product, chain.brand, chain.contract, chain.buyer)
    if not all(link.strip() for link in links):
        raise BadInput(
            N_("A link of the chain is empty."),
            N_("Fill in factory, product, brand, contract and buyer, or leave the chain out."),
        )
    chain_id = desk.ids.new_id()
    event = ChainRecorded(
        subject=chain_id,
        device=desk.box,
        time=desk.stamp(),
        site=chain.site,
        product=chain.product.strip(),
        brand=chain.brand.strip(),
        contract=chain.contract.strip(),
        buyer=chain.buyer.strip(),
        contract_number=chain.contract_number.strip(),
        source=chain.source,
        verified=chain.verified,
    )
    events.append(desk.vault, event, stream=desk.box)
    return chain_id, touched(Topic.FINDINGS, Topic.SYNC)


def chains(desk: Desk, *, site: str = "") -> list[ChainRow]:
    """Return the chains of one site, or all."""
    return queries.chains(desk.vault, site=site)
