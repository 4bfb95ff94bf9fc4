"""From an address to a Remote. The only module of this package others need."""

from monitor_app.ports import Remote


def open_remote(address: str, *, in_child: bool = True) -> Remote:
    """Open `folder:/path` (or a bare absolute path). Raise BadInput for an unknown address, RemoteError if it is not there."""
    raise NotImplementedError
