"""The rows that screens and operations read, as frozen values. No SQL here."""

from collections.abc import Mapping
from typing import Any

import msgspec

from monitor_app.domain.events import Event, Photo, RecordFinished, RecordKind, RecordReviewed
from monitor_app.domain.ordering import Stamp
from monitor_app.domain.reviewing import RecordState


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """An event as it lies in the vault. `root` and `hash` (of the header) are lower-case hex."""

    stream: str
    number: int
    root: str
    hash: str
    event: Event | None = None


class AlreadyHere(msgspec.Struct, frozen=True, kw_only=True):
    """The very same event was received before; nothing changed."""

    stream: str
    number: int
    root: str


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """One stored event of a stream with all that travels. `verified`: its writer was checked."""

    stream: str
    number: int
    root: str
    hash: str
    header: bytes
    public: bytes
    signature: bytes
    body: bytes | None
    verified: bool


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A record being written. `sealed` holds identity answers nobody here can read, by path.

    `known` is what rules that read them decided last; `can_go_back`: it was carried over, not yet gone on with.
    """

    id: str
    record_kind: RecordKind
    form_digest: str
    language: str
    site: str
    pseudonym: str
    replaces: str
    place: str
    started_ms: int
    changed_ms: int
    answers: Mapping[str, Any]
    sealed: Mapping[str, bytes]
    photos: tuple[Photo, ...]
    known: Mapping[str, bool] = {}
    can_go_back: bool = False


class DraftSummary(msgspec.Struct, frozen=True, kw_only=True):
    """One open draft for a list. `has_newer`: a newer version of its questionnaire is here."""

    id: str
    record_kind: RecordKind
    form_digest: str
    form_title: str
    language: str
    site: str
    site_name: str
    pseudonym: str
    replaces: str
    started_ms: int
    changed_ms: int
    answered: int
    has_newer: bool = False


class AuditLine(msgspec.Struct, frozen=True, kw_only=True):
    """One keeping of one answer: which question and when, never what."""

    path: str
    at_ms: int


class RecordFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which records to list; what is empty does not narrow. `box` is the writing device."""

    text: str = ""
    state: RecordState | None = None
    kind: RecordKind | None = None
    site: str = ""
    provision: str = ""
    box: str = ""
    only_standing: bool = True


class RecordRow(msgspec.Struct, frozen=True, kw_only=True):
    """One record in a list: its newest standing version. `rivals` counts the other standing ones.

    `is_urgent`: whoever wrote it said that somebody is in danger.
    """

    id: str
    root: str
    kind: RecordKind
    pseudonym: str
    state: RecordState
    site: str
    site_name: str
    form_title: str
    language: str
    device: str
    device_name: str
    finished_ms: int
    rivals: int
    verified: bool
    has_query: bool
    is_urgent: bool


class VersionRow(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a record. `standing`: no other version replaces it."""

    root: str
    replaces: str
    device: str
    device_name: str
    stamp: Stamp
    finished_ms: int
    standing: bool
    state: RecordState
    verified: bool


class ReviewRow(msgspec.Struct, frozen=True, kw_only=True):
    """One decision about one version of a record."""

    root: str
    event: RecordReviewed
    device_name: str


class RecordView(msgspec.Struct, frozen=True, kw_only=True):
    """A record opened: the row, the event of the version shown (None if its body is not here), and the rest."""

    row: RecordRow
    event: RecordFinished | None
    versions: tuple[VersionRow, ...]
    reviews: tuple[ReviewRow, ...]
    photos: tuple[Photo, ...]
    findings: tuple[str, ...]


class SiteRow(msgspec.Struct, frozen=True, kw_only=True):
    """A production site and how many records are about it."""

    id: str
    root: str
    name: str
    address: str
    country: str
    records: int


class FindingRow(msgspec.Struct, frozen=True, kw_only=True):
    """A finding in a list."""

    id: str
    root: str
    provision: str
    site: str
    site_name: str
    title: str
    state: str
    scale: str
    changed_ms: int
    evidence: int


class ChainRow(msgspec.Struct, frozen=True, kw_only=True):
    """One way from a site to a buyer."""

    id: str
    root: str
    site: str
    product: str
    brand: str
    contract: str
    buyer: str
    contract_number: str
    source: str
    verified: bool


class FormRow(msgspec.Struct, frozen=True, kw_only=True):
    """A questionnaire in a list."""

    digest: str
    id: str
    version: str
    title: str
    published: bool


class QuestionnaireRow(msgspec.Struct, frozen=True, kw_only=True):
    """A published questionnaire. `is_here`: it is compiled and kept in this vault."""

    digest: str
    root: str
    form_id: str
    version: str
    title: str
    is_here: bool


class CustodyRow(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the custody log."""

    root: str
    subject: str
    action: str
    detail: Mapping[str, str]
    device: str
    at_ms: int


class OutboxSummary(msgspec.Struct, frozen=True, kw_only=True):
    """How many objects are here, sent and confirmed, and how many bytes still wait."""

    waiting: int
    sent: int
    confirmed: int
    bytes: int


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """One thing a check found: what kind, and the id of what it concerns."""

    what: str
    where: str
