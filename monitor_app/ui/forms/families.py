"""Which control a kind of question gets. One table; a new kind is one file and one row."""

from collections.abc import Callable

from monitor_app.forms.views import Kind, QuestionView
from monitor_app.ui.forms.choice_long import ChoiceLongField
from monitor_app.ui.forms.choice_many import ChoiceManyField
from monitor_app.ui.forms.choice_one import ChoiceOneField
from monitor_app.ui.forms.date_time import DateTimeField
from monitor_app.ui.forms.field import Field
from monitor_app.ui.forms.file import FileField
from monitor_app.ui.forms.image import ImageField
from monitor_app.ui.forms.note import note_field
from monitor_app.ui.forms.number import NumberField
from monitor_app.ui.forms.place import PlaceField
from monitor_app.ui.forms.rank import RankField
from monitor_app.ui.forms.scale import ScaleField, has_scale
from monitor_app.ui.forms.strip import strip_for
from monitor_app.ui.forms.text import LineField, text_field

FEW = 12
"""Up to so many choices stand open; more are found by typing."""

_LONG = {"autocomplete", "search", "minimal"}
_CHOOSING = {Kind.SELECT_ONE, Kind.SELECT_MULTIPLE}


def _range_field(view: QuestionView) -> Field:
    """Return a scale, or the line of a number where the ends make none."""
    return ScaleField(view) if has_scale(view) else NumberField(view)


_FAMILIES: dict[Kind, Callable[[QuestionView], Field]] = {
    Kind.NOTE: note_field,
    Kind.ACKNOWLEDGE: note_field,
    Kind.TEXT: text_field,
    Kind.BARCODE: LineField,
    Kind.GEOPOINT: PlaceField,
    Kind.GEOTRACE: LineField,
    Kind.GEOSHAPE: LineField,
    Kind.INTEGER: NumberField,
    Kind.DECIMAL: NumberField,
    Kind.RANGE: _range_field,
    Kind.DATE: DateTimeField,
    Kind.TIME: DateTimeField,
    Kind.DATETIME: DateTimeField,
    Kind.SELECT_ONE: ChoiceOneField,
    Kind.SELECT_MULTIPLE: ChoiceManyField,
    Kind.RANK: RankField,
    Kind.IMAGE: ImageField,
    Kind.AUDIO: FileField,
    Kind.VIDEO: FileField,
    Kind.FILE: FileField,
}


def field_for(view: QuestionView) -> Field:
    """Return the control for a question."""
    strip = strip_for(view) if view.kind in _CHOOSING else None
    if strip is not None:
        return strip
    if is_long(view):
        return ChoiceLongField(view)
    return _FAMILIES[view.kind](view)


def is_long(view: QuestionView) -> bool:
    """Say whether the choices are found by typing instead of standing open."""
    chooses = view.kind in {Kind.SELECT_ONE, Kind.SELECT_MULTIPLE}
    return chooses and (len(view.choices) > FEW or bool(_LONG & set(view.appearance)))
