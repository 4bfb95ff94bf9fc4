"""A vault's thread and a way in that do only what a test lets them."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

from monitor_app.errors import MonitorError
from monitor_app.operations.desk import Desk
from monitor_app.work.writer import Priority


class HeldThread:
    """A vault's thread that works at once, or only when told; `refuse` makes the next works fail."""

    def __init__(self, desk: Desk | None) -> None:
        self.desk = desk
        self.is_held = False
        self.refuse: MonitorError | None = None
        self.is_closed = False
        self._waiting: list[Callable[[], None]] = []
        self.open_error: MonitorError | None = None

    def submit(self, function: Callable[[Any], Any], *, priority: Priority = Priority.SCREEN) -> "Future[Any]":
        future: Future[Any] = Future()

        def work() -> None:
            try:
                self._perhaps_refuse(priority)
                future.set_result(function(self.desk))
            except Exception as error:  # noqa: BLE001 - a Future carries whatever was raised
                future.set_exception(error)

        self._waiting.append(work)
        if not self.is_held:
            self.let_work()
        return future

    def _perhaps_refuse(self, priority: Priority) -> None:
        if self.refuse is not None and priority is Priority.ANSWER:
            raise self.refuse

    def let_work(self) -> None:
        while self._waiting:
            self._waiting.pop(0)()

    def opened(self) -> "Future[None]":
        future: Future[None] = Future()
        if self.open_error is not None:
            future.set_exception(self.open_error)
        else:
            future.set_result(None)
        return future

    def close(self) -> None:
        self.let_work()
        self.is_closed = True


class FakeEntrance:
    """A way in that hands over a given thread and remembers what was asked."""

    def __init__(self, thread: HeldThread) -> None:
        self.thread = thread
        self.asked: list[str] = []
        self.seconds = 0

    def is_vault_here(self) -> bool:
        return False

    def offer_passphrase(self, kind: str = "invented") -> str:
        return "river-candle-orbit"

    def create(self, passphrase: str) -> HeldThread:
        self.asked.append(f"create {passphrase}")
        return self.thread

    def unlock(self, passphrase: str) -> HeldThread:
        self.asked.append(f"unlock {passphrase}")
        return self.thread

    def recover(self, sheets: Sequence[str], passphrase: str) -> HeldThread:
        self.asked.append(f"recover {len(sheets)} {passphrase}")
        return self.thread

    def wait_s(self) -> int:
        return self.seconds

    def panic(self) -> None:
        self.asked.append("panic")

    def start_demo(self) -> None:
        self.asked.append("demo")

    def lock(self, *, is_hidden: bool = False) -> None:
        self.asked.append("lock hidden" if is_hidden else "lock")
