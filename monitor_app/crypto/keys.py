"""The keys a vault, a device and a project hold, each for one use (FORMAT.md §9).

None of them shows its bytes when printed: a key must not reach a log or a crash report.
"""

from typing import Self

import msgspec

from monitor_app.crypto import primitives
from monitor_app.crypto.primitives import KEY_SIZE, hkdf
from monitor_app.errors import KeyRefused
from monitor_app.text import N_


class _Secret(msgspec.Struct, frozen=True, kw_only=True):
    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"

    def __rich_repr__(self) -> list[tuple[str, object]]:
        return []


class VaultKeys(_Secret, frozen=True, kw_only=True):
    """What is derived from the vault key, 32 bytes each."""

    database: bytes
    attachments: bytes
    search: bytes
    local: bytes
    backup: bytes

    @classmethod
    def of(cls, vault_key: bytes) -> Self:
        """Derive all keys. Raise KeyRefused unless `vault_key` has 32 bytes."""
        check_key(vault_key)
        uses = cls.__struct_fields__
        return cls(**{use: hkdf(vault_key, info=f"fieldwork/vault/v0/{use}") for use in uses})


class DevicePublic(msgspec.Struct, frozen=True, kw_only=True):
    """What others know of a device: it is verified and sealed to with these."""

    signing: bytes
    receive: bytes

    @property
    def fingerprint(self) -> str:
        """Six groups of five digits that stand for both keys, for people to compare."""
        return primitives.fingerprint(self.signing + self.receive)


class DeviceKeys(_Secret, frozen=True, kw_only=True):
    """What only the device itself knows."""

    signing_seed: bytes
    receive_seed: bytes

    @classmethod
    def fresh(cls) -> Self:
        """Draw the keys of a new device."""
        return cls(
            signing_seed=primitives.new_signing_seed(),
            receive_seed=primitives.new_receive_seed(),
        )

    def public(self) -> DevicePublic:
        """Return what may be shown to everyone."""
        return DevicePublic(
            signing=primitives.signing_public(self.signing_seed),
            receive=primitives.receive_public(self.receive_seed),
        )


class ProjectKey(_Secret, frozen=True, kw_only=True):
    """What everyone in a project shares; its generation rises when somebody is revoked."""

    secret: bytes
    generation: int = 0

    @classmethod
    def fresh(cls, *, generation: int = 0) -> Self:
        """Draw a new project key."""
        return cls(secret=primitives.new_key(), generation=generation)

    def roster_key(self) -> bytes:
        """Return the key under which the roster log lies on the remote."""
        return self._derived("roster")

    def names_key(self) -> bytes:
        """Return the key for names on the remote."""
        return self._derived("names")

    def _derived(self, use: str) -> bytes:
        check_key(self.secret)
        salt = self.generation.to_bytes(4, "big")
        return hkdf(self.secret, info=f"fieldwork/project/v0/{use}", salt=salt)


def check_key(key: bytes) -> None:
    """Return if `key` has the size of a key, else raise KeyRefused."""
    if len(key) != KEY_SIZE:
        raise KeyRefused(N_("A key has the wrong length."), N_("Ask for the key again."))
