"""How to reach a shared place: its address, and what proves who we are. Travels by pipe, never shown.

Must not know a library or a vault. Nothing here is written anywhere; the vault keeps it.
"""

import re
from typing import Any

import msgspec

from monitor_app.errors import BadInput
from monitor_app.text import N_

_PROXY = re.compile(r"(socks5h|https?)://(\[[0-9a-f:.]+\]|[a-z0-9._-]+):\d{1,5}/?", re.IGNORECASE)


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that opens one shared place. `certificates` are PEM text of the authorities to trust instead.

    `user` and `secret` are name and password, or the two keys of S3; `private_key` is an OpenSSH key for SFTP,
    which `secret` then unlocks; `host_key` is the server's fingerprint, as in `SHA256:…`.
    """

    address: str
    user: str = ""
    secret: str = ""
    private_key: str = ""
    host_key: str = ""
    region: str = "us-east-1"
    proxy: str = ""
    certificates: str = ""

    def __repr__(self) -> str:
        return "Access(…)"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("", "…")]


def checked(access: Access) -> Access:
    """Return `access`, or raise BadInput for a proxy that is none or would tell others where we connect to."""
    if access.proxy and not _PROXY.fullmatch(access.proxy):
        raise BadInput(
            N_("This proxy cannot be used."),
            N_("Write socks5h://, http:// or https://, then its name, a colon and its port."),
        )
    if access.certificates and "-----BEGIN CERTIFICATE-----" not in access.certificates:
        raise BadInput(
            N_("This is not a certificate."), N_("Choose a file that begins with BEGIN CERTIFICATE.")
        )
    return access
