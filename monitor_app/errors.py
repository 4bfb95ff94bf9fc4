"""All that can go wrong and is known: what happened, then what to do.

Anything raised that is not a `MonitorError` is a bug and reaches the crash dialog. No message holds an
answer, a name or a key; ids, counts and sizes only.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from monitor_app.text import N_, Message


class MonitorError(Exception):
    """Something known went wrong. `message` says what, `hint` what to do next."""

    retryable = False

    def __init__(self, message: Message, hint: Message | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}" if self.hint else str(self.message)


class BadInput(MonitorError):
    """Something a person or a file handed us cannot be used as it is."""


class NotAllowed(MonitorError):
    """The roster or the state of a thing does not allow this."""


class Cancelled(MonitorError):
    """A person stopped a long job."""


# The vault
class VaultError(MonitorError):
    """The vault cannot do what was asked."""


class NotAVault(VaultError):
    """The folder holds no vault, or a foreign or plaintext file in its place."""


class WrongPassphrase(VaultError):
    """No keyslot opens with this passphrase."""


class TriedTooOften(VaultError):
    """Too many wrong passphrases: wait. `seconds` says how long."""

    def __init__(self, message: Message, hint: Message | None = None, *, seconds: int = 0) -> None:
        super().__init__(message, hint)
        self.seconds = seconds


class VaultDamaged(VaultError):
    """A part of the vault is short, altered or missing."""


class VaultTooNew(VaultError):
    """The vault was written by a newer program."""


class VaultInUse(VaultError):
    """Another process has this vault open."""


class PlaceReadOnly(VaultError):
    """The place does not let us write."""


class BackupGone(VaultError):
    """The folder or stick of a backup is not there, or was pulled out."""

    retryable = True


class DiskFull(VaultError):
    """There is no room left to write."""

    retryable = True


# Questionnaires
@dataclass(frozen=True)
class Flaw:
    """What is wrong in a questionnaire, and where as far as it is known; rows count from 1 as programs do."""

    what: Message | str
    sheet: str = ""
    row: int = 0
    question: str = ""
    column: str = ""

    @property
    def place(self) -> Message | str:
        """Return where it is; "" if nobody can tell."""
        told: dict[str, str | int | float] = {
            "sheet": self.sheet,
            "row": self.row,
            "question": self.question,
            "column": self.column,
        }
        given = tuple(key for key, value in told.items() if value)
        sentence = (_PLACES if self.sheet in {"", "survey"} else _CHOICE_PLACES).get(given)
        return self.question if sentence is None else Message(sentence.template, told)

    def __str__(self) -> str:
        return f"{self.place}: {self.what}" if str(self.place) else str(self.what)


_PLACES: Mapping[tuple[str, ...], Message] = {
    ("sheet", "row", "question", "column"): N_(
        "Sheet {sheet}, row {row}, question {question}, column {column}"
    ),
    ("sheet", "row", "question"): N_("Sheet {sheet}, row {row}, question {question}"),
    ("sheet", "row", "column"): N_("Sheet {sheet}, row {row}, column {column}"),
    ("sheet", "row"): N_("Sheet {sheet}, row {row}"),
    ("question", "column"): N_("Question {question}, column {column}"),
}


_CHOICE_PLACES: Mapping[tuple[str, ...], Message] = {
    **_PLACES,
    ("sheet", "row", "question", "column"): N_("Sheet {sheet}, row {row}, choice {question}, column {column}"),
    ("sheet", "row", "question"): N_("Sheet {sheet}, row {row}, choice {question}"),
}


class FormRefused(BadInput):
    """A questionnaire does not compile or load. `problems` lists every reason, by sheet, row and question.

    `fixes` names ways to make it work that a person may agree to (forms.mending).
    """

    def __init__(
        self,
        message: Message,
        hint: Message | None = None,
        problems: tuple[Flaw, ...] = (),
        fixes: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message, hint)
        self.problems = problems
        self.fixes = fixes


class ExpressionError(BadInput):
    """An expression cannot be parsed or evaluated."""


# Packs
@dataclass(frozen=True)
class PackFlaw:
    """What is wrong in the file of a pack: in which row or entry, counted from 1, and in which column."""

    what: Message
    row: int = 0
    column: str = ""

    @property
    def place(self) -> Message | str:
        """Return where it is; "" if it concerns the whole file."""
        if self.row and self.column:
            return N_("Row {row}, column {column}", row=self.row, column=self.column)
        if self.row:
            return N_("Row {row}", row=self.row)
        return N_("Column {column}", column=self.column) if self.column else ""

    def __str__(self) -> str:
        return f"{self.place}: {self.what}" if self.place else str(self.what)


class PackRefused(BadInput):
    """A file of norms, rules or organisations cannot be used. `problems` names every reason by its place."""

    def __init__(
        self, message: Message, hint: Message | None = None, problems: tuple[PackFlaw, ...] = ()
    ) -> None:
        super().__init__(message, hint)
        self.problems = problems


# Sync and people
class InvitationRefused(BadInput):
    """An invitation or reply is damaged, expired or of another project."""


class SegmentRefused(MonitorError):
    """A remote object is altered, truncated, of an unknown or revoked writer, or out of order."""


class RosterRefused(MonitorError):
    """A roster is not signed as it must be, or older than what we know."""


class RemoteError(MonitorError):
    """The shared place does not do what was asked."""


class RemoteUnreachable(RemoteError):
    """The shared place does not answer now."""

    retryable = True


class ObjectMissing(RemoteError):
    """The shared place holds no object of that name."""


# What comes in and goes out
class ImageRefused(BadInput):
    """A file offered as a picture is none, is too large, or is a decompression bomb."""


class BundleRefused(BadInput):
    """A sealed package is damaged, altered, unsigned, or holds what it must not."""


class ExportRefused(NotAllowed):
    """The safety check does not let this leave."""


class KeyRefused(BadInput):
    """A key, recipient or signature is malformed or does not fit."""


class SheetRefused(BadInput):
    """The words of a recovery sheet are mistyped, incomplete, or of another set."""


class DecryptionFailed(BadInput):
    """A sealed thing does not open: wrong key, or altered."""


# What exactly a shared place refuses
class RemoteNameUnknown(RemoteUnreachable):
    """No server of that name is found: a slip in the address, or no connection."""


class RemoteSilent(RemoteUnreachable):
    """The shared place was given all the time it may take and said nothing; trying at once again is no use."""

    retryable = False


class RemotePlaceMissing(RemoteError):
    """The server answers, but the folder or bucket is not there."""


class RemoteUntrusted(RemoteError):
    """The server does not prove that it is the right one, or the link is not encrypted."""


class RemotePasswordRefused(RemoteError):
    """The server does not accept name, password or key."""


class RemoteForbidden(RemoteError):
    """The server knows us and does not allow what was asked."""


class RemoteFull(RemoteError):
    """The shared place has no room left."""


class RemoteReadOnly(RemoteError):
    """The shared place can be read but not written."""


class RemoteClockWrong(RemoteError):
    """The server refuses because this computer's clock differs from its own."""
