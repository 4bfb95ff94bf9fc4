"""All that can happen, and the one encoding of it.

An event's body is a list of leaves `(path, value)`; the answers of a record are leaves of their own, so
that each can be shown or hidden and still be proved. Salts, roots and signatures are added by `crypto`.
"""

from enum import StrEnum
from typing import Any

import msgspec

from monitor_app.domain.findings import EvidenceLink, FindingState, Severity
from monitor_app.domain.ordering import Stamp
from monitor_app.domain.people import Member
from monitor_app.domain.records import ErasureReason
from monitor_app.domain.reviewing import Decision
from monitor_app.domain.sameness import Kind
from monitor_app.domain.supply import LinkSource, Party

Answer = str | int | float | bool | list[str]
"""What a question may be answered with; dates and times are ISO text."""

ANSWERS = "answers"


class RecordKind(StrEnum):
    """What a record is."""

    INTERVIEW = "interview"
    OBSERVATION = "observation"


class FormRef(msgspec.Struct, frozen=True, kw_only=True):
    """Names the exact questionnaire a record was made with. `digest` is the SHA-256 of its XForm, in hex."""

    id: str
    version: str
    digest: str


class FileRef(msgspec.Struct, frozen=True, kw_only=True):
    """A sealed file: its chunks and the key that opens them (base64). Erase it and the file is gone."""

    id: str
    name: str
    media_type: str
    size: int
    sha256: str
    key: str
    chunks: tuple[str, ...]


class Photo(msgspec.Struct, frozen=True, kw_only=True):
    """A picture: the original as it came, the copy without metadata, and a thumbnail."""

    question: str
    area: str = ""
    provision: str = ""
    original: FileRef
    working: FileRef
    thumbnail: FileRef

    @property
    def is_picture(self) -> bool:
        """Return whether it is a picture. Any other file is one file, which stands in all three places."""
        return self.working.media_type.startswith("image/")


class _Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind"):
    """What all events say. `subject` is the thing it is about; `replaces` the root of the version before."""

    subject: str
    device: str
    time: Stamp
    replaces: str = ""


class RecordFinished(_Event, frozen=True, kw_only=True, tag="record_finished"):
    """A record was finished or revised; it carries all its answers. `identity` is sealed, in base64.

    `identity_owner` is the box that answers for it; all drop it at `identity_until_ms` (0: never said).
    `is_urgent`: somebody is in danger now, says who wrote it; it leaves before everything else.
    """

    record_kind: RecordKind
    pseudonym: str
    form: FormRef
    language: str
    site: str = ""
    answers: dict[str, Answer] = {}
    photos: tuple[Photo, ...] = ()
    identity: str = ""
    started_ms: int
    finished_ms: int
    reason: str = ""
    identity_owner: str = ""
    identity_until_ms: int = 0
    is_urgent: bool = False


class RecordReviewed(_Event, frozen=True, kw_only=True, tag="record_reviewed"):
    """A coordinator accepted, queried or set aside a version of a record. `about` is that version's root."""

    decision: Decision
    about: str
    note: str = ""


class SiteRecorded(_Event, frozen=True, kw_only=True, tag="site_recorded"):
    """A production site was named or corrected."""

    name: str
    address: str = ""
    country: str = ""


class QuestionnairePublished(_Event, frozen=True, kw_only=True, tag="questionnaire_published"):
    """A questionnaire is offered to the devices. `file` holds the XForm and its external lists as JSON."""

    title: str
    form: FormRef
    file: FileRef


class FindingRecorded(_Event, frozen=True, kw_only=True, tag="finding_recorded"):
    """A finding was recorded or revised: a breach of one provision at one site, resting on evidence."""

    provision: str
    site: str
    title: str
    summary: str
    severity: Severity
    state: FindingState
    evidence: tuple[EvidenceLink, ...] = ()
    chains: tuple[str, ...] = ()


class ChainRecorded(_Event, frozen=True, kw_only=True, tag="chain_recorded"):
    """One way from a site to a buyer: site → product → brand → contract → buyer."""

    site: str
    product: str
    brand: str
    contract: str
    buyer: str
    contract_number: str = ""
    source: LinkSource
    verified: bool = False


class BodiesReceived(_Event, frozen=True, kw_only=True, tag="bodies_received"):
    """A coordinator's receipt: the bodies with these roots have arrived from box `subject`."""

    roots: tuple[str, ...]
    segments: tuple[str, ...] = ()


class CustodyNoted(_Event, frozen=True, kw_only=True, tag="custody_noted"):
    """Something was done with a piece of evidence or a bundle. `detail` holds ids and hashes only."""

    action: str
    detail: dict[str, str] = {}


class BundleMade(_Event, frozen=True, kw_only=True, tag="bundle_made"):
    """A sealed package was written for an audience. `roots` are the bodies it shows in part or whole."""

    audience: Party
    recipients: tuple[str, ...]
    sha256: str
    roots: tuple[str, ...]
    finding: str = ""


class ConsentWithdrawn(_Event, frozen=True, kw_only=True, tag="consent_withdrawn"):
    """A person took back a yes to record `subject`, for `uses` only or (empty) for everything.

    `reported_to` is the code name of whoever was told, empty for the device itself; `said_ms` is when.
    """

    uses: tuple[Party, ...] = ()
    reported_to: str = ""
    said_ms: int


