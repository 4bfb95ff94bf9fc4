"""Why an answer cannot stand, in the form's own words or ours. It must not change anything."""

import re
from dataclasses import dataclass
from datetime import tzinfo

from monitor_app.forms.binds import Bind
from monitor_app.forms.checking import check_answer
from monitor_app.forms.definition import Question
from monitor_app.forms.functions_place import points_of
from monitor_app.forms.moments import read_moment
from monitor_app.forms.nodes import Node
from monitor_app.forms.record import Record
from monitor_app.forms.views import Kind, Status
from monitor_app.forms.wording import Speaker
from monitor_app.text import N_, Message

_WHOLE = re.compile(r"[+-]?\d{1,18}")
_DECIMAL = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d{1,3})?")
_TIME = re.compile(r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d([.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?")

NOT_WHOLE = N_("This is not a whole number.")
NOT_NUMBER = N_("This is not a number.")
NOT_DATE = N_("This is not a date.")
NOT_TIME = N_("This is not a time.")
NEEDED = N_("This question needs an answer.")
NOT_ALLOWED = N_("This answer is not allowed here.")
NOT_OFFERED = N_("This choice is not offered any more after another answer changed. Choose again.")
NOT_PLACE = N_("This is not a place. Write latitude and longitude, such as 22.5 114.1.")
_CHOSEN = frozenset({Kind.SELECT_ONE, Kind.SELECT_MULTIPLE, Kind.RANK})


@dataclass(frozen=True, slots=True)
class Judgement:
    """How an answer stands, and the words for it."""

    status: Status
    message: str | Message = ""


FINE = Judgement(Status.OK)


def judge(record: Record, speaker: Speaker, node: Node, question: Question) -> Judgement:
    """Return how the answer at `node` stands."""
    wrong = misfit(question.kind, node.value, record.world.zone) if node.value else None
    if wrong is not None:
        return Judgement(Status.CONSTRAINT_VIOLATED, wrong)
    if node.value and question.kind in _CHOSEN and not record.world.is_offered(question, node):
        return Judgement(Status.CONSTRAINT_VIOLATED, NOT_OFFERED)
    status = check_answer(record, node, node.value)
    if status is Status.OK:
        return FINE
    bind = node.bind or Bind(node.path)
    broken = status is Status.CONSTRAINT_VIOLATED
    own = speaker.text(bind.constraint_message if broken else bind.required_message, node)
    return Judgement(status, own or (NOT_ALLOWED if broken else NEEDED))


def misfit(kind: Kind, text: str, zone: tzinfo) -> Message | None:
    """Return why `text` is no answer of this kind, None if it is one."""
    match kind:
        case Kind.INTEGER:
            return None if _WHOLE.fullmatch(text) else NOT_WHOLE
        case Kind.DECIMAL | Kind.RANGE:
            return None if _DECIMAL.fullmatch(text) else NOT_NUMBER
        case Kind.DATE | Kind.DATETIME:
            return None if read_moment(text, zone) else NOT_DATE
        case Kind.TIME:
            return None if _TIME.fullmatch(text) else NOT_TIME
        case Kind.GEOPOINT | Kind.GEOTRACE | Kind.GEOSHAPE:
            return None if points_of([text]) else NOT_PLACE
        case _:
            return None
