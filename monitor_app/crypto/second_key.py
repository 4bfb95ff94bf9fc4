"""A secret behind a passphrase of its own, beside the vault's: the key of the identity parts (FORMAT.md §5a).

Knows no file and no vault. The cost of a guess is bound and bounded as a keyslot's is.
"""

import unicodedata

from monitor_app.crypto import primitives
from monitor_app.crypto.keyring import SALT_SIZE, Cost
from monitor_app.crypto.keyslots import stretched
from monitor_app.crypto.primitives import lp, random_bytes
from monitor_app.errors import DecryptionFailed, VaultDamaged, WrongPassphrase
from monitor_app.text import N_

_MAGIC = b"FWSK\x00"
_COST_SIZE = 12
_HEAD_SIZE = len(_MAGIC) + _COST_SIZE + SALT_SIZE


def wrap(secret: bytes, passphrase: str, *, context: bytes, cost: Cost) -> bytes:
    """Put `secret` behind a passphrase, bound to `context`. Raise ValueError on an illegal cost."""
    if not cost.is_bearable():
        raise ValueError("a second key costs as much to guess as a vault's")
    numbers = (cost.memory_kib, cost.passes, cost.lanes)
    head = _MAGIC + b"".join(number.to_bytes(4, "big") for number in numbers) + random_bytes(SALT_SIZE)
    key = _stretched(passphrase, cost, head[-SALT_SIZE:])
    return head + primitives.seal(key, secret, context=_bound(head, context))


def unwrap(wrapped: bytes, passphrase: str, *, context: bytes) -> bytes:
    """Return the secret. Raise WrongPassphrase, VaultDamaged, VaultError (too little memory)."""
    head = wrapped[:_HEAD_SIZE]
    key = _stretched(passphrase, _cost(head), head[-SALT_SIZE:])
    try:
        return primitives.unseal(key, wrapped[_HEAD_SIZE:], context=_bound(head, context))
    except DecryptionFailed as error:
        raise WrongPassphrase(
            N_("The identity passphrase is not right."),
            N_("It is another one than the passphrase of the vault. Check the keyboard and try again."),
        ) from error


def _cost(head: bytes) -> Cost:
    if len(head) != _HEAD_SIZE or not head.startswith(_MAGIC):
        raise _damaged()
    starts = range(len(_MAGIC), len(_MAGIC) + _COST_SIZE, 4)
    memory, passes, lanes = (int.from_bytes(head[at : at + 4], "big") for at in starts)
    cost = Cost(memory, passes, lanes)
    if not cost.is_bearable():
        raise _damaged()
    return cost


def _stretched(passphrase: str, cost: Cost, salt: bytes) -> bytes:
    typed = " ".join(unicodedata.normalize("NFKC", passphrase).split()).encode("utf-8", "surrogatepass")
    return stretched(typed, cost, salt)


def _bound(head: bytes, context: bytes) -> bytes:
    return b"fieldwork/second-key/v0" + lp(head) + lp(context)


def _damaged() -> VaultDamaged:
    return VaultDamaged(
        N_("The key of the identity parts is damaged."),
        N_("Restore the vault from a backup. Everything but the identity parts stays usable."),
    )