class RecordErased(_Event, frozen=True, kw_only=True, tag="record_erased"):
    """Record `subject` is gone: every holder drops the bodies with these roots. Headers and this note stay."""

    roots: tuple[str, ...]
    reason: ErasureReason


class DeviceRevoked(_Event, frozen=True, kw_only=True, tag="device_revoked"):
    """A coordinator took device `subject` off the list; its segments after number `last_good` do not count."""

    last_good: int


class MemberProposed(_Event, frozen=True, kw_only=True, tag="member_proposed"):
    """A coordinator compared the number with newcomer `subject` and asks the list's holder to put it on."""

    member: Member
    token: str
    former: tuple[str, ...] = ()


class ReceiveKeyRenewed(_Event, frozen=True, kw_only=True, tag="receive_key_renewed"):
    """Device `subject` asks to be sealed to another key (base64) from now on."""

    receive: str


class KeysGranted(_Event, frozen=True, kw_only=True, tag="keys_granted"):
    """Content keys (base64) of segments written before `subject` became a reader, by undated name."""

    keys: dict[str, str]


class LossNoted(_Event, frozen=True, kw_only=True, tag="loss_noted"):
    """Device `subject` was lost. `warners` names by pseudonym the colleague who warns that worker."""

    warners: dict[str, str] = {}
    is_access_changed: bool = False


class TravelBegun(_Event, frozen=True, kw_only=True, tag="travel_begun"):
    """Device `subject` seals everything away: the key of its archive, for all who read (base64 circular)."""

    sealed: str


class TravelEndAsked(_Event, frozen=True, kw_only=True, tag="travel_end_asked"):
    """Device `subject` asks for the key of its archive, sealed to a fresh key (base64)."""

    request: str


class ArchiveReturned(_Event, frozen=True, kw_only=True, tag="archive_returned"):
    """A coordinator gives device `subject` the key of its archive, sealed to the key it asked with (base64)."""

    sealed: str


class SameAs(_Event, frozen=True, kw_only=True, tag="same_as"):
    """The name `subject` stands for the same as `other`, or (not `is_joined`) does not after all."""

    what: Kind
    other: str
    is_joined: bool = True


class IdentityKeyGiven(_Event, frozen=True, kw_only=True, tag="identity_key_given"):
    """A coordinator gives device `subject` the project's identity key, sealed to it (base64)."""

    sealed: str


class PackPublished(_Event, frozen=True, kw_only=True, tag="pack_published"):
    """A pack of kind `subject` is offered: norms, the code, or who helps. `version` is its author's own word.

    Which of two is newer: by `edition`, then by when (`first`) and by which box (`by`) it was first published.
    Who sends it on to a newcomer later changes none of these. `format` is that of the content.
    """

    edition: int
    first: Stamp
    by: str
    version: str
    title: str
    file: FileRef
    format: int = 0


class PackConfirmed(_Event, frozen=True, kw_only=True, tag="pack_confirmed"):
    """A device uses the pack of kind `subject` with this content, or says in a word why it cannot."""

    edition: int
    sha256: str
    problem: str = ""


class RetentionChosen(_Event, frozen=True, kw_only=True, tag="retention_chosen"):
    """A coordinator says for how many days what everybody holds stays in the shared place; 0: for ever."""

    days: int


class SegmentsRead(_Event, frozen=True, kw_only=True, tag="segments_read"):
    """A reader says how far it holds others' streams, with every file they name: {stream: segment number}."""

    streams: dict[str, int]


class Start(msgspec.Struct, frozen=True, array_like=True):
    """The last that went of a stream: number and hash of its segment, number and header hash of its event."""

    segment: int
    object: str
    event: int
    header: str


class DaysCleared(_Event, frozen=True, kw_only=True, tag="days_cleared"):
    """What everybody held, up to day `subject`, leaves the shared place: who joins later begins after it."""

    streams: dict[str, Start]


Event = (
    RecordFinished
    | RecordReviewed
    | SiteRecorded
    | QuestionnairePublished
    | FindingRecorded
    | ChainRecorded
    | BodiesReceived
    | CustodyNoted
    | BundleMade
    | ConsentWithdrawn
    | RecordErased
    | DeviceRevoked
    | MemberProposed
    | ReceiveKeyRenewed
    | KeysGranted
    | LossNoted
    | TravelBegun
    | TravelEndAsked
    | ArchiveReturned
    | SameAs
    | IdentityKeyGiven
    | PackPublished
    | PackConfirmed
    | RetentionChosen
    | SegmentsRead
    | DaysCleared
)


def to_leaves(event: Event) -> dict[str, Any]:
    """Return the event's leaves by path: one per field, and one per answer as `answers/<path>`."""
    fields = msgspec.to_builtins(event)
    answers = fields.pop(ANSWERS, None)
    leaves: dict[str, Any] = dict(fields)
    for path, value in (answers or {}).items():
        leaves[f"{ANSWERS}/{path}"] = value
    return leaves


def from_leaves(leaves: dict[str, Any]) -> Event:
    """Rebuild an event; missing (redacted) answers are simply absent. Raise msgspec.ValidationError."""
    fields: dict[str, Any] = {}
    answers: dict[str, Any] = {}
    for path, value in leaves.items():
        head, _, rest = path.partition("/")
        if head == ANSWERS and rest:
            answers[rest] = value
        else:
            fields[path] = value
    if answers:
        fields[ANSWERS] = answers
    event: Event = msgspec.convert(fields, Event)
    return event
