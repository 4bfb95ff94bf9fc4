"""A second thread with a read-only opening of its own, for long reads that must not hold up answers."""

from collections.abc import Callable
from typing import TypeVar

from monitor_app.work.writer import Writer

T = TypeVar("T")


def reading_beside(
    writer: Writer[T], open_reader: Callable[[T], T], close_it: Callable[[T], None]
) -> Writer[T]:
    """Return a thread whose subject is made from the writer's. Close it before the writer."""

    def open_it() -> T:
        return open_reader(writer.submit(lambda subject: subject).result())

    return Writer(open_it, close_it, name="reader")
