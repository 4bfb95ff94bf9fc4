"""A finding in plain facts, the way to the buyers, and what each file is (RO-Crate 1.1). Pure."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

from monitor_app.bundles.case import Case, Figures
from monitor_app.bundles.sheets import json_text
from monitor_app.domain.events import ChainRecorded, SiteRecorded
from monitor_app.domain.supply import LinkSource, Party

CRATE = "ro-crate-metadata.json"
_PROFILE = "https://w3id.org/ro/crate/1.1"


def finding_facts(case: Case, said: Figures) -> dict[str, object]:
    """Return what a bundle says of the finding itself, flat, with counts as they may leave."""
    finding = case.finding
    site = case.sites.get(finding.site)
    return {
        "provision": finding.provision,
        "site": site.name if site else "",
        "address": site.address if site else "",
        "country": site.country if site else "",
        "title": finding.title,
        "summary": finding.summary,
        "scale": finding.severity.scale,
        "scope": finding.severity.scope,
        "irremediable": finding.severity.irremediable,
        "state": finding.state,
        "support": said.rung,
        **counts(said),
        "period": said.period,
    }


def counts(said: Figures) -> dict[str, str]:
    """Return the counts as they may leave, in words."""
    return {
        "accounts": str(said.accounts),
        "observations": str(said.observations),
        "contradictions": str(said.contradictions),
    }


def chain_json(chains: Iterable[ChainRecorded], sites: Mapping[str, SiteRecorded], audience: Party) -> bytes:
    """Return chain.json: each step from site to buyer, how it is known, and whether it is verified."""
    return json_text(
        {"version": 0, "chains": [_way(chain, sites.get(chain.site), audience) for chain in chains]}
    )


def crate_json(bundle_id: str, audience: Party, date: str, parts: Iterable[tuple[str, str]]) -> bytes:
    """Return the crate's description; `parts` are paths and what each is."""
    files = [{"@id": path, "@type": "File", "name": what} for path, what in parts]
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": bundle_id,
        "description": "A finding on labour standards with its evidence, for the audience named here.",
        "audience": {"@type": "Audience", "audienceType": audience},
        "datePublished": date,
        "license": "Confidential. For the recipients only.",
        "hasPart": [{"@id": file["@id"]} for file in files],
    }
    crate = {
        "@id": CRATE,
        "@type": "CreativeWork",
        "conformsTo": {"@id": _PROFILE},
        "about": {"@id": "./"},
    }
    return json_text({"@context": f"{_PROFILE}/context", "@graph": [crate, root, *files]})


def _way(chain: ChainRecorded, site: SiteRecorded | None, audience: Party) -> dict[str, object]:
    """Name each step and how it is known; that a worker told is nobody's business outside."""
    told_by_worker = chain.source is LinkSource.WORKER_STATEMENT and audience is not Party.WORKERS
    source = "not_disclosed" if told_by_worker else str(chain.source)
    status = "verified" if chain.verified else "suspected"
    steps = {
        "site": site.name if site else "",
        "product": chain.product,
        "brand": chain.brand,
        "contract": chain.contract,
        "buyer": chain.buyer,
    }
    links = [{"from": start, "to": end, "source": source, "status": status} for start, end in pairwise(steps)]
    return {**steps, "contract_number": chain.contract_number, "status": status, "links": links}
