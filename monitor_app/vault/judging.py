"""Bodies of a kind only a newer program knows: held until the kind is known and their right can be judged.

Who may write what is not known here.
"""

from monitor_app.domain.events import Event
from monitor_app.vault import projections, reading
from monitor_app.vault.vault import Vault, saving


def readable(vault: Vault) -> list[tuple[str, str, Event]]:
    """Return what waited and can be read now, as (root, stream, event), in the order it came."""
    waiting = vault.rows(
        """SELECT u.root, e.stream FROM unjudged u JOIN event e ON e.root = u.root
        WHERE u.refused = 0 ORDER BY e.id"""
    )
    read = [(root, stream, reading.event_of(vault, root)) for root, stream in waiting]
    return [(root, stream, event) for root, stream, event in read if event is not None]


@saving
def admit(vault: Vault, root: str, event: Event) -> None:
    """Take in an event whose writer was entitled to it."""
    row = vault.row("SELECT max(verified) FROM event WHERE root = ?", root)
    vault.run("DELETE FROM unjudged WHERE root = ?", root)
    projections.apply(vault, root, event, verified=bool(row and row[0]))


@saving
def refuse(vault: Vault, root: str) -> None:
    """Never take in an event whose writer was not entitled to it; the header stays in the chain."""
    vault.run("UPDATE unjudged SET refused = 1 WHERE root = ?", root)
    vault.run("DELETE FROM body WHERE root = ?", root)
