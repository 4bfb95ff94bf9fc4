"""What a process gives up before it reads anything: memory copied to disk, code from the current folder.

Knows no vault. What it sets, child processes and a restart inherit.
"""

import ctypes
import os
import sys
from contextlib import suppress

_SET_DUMPABLE = 4
"""PR_SET_DUMPABLE of Linux: also when the system's own collector of crashes takes no notice of the limit."""


def harden() -> None:
    """Write no memory to disk at a crash; import nothing that lies in the current folder."""
    os.environ["PYTHONSAFEPATH"] = "1"
    with suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0, 0, 0, 0)
