"""The shared places of a project as rows, in the order in which they are visited. What opens one is opaque.

What each place lacks, and what lies there, is `lodging`'s.
"""

import msgspec

from monitor_app.vault.vault import Vault, saving


class PlaceRow(msgspec.Struct, frozen=True, kw_only=True):
    """One shared place. `access` is whatever opens it; a place that is off is neither visited nor forgotten."""

    id: str
    position: int
    name: str
    access: bytes
    is_on: bool
    is_automatic: bool

    def __repr__(self) -> str:
        return f"PlaceRow({self.id})"


_KEPT_BEFORE = "place"
"""Where an older program kept what opens the one place there was; the migration had to leave it."""
_COLUMNS = "id, position, name, access, is_on, is_automatic"


def rows(vault: Vault) -> list[PlaceRow]:
    """Return all places in order."""
    found = vault.rows(f"SELECT {_COLUMNS} FROM place ORDER BY position, id")  # noqa: S608 - our own words
    return [
        PlaceRow(
            id=id_,
            position=position,
            name=name,
            access=bytes(access),
            is_on=bool(is_on),
            is_automatic=bool(is_automatic),
        )
        for id_, position, name, access, is_on, is_automatic in found
    ]


@saving
def put(vault: Vault, row: PlaceRow) -> None:
    """Keep a place; `lodging.begin` says what a new one lacks."""
    vault.run(
        f"""INSERT INTO place ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
        position = excluded.position, name = excluded.name, access = excluded.access,
        is_on = excluded.is_on, is_automatic = excluded.is_automatic""",  # noqa: S608 - our own words
        *(row.id, row.position, row.name, row.access, row.is_on, row.is_automatic),
    )

    vault.run("DELETE FROM key WHERE name = ?", _KEPT_BEFORE)


@saving
def drop(vault: Vault, place: str) -> None:
    """Forget a place; `lodging.leave` comes before."""
    vault.run("DELETE FROM place WHERE id = ?", place)
    vault.run("DELETE FROM key WHERE name = ?", _KEPT_BEFORE)
