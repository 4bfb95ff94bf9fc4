"""What a screen shows of a questionnaire being filled in: values only, words already in the chosen language.

Paths have no root and carry an index at repeats only: `hours/week[2]/total`.
This module must not know the engine.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from monitor_app.forms.answers import Answer
from monitor_app.text import Message

__all__ = [
    "FIRST_CHOICES",
    "NO_MEDIA",
    "Answer",
    "ChoiceView",
    "GroupView",
    "ItemView",
    "Kind",
    "Media",
    "Outcome",
    "OutlineEntry",
    "PageView",
    "Problem",
    "QuestionView",
    "Removed",
    "RepeatView",
    "RowView",
    "Span",
    "Status",
    "Wording",
]


FIRST_CHOICES = 500


class Kind(Enum):
    """What sort of answer a question takes; decides the control that is shown."""

    NOTE = "note"
    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    RANK = "rank"
    RANGE = "range"
    ACKNOWLEDGE = "acknowledge"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"
    GEOPOINT = "geopoint"
    GEOTRACE = "geotrace"
    GEOSHAPE = "geoshape"
    BARCODE = "barcode"


class Status(Enum):
    """How an answer was taken. The value is kept in every case."""

    OK = "OK"
    CONSTRAINT_VIOLATED = "CONSTRAINT_VIOLATED"
    REQUIRED_BUT_EMPTY = "REQUIRED_BUT_EMPTY"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text with one look."""

    text: str
    bold: bool = False
    italic: bool = False
    heading: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Media:
    """File names shown with a label, "" where there is none."""

    image: str = ""
    big_image: str = ""
    audio: str = ""
    video: str = ""


NO_MEDIA = Media()


@dataclass(frozen=True, slots=True)
class Wording:
    """A label or hint: the plain text, and the same text as spans."""

    plain: str = ""
    spans: tuple[Span, ...] = ()
    media: Media = NO_MEDIA

    def __str__(self) -> str:
        return self.plain


NO_WORDS = Wording()


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One thing that can be chosen."""

    value: str
    label: Wording


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A relevant question, or a note (kind NOTE). `message` says why the answer is not right, or is "".

    Long lists show their first `FIRST_CHOICES`; `more_choices` says that `Filling.choices` has others.
    `sensitive` is consent, distress or screening where only reviewed words may be said to a worker, or "".
    `unread`: an answer is kept, sealed, and cannot be read here.
    """

    path: str
    kind: Kind
    label: Wording
    value: Answer
    appearance: tuple[str, ...] = ()
    hint: Wording = NO_WORDS
    guidance: str = ""
    help: str = ""
    choices: tuple[ChoiceView, ...] = ()
    required: bool = False
    readonly: bool = False
    status: Status = Status.OK
    message: str | Message = ""
    more_choices: bool = False
    identity: bool = False
    unread: bool = False
    provision: str = ""
    sensitive: str = ""
    low: float | None = None
    high: float | None = None
    step: float | None = None


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group inside a page, shown in place."""

    path: str
    label: Wording
    items: tuple["ItemView", ...]
    appearance: tuple[str, ...] = ()
    sensitive: str = ""


@dataclass(frozen=True, slots=True)
class RowView:
    """One instance of a repeat; its `path` is a page of its own."""

    path: str
    number: int
    label: str
    answered: int
    missing: int
    invalid: int


@dataclass(frozen=True, slots=True)
class RepeatView:
    """A repeat and its instances. `parked` ones were cut off by a smaller count, and kept."""

    path: str
    label: Wording
    rows: tuple[RowView, ...]
    can_add: bool
    can_remove: bool
    parked: int = 0
    appearance: tuple[str, ...] = ()
    sensitive: str = ""


ItemView = QuestionView | GroupView | RepeatView


@dataclass(frozen=True, slots=True)
class PageView:
    """What one page shows."""

    path: str
    label: Wording
    items: tuple[ItemView, ...]
    sensitive: str = ""


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A line of the outline: kind is form, group, repeat, row or question; `page` is the page that shows it."""

    path: str
    kind: str
    label: str
    page: str
    questions: int = 0
    answered: int = 0
    missing: int = 0
    invalid: int = 0
    children: tuple["OutlineEntry", ...] = ()
    sensitive: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a record cannot be finished yet, and where."""

    path: str
    page: str
    label: str
    status: Status
    message: str | Message


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an answer led to. `changed` are the paths whose value, relevance or flags are now different."""

    status: Status
    message: str | Message = ""
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Removed:
    """A repeat instance that was taken out; hand it back to `restore_repeat` to undo."""

    path: str
    answers: Mapping[str, Answer]
