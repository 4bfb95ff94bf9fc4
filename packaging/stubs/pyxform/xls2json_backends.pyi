"""Types of pyxform's readers of spreadsheets."""

from collections.abc import Sequence
from io import BytesIO
from os import PathLike
from typing import Any, BinaryIO

class DefinitionData:
    survey: Sequence[dict[str, str]] | None
    survey_header: Sequence[dict[str, Any]] | None
    choices: Sequence[dict[str, str]] | None
    choices_header: Sequence[dict[str, Any]] | None
    settings: Sequence[dict[str, str]] | None
    settings_header: Sequence[dict[str, Any]] | None
    external_choices: Sequence[dict[str, str]] | None
    external_choices_header: Sequence[dict[str, Any]] | None
    entities: Sequence[dict[str, str]] | None
    entities_header: Sequence[dict[str, Any]] | None
    osm: Sequence[dict[str, str]] | None
    osm_header: Sequence[dict[str, Any]] | None
    sheet_names: Sequence[str] | None
    fallback_form_name: str | None

def get_xlsform(
    xlsform: str | PathLike[str] | bytes | BytesIO | BinaryIO | dict[str, Any],
    file_type: str | None = None,
) -> DefinitionData: ...
