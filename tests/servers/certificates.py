"""An authority of our own and a certificate for this computer, made anew for each run of the tests."""

import contextlib
import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Certificates:
    """`authority` is PEM text to trust; `chain` and `key` are files for a server."""

    authority: str
    chain: Path
    key: Path


def make(folder: Path, *, days_from: int = -1, days_to: int = 30) -> Certificates:
    """Write a certificate for 127.0.0.1 (and for no name), valid between those days from today."""
    authority_key, server_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer = _name("Invented Authority")
    authority = (
        _begun(issuer, issuer, authority_key, -1, 30)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    server = (
        _begun(_name("Invented Server"), issuer, server_key, days_from, days_to)
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    chain, key = folder / "server.pem", folder / "server.key"
    chain.write_bytes(server.public_bytes(serialization.Encoding.PEM))
    key.write_bytes(
        server_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return Certificates(authority.public_bytes(serialization.Encoding.PEM).decode(), chain, key)


@contextlib.contextmanager
def serving(made: Certificates) -> Iterator[int]:
    """Show the certificate at a port of loopback to whoever connects, and do nothing else."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made.chain, made.key)
    listening = socket.create_server(("127.0.0.1", 0))

    def shake_hands() -> None:
        with contextlib.suppress(OSError):
            while True:
                link, _ = listening.accept()
                with link, contextlib.suppress(OSError):
                    context.wrap_socket(link, server_side=True).close()

    threading.Thread(target=shake_hands, daemon=True).start()
    try:
        yield int(listening.getsockname()[1])
    finally:
        listening.close()


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _begun(subject, issuer, key, days_from: int, days_to: int) -> x509.CertificateBuilder:
    today = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today + datetime.timedelta(days=days_from))
        .not_valid_after(today + datetime.timedelta(days=days_to))
    )
