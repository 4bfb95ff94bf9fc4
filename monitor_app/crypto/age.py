"""age v1 files, written and read as a stream over `cryptography` alone (FORMAT.md §8).

Needs no other program and starts none. Holds one buffer, never a file.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence


def new_identity(*, post_quantum: bool = False) -> tuple[str, str]:
    """Draw a key pair; return (identity, recipient) as text: keep the first, hand out the second."""
    raise NotImplementedError


def check_recipient(recipient: str) -> None:
    """Return if this is a recipient we can write to, else raise KeyRefused (plugins too)."""
    raise NotImplementedError


class AgeWriter:
    """Encrypts what is written and hands the file on to `sink`, block by block.

    One kind of recipient a file: `age1…` keys, or `age1pq1…` keys, or one passphrase.
    """

    def __init__(
        self,
        sink: Callable[[bytes], object],
        recipients: Sequence[str] = (),
        *,
        passphrase: str | None = None,
    ) -> None:
        """Write the header. Raise KeyRefused."""
        raise NotImplementedError

    def write(self, content: bytes | bytearray | memoryview) -> int:
        """Encrypt some more and return its length, as a file does."""
        raise NotImplementedError

    def finish(self) -> None:
        """Write the last chunk; without it the file does not open."""
        raise NotImplementedError


def read(
    blocks: Iterable[bytes], identities: Sequence[str] = (), *, passphrase: str | None = None
) -> Iterator[bytes]:
    """Yield the content of an age file, armored or not. Raise DecryptionFailed, KeyRefused.

    What was yielded before an error is authentic but not the whole: throw it away.
    """
    raise NotImplementedError
