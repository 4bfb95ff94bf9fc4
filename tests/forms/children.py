"""Children that do not do what they are asked to. Kept apart: a spawned child imports only this."""

import os
import threading
from multiprocessing.connection import Connection


def die(_pipe: Connection) -> None:
    """End without reading."""
    os._exit(3)


def never_read(_pipe: Connection) -> None:
    """Stand still."""
    threading.Event().wait()


def answer_half(pipe: Connection) -> None:
    """Read, promise an answer of 100 bytes, give one of them, and stand still."""
    pipe.recv()
    os.write(pipe.fileno(), b"\x00\x00\x00\x64x")
    threading.Event().wait()
