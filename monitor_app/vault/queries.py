"""Reading for screens: pages of rows by SQL, never whole tables. Nothing is written here."""

from monitor_app.domain.reviewing import RecordState
from monitor_app.vault.opening import Vault
from monitor_app.vault.views import (
    ChainRow,
    CustodyRow,
    FindingRow,
    RecordFilter,
    RecordRow,
    RecordView,
    SiteRow,
)


def records(vault: Vault, wanted: RecordFilter, *, offset: int = 0, limit: int = 50) -> list[RecordRow]:
    """Return a page of records, last finished first."""
    raise NotImplementedError


def count_records(vault: Vault, wanted: RecordFilter) -> int:
    """Count the records a filter lets through."""
    raise NotImplementedError


def count_by_state(vault: Vault) -> dict[RecordState, int]:
    """Count records by state."""
    raise NotImplementedError


def record(vault: Vault, record_id: str, *, root: str = "") -> RecordView:
    """Open a record, at the version `root` or the newest standing one. Raise BadInput if unknown."""
    raise NotImplementedError


def sites(vault: Vault) -> list[SiteRow]:
    """Return all sites by name."""
    raise NotImplementedError


def site(vault: Vault, site_id: str) -> SiteRow | None:
    """Return one site."""
    raise NotImplementedError


def findings(vault: Vault, *, site: str = "") -> list[FindingRow]:
    """Return all findings, last changed first."""
    raise NotImplementedError


def finding_root(vault: Vault, finding_id: str) -> str:
    """Return the root of a finding's newest version. Raise BadInput if unknown."""
    raise NotImplementedError


def observations(vault: Vault, record_ids: tuple[str, ...]) -> frozenset[str]:
    """Return which of these records are observations (for `domain.findings.support`)."""
    raise NotImplementedError


def chains(vault: Vault, *, site: str = "") -> list[ChainRow]:
    """Return all chains, or those of one site."""
    raise NotImplementedError


def custody(vault: Vault, *, subject: str = "", limit: int = 200) -> list[CustodyRow]:
    """Return custody entries, newest first."""
    raise NotImplementedError


def unreceipted(vault: Vault, stream: str, *, limit: int = 1000) -> list[str]:
    """Return the roots of a stream's bodies that are here and that no BodiesReceived names yet."""
    raise NotImplementedError


def device_names(vault: Vault) -> dict[str, str]:
    """Return the code names of all known devices by box."""
    raise NotImplementedError
