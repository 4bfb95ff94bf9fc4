"""The world around the expressions of one record: its document, lists, language, moment and lots."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from monitor_app.forms.context import Context
from monitor_app.forms.definition import Form, Question
from monitor_app.forms.lots import lots, seed_of
from monitor_app.forms.nodes import Node, document, grow
from monitor_app.forms.reading import LAST_SAVED
from monitor_app.forms.reading_model import read_seed
from monitor_app.forms.reading_xml import parse_xml
from monitor_app.forms.values import Value

ChoiceNamer = Callable[[str, str, Node], str]
TextFinder = Callable[[str], str]
OfferCheck = Callable[[Question, Node], bool]


class RecordWorld:
    """What is the same for every expression of a record. `zone` falls back to UTC if it is unknown."""

    def __init__(self, form: Form, top: Node, context: Context) -> None:
        self.form = form
        self.steps = 0
        self.language = ""
        self.context = context
        self.zone: tzinfo = find_zone(context.zone)
        self.variables: Mapping[str, Value] = {}
        self.name_choice: ChoiceNamer = lambda value, _path, _node: value
        self.find_text: TextFinder = lambda key: key
        self.is_offered: OfferCheck = lambda _question, _node: True
        self._document = top
        self._last_saved: Node | None = None
        self.lot = lots(seed_of(float("nan"), context.seed or "seed"))

    @property
    def document(self) -> Node:
        """Return the document of the record."""
        return self._document

    def now(self) -> datetime:
        """Return the moment, in the zone."""
        seconds, millis = divmod(self.context.now_ms, 1000)
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=millis * 1000).astimezone(self.zone)

    def instance(self, name: str) -> Node | None:
        """Return the document of a list; the record's own under its own id."""
        if name == LAST_SAVED and self.context.last_saved:
            if self._last_saved is None:
                self._last_saved = document(grow(read_seed(parse_xml(self.context.last_saved))))
            return self._last_saved
        found = self.form.instances.get(name)
        if found is not None:
            return found
        return self._document if name in {self.form.id, self.form.root.name} else None

    def draw(self) -> float:
        """Return a number drawn by lot."""
        return self.lot()

    def itext(self, key: str) -> str:
        """Return a text of the form in the language shown."""
        return self.find_text(key)

    def choice_name(self, value: str, path: str, node: Node) -> str:
        """Return the label of a choice of the question at `path`."""
        return self.name_choice(value, path, node)

    @property
    def attached(self) -> Mapping[str, str]:
        """Return facts about the record. What would point at a person or device stays empty."""
        return {
            "username": self.context.user,
            "instanceID": f"uuid:{self.context.record_id}" if self.context.record_id else "",
        }


def find_zone(name: str) -> tzinfo:
    """Return a zone by its IANA name, UTC if there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
