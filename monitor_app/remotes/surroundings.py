"""Proxy and own certificates for the libraries of this process, which take them from its environment only.

Runs in the child, before the first connection: they are read once in a process's life. What the person's own
environment says of proxies does not count here, or a sync meant for Tor could leave by another way.
"""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from monitor_app.remotes.access import Access

MEMORY = 512 * 1024 * 1024
"""Several times what the largest object takes on its way; a listing without end ends here."""
_PROXIES = ("ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")


@contextlib.contextmanager
def settled(access: Access) -> Iterator[None]:
    """Set what `access` wants; within it the first connection must be made."""
    for name in _PROXIES:
        os.environ.pop(name, None)
        os.environ.pop(name.lower(), None)
    if access.proxy:
        os.environ["ALL_PROXY"] = access.proxy
    with _certificates(access.certificates):
        yield


def limit() -> None:
    """Give this process a ceiling of memory where the system knows one, and forbid it to leave a core file."""
    try:
        import resource
    except ImportError:  # Windows; the time limit of the parent remains
        return
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))


def demand_settled(access: Access) -> None:
    """Stop the program rather than connect past the proxy or the certificates that were asked for."""
    is_trusted = not access.certificates or "SSL_CERT_FILE" in os.environ
    if not is_trusted or access.proxy != os.environ.get("ALL_PROXY", access.proxy and "none"):
        raise RuntimeError("a shared place with a proxy or certificates is opened in a child only")


@contextlib.contextmanager
def _certificates(text: str) -> Iterator[None]:
    """Lay certificates where the library looks, for as long as it takes to read them."""
    if not text:
        yield
        return
    handle, path = tempfile.mkstemp(suffix=".pem")
    try:
        with os.fdopen(handle, "w", encoding="ascii", errors="ignore") as file:
            file.write(text)
        os.environ["SSL_CERT_FILE"] = path
        os.environ.pop("SSL_CERT_DIR", None)
        yield
    finally:
        Path(path).unlink()
