"""The address of a shared place, taken apart. Refuses what would send words in the open.

`folder:/path` or a bare absolute path, `webdav:https://host/path`, `s3:https://endpoint/bucket`,
`sftp://user@host/path`.
"""

from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from urllib.parse import SplitResult, unquote, urlsplit

from monitor_app.errors import BadInput
from monitor_app.text import N_

KINDS = ("folder", "webdav", "s3", "sftp")
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_PORTS = {"https": 443, "http": 80, "sftp": 22}


@dataclass(frozen=True)
class Url:
    """A place on a server. `path` has no slash at either end and is not percent-encoded."""

    scheme: str
    user: str
    host: str
    port: int
    path: str

    @property
    def server(self) -> str:
        """Return scheme, host and port, as in `https://host:443`."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"


def kind_of(address: str) -> tuple[str, str]:
    """Return the kind of place and the rest of its address. Raise BadInput."""
    if Path(address).is_absolute() or PureWindowsPath(address).is_absolute():
        return "folder", address
    kind, _, rest = address.partition(":")
    if kind not in KINDS or not rest:
        raise BadInput(
            N_("This is not an address of a shared place that is known here."),
            N_("Choose a folder, or write webdav:https://…, s3:https://… or sftp://… and the whole address."),
        )
    return kind, rest


def web_url(rest: str) -> Url:
    """Take apart an address of the web; only `https`, and `http` to this computer or an onion service."""
    url = _taken_apart(rest)
    is_private = url.host in _HERE or url.host.endswith(".onion")
    if url.scheme != "https" and not (url.scheme == "http" and is_private):
        raise BadInput(
            N_("This address would send the password without encryption."), N_("Write https:// instead.")
        )
    if url.user:
        raise _user_inside()
    return url


def sftp_url(rest: str) -> Url:
    """Take apart what follows `sftp:`."""
    return _taken_apart(f"sftp:{rest}")


def _taken_apart(text: str) -> Url:
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise _not_whole() from error
    if parts.password:
        raise _user_inside()
    if not host or not port or parts.query or parts.fragment or not _is_plain(parts):
        raise _not_whole()
    return Url(parts.scheme, unquote(parts.username or ""), host, port, unquote(parts.path).strip("/"))


def _is_plain(parts: SplitResult) -> bool:
    """Tell whether the path goes down only."""
    return not {"..", "."} & set(unquote(parts.path).split("/"))


def _not_whole() -> BadInput:
    return BadInput(
        N_("The address of the shared place is not whole."),
        N_("Copy it again from where you were given it, from the first letter to the last."),
    )


def _user_inside() -> BadInput:
    return BadInput(
        N_("A name or password stands inside the address, where it could be seen."),
        N_("Take it out of the address and write it in its own field."),
    )
