"""Threads for hashing and sealing, and for the network. What runs there never touches a vault."""

import os
from concurrent.futures import ThreadPoolExecutor


class Pools:
    """The pools of one open vault."""

    def __init__(self) -> None:
        self.sealing = ThreadPoolExecutor(min(4, os.cpu_count() or 1), thread_name_prefix="sealing")
        self.network = ThreadPoolExecutor(4, thread_name_prefix="network")

    def close(self) -> None:
        """Cancel what waits, let what runs come to its end."""
        for pool in (self.network, self.sealing):
            pool.shutdown(wait=True, cancel_futures=True)
