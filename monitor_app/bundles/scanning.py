"""The last look before anything leaves: planted words, phone numbers, id numbers and mail addresses.

Names the file and the kind of thing found, never the thing.
"""

from collections.abc import Iterable, Sequence

from monitor_app.bundles.container import Entry


def scan(entries: Iterable[Entry], forbidden: Sequence[str], *, expected: Sequence[str] = ()) -> None:
    """Raise ExportRefused if an entry holds a forbidden text or a number like a phone's or an id's.

    `expected` are texts that are meant to leave, such as a contract's number.
    """
    raise NotImplementedError(entries, forbidden, expected)
