"""Reads a compiled questionnaire (XForm XML) into a definition. It must not reach files, network or pyxform."""

from collections.abc import Mapping

from monitor_app.forms.definition import Form


def read_form(xform: bytes, *, external: Mapping[str, bytes] | None = None) -> Form:
    """Read an XForm. `external` maps file names (`sites.csv`) to content. Raise FormRefused."""
    raise NotImplementedError
