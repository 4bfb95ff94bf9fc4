"""Signatures that `ssh-keygen -Y verify` accepts: SSHSIG version 1, Ed25519, SHA-512 (FORMAT.md §8)."""


def ssh_sign(seed: bytes, message: bytes, *, namespace: str) -> str:
    """Return an armored signature."""
    raise NotImplementedError


def ssh_verify(armored: str, message: bytes, *, namespace: str) -> bytes:
    """Return the 32-byte public key that made the signature. Raise KeyRefused."""
    raise NotImplementedError


def public_line(public: bytes, comment: str = "") -> str:
    """Return the key as OpenSSH writes it: `ssh-ed25519 AAAA… comment`."""
    raise NotImplementedError


def allowed_signers_line(identity: str, public: bytes, *, namespace: str | None = None) -> str:
    """Return a line for an `allowed_signers` file."""
    raise NotImplementedError
