"""Makes answers durable as they are given, and knows whether they are. It compares; it decides nothing.

What the vault holds is remembered; after each answer the difference is sent. The mark is true only when
nothing is being typed, on its way, or refused.
"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer, Signal

from monitor_app.errors import MonitorError
from monitor_app.forms.filling import Filling
from monitor_app.forms.views import Answer
from monitor_app.operations import collecting
from monitor_app.ui.jobs import Jobs
from monitor_app.ui.widgets.kept_mark import Kept
from monitor_app.work.writer import Priority

AGAIN_MS = 3_000
"""How long to wait before a refused keeping is tried again by itself."""

Then = Callable[[], None]
Failed = Callable[[MonitorError], None]


class Keeper(QObject):
    """Sends changed answers of one draft to the vault, in order."""

    state_changed = Signal(object)
    refused = Signal(object)

    def __init__(
        self,
        jobs: Jobs,
        draft_id: str,
        filling: Filling,
        held: Mapping[str, Answer],
        known: Mapping[str, bool],
    ) -> None:
        super().__init__()
        self._jobs = jobs
        self._draft_id = draft_id
        self._filling = filling
        self._sent: dict[str, Answer] = dict(held)
        self._known: dict[str, bool] = dict(known)
        self._lost: set[str] = set()
        self._on_its_way = 0
        self._is_typing = False
        self._place = ""
        self._waiting: list[tuple[Then, Failed]] = []
        self._error: MonitorError | None = None
        self.state = Kept.NOTHING_TYPED
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self.keep)

    def typing(self) -> None:
        """Note that something is being typed: not kept yet."""
        self._is_typing = True
        self._tell()

    def typed(self) -> None:
        """Note that what was typed is no answer, or no new one."""
        self._is_typing = False
        self._tell()

    def keep(self, place: str = "", language: str = "") -> None:
        """Send what changed since the last time, and where the person is."""
        self._is_typing = False
        changed = self._changed()
        known = {
            key: holds for key, holds in self._filling.known().items() if self._known.get(key) is not holds
        }
        moved = bool(place) and place != self._place
        if not changed and not known and not moved and not language:
            self._tell()
            return
        self._place = place or self._place
        self._send(changed, known, language)

    def after(self, then: Then, failed: Failed) -> None:
        """Call `then` once everything given so far is durable, or `failed` with the reason why it is not."""
        self.keep()
        self._waiting.append((then, failed))
        self._settle()

    def _changed(self) -> dict[str, Answer]:
        now = self._filling.draft()
        paths = [path for path in now if path in self._lost or now[path] != self._sent.get(path)]
        gone = [path for path in self._sent if path not in now and self._sent[path] is not None]
        gone += [path for path in self._lost if path not in now and path not in gone]
        return {**{path: now[path] for path in paths}, **dict.fromkeys(gone)}

    def _send(self, changed: dict[str, Answer], known: dict[str, bool], language: str) -> None:
        self._sent.update(changed)
        self._known.update(known)
        self._lost -= changed.keys()
        self._on_its_way += 1
        draft, place = self._draft_id, self._place
        self._jobs.write(
            self,
            lambda desk: collecting.keep(desk, draft, changed, known=known, place=place, language=language),
            done=self._arrived,
            failed=lambda error: self._failed(changed, known, error),
            priority=Priority.ANSWER,
        )
        self._tell()

    def _arrived(self, _: None) -> None:
        self._on_its_way -= 1
        if not self._lost:
            self._error = None
        self._settle()

    def _failed(self, changed: Mapping[str, Answer], known: Mapping[str, bool], error: MonitorError) -> None:
        self._on_its_way -= 1
        self._known = {key: holds for key, holds in self._known.items() if key not in known}
        self._lost |= changed.keys()
        self._error = error
        self._again.start()
        self.refused.emit(error)
        self._settle()

    def _settle(self) -> None:
        self._tell()
        if self._on_its_way:
            return
        waiting, self._waiting = self._waiting, []
        for then, failed in waiting:
            if self._error is None:
                then()
            else:
                failed(self._error)

    def _tell(self) -> None:
        state = self._now()
        if state is not self.state:
            self.state = state
            self.state_changed.emit(state)

    def _now(self) -> Kept:
        if self._error is not None and not self._on_its_way:
            return Kept.FAILED
        if self._is_typing or self._on_its_way:
            return Kept.WAITING
        return Kept.KEPT if self.state is not Kept.NOTHING_TYPED else Kept.NOTHING_TYPED
