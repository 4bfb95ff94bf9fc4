"""What this project uses of shamir-mnemonic, which ships without types."""

from collections.abc import Iterable, Sequence

from shamir_mnemonic.utils import MnemonicError as MnemonicError

def combine_mnemonics(mnemonics: Iterable[str], passphrase: bytes = ...) -> bytes: ...
def generate_mnemonics(
    group_threshold: int,
    groups: Sequence[tuple[int, int]],
    master_secret: bytes,
    passphrase: bytes = ...,
    extendable: bool = ...,
    iteration_exponent: int = ...,
) -> list[list[str]]: ...
