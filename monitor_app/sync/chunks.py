"""Fetches the chunks of files that events name: thumbnails first, as far as what may travel allows."""

from monitor_app.crypto.stream import SEALED_AT_MOST, chunk_id
from monitor_app.errors import ObjectMissing
from monitor_app.ports import Remote
from monitor_app.sync import names
from monitor_app.sync.exchange import Kind
from monitor_app.sync.pulling import Pull
from monitor_app.sync.refusals import Fault, words_of
from monitor_app.text import N_

LOT = 256
"""Chunks asked for at once."""
_KEPT_AT_ONCE = 4
"""Chunks written by one transaction: so much is fetched again after a power cut."""


class ChunkPull:
    """The second part of a pull."""

    def __init__(self, pull: Pull, days: list[str]) -> None:
        self._pull, self._days = pull, days
        self._lying: dict[str, list[str]] = {}
        self._listed: set[str] = set()
        self._absent: set[str] = set()
        self._waiting: dict[str, bytes] = {}

    def run(self) -> None:
        """Fetch lot after lot until nothing more is there, or may travel."""
        while self._pull.stopped is None:
            limit = LOT + len(self._absent)
            wanted = self._pull.incoming.wanted_chunks(up_to=self._pull.traffic.up_to, limit=limit)
            lot = [(chunk, kind) for chunk, kind in wanted if chunk not in self._absent]
            if not lot:
                return
            self._list([chunk for chunk, _ in lot])
            if not self._fetch(lot):
                return

    def _list(self, wanted: list[str]) -> None:
        """Look where the wanted chunks may lie, each shelf once; without days, everywhere."""
        prefixes = {names.chunk_shelf(day, chunk) for day in self._days for chunk in wanted} or {names.CHUNKS}
        for path in self._pull.listed(sorted(prefixes - self._listed)):
            name = names.parse(path)
            if isinstance(name, names.ChunkName):
                self._lying.setdefault(name.id, []).append(path)
        self._listed |= prefixes

    def _fetch(self, lot: list[tuple[str, Kind]]) -> bool:
        """Fetch one lot; say whether there may be more."""
        here = [(chunk, kind) for chunk, kind in lot if chunk in self._lying]
        self._absent |= {chunk for chunk, _ in lot} - {chunk for chunk, _ in here}
        self._pull.missing = len(self._absent)
        allowed = [(chunk, kind) for chunk, kind in here if self._pull.traffic.allows(kind, SEALED_AT_MOST)]
        self._pull.traffic.begin(is_sending=False, total=len(allowed) * SEALED_AT_MOST)
        what = N_("Receiving photos and files")
        try:
            for (chunk, kind), sealed, error in self._pull.fetch(self._get, allowed, what):
                if sealed is not None:
                    self._keep(chunk, kind, sealed)
                elif error is None:
                    self._absent.add(chunk)
        finally:
            self._flush()
        self._pull.missing = len(self._absent)
        return len(allowed) == len(here)

    def _get(self, remote: Remote, wanted: tuple[str, Kind]) -> bytes | None:
        """Run in a lane: return the first copy that is what its name says."""
        for path in sorted(self._lying[wanted[0]], reverse=True):
            try:
                sealed = remote.get(path)
            except ObjectMissing:
                continue
            if chunk_id(sealed) == wanted[0]:
                return sealed
            self._pull.held_back[path] = words_of(Fault.ALTERED)
        return None

    def _keep(self, chunk: str, kind: Kind, sealed: bytes) -> None:
        self._pull.traffic.carry(kind, len(sealed))
        self._pull.received_bytes += len(sealed)
        self._pull.chunks += 1
        self._waiting[chunk] = sealed
        if len(self._waiting) >= _KEPT_AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, {}
        if waiting:
            self._pull.incoming.accept_chunks(waiting)
