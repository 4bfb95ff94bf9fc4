"""Parses foreign XML safely: no entities, no network, limits on size and depth. It knows no questionnaires."""

import re
from collections.abc import Iterator

from lxml import etree

from monitor_app.errors import Flaw, FormRefused
from monitor_app.text import N_

Element = etree._Element  # noqa: SLF001 - lxml offers no public name for its element type

LARGEST = 64 * 1024 * 1024
_LOOSE = re.compile(rb"""=\s*("[^"]*<[^"]*"|'[^']*<[^']*')""")
_DOUBLE_HYPHEN = re.compile(rb"<!--.*?-->", re.DOTALL)


def parse_xml(content: bytes) -> Element:
    """Return the root. Raise FormRefused with the line and reason. A bare `<` in an attribute is forgiven."""
    if len(content) > LARGEST:
        raise FormRefused(
            N_("This questionnaire is too large."), N_("Split it, or keep long lists in CSV files.")
        )
    try:
        return _parse(content)
    except etree.XMLSyntaxError as first:
        mended = _LOOSE.sub(lambda m: m.group(0).replace(b"<", b"&lt;"), _DOUBLE_HYPHEN.sub(b"", content))
        try:
            return _parse(mended)
        except etree.XMLSyntaxError:
            raise FormRefused(
                N_("This file is not well-formed XML."),
                N_("Export the questionnaire again from where it was made."),
                (Flaw(N_("Line {line} is not closed or not written as XML is.", line=first.lineno or 1)),),
            ) from first


def _parse(content: bytes) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_pis=False,
        strip_cdata=True,
    )
    return etree.fromstring(content.lstrip(), parser)


def local(element: Element) -> str:
    """Return the name without its namespace; "" for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def space(element: Element) -> str:
    """Return the namespace of an element."""
    tag = element.tag
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


def name(element: Element) -> str:
    """Return the name with the prefix the file uses."""
    return f"{element.prefix}:{local(element)}" if element.prefix else local(element)


def attribute(element: Element, wanted: str) -> str | None:
    """Return an attribute by its local name, in whatever namespace."""
    plain = element.get(wanted)
    if plain is not None:
        return str(plain)
    return next((str(value) for key, value in element.items() if str(key).rpartition("}")[2] == wanted), None)


def inside(element: Element, *names: str) -> Iterator[Element]:
    """Yield the children of these local names; all elements if none is given."""
    for child in element:
        found = local(child)
        if found and (not names or found in names):
            yield child


def first(element: Element, wanted: str) -> Element | None:
    """Return the first child of this local name."""
    return next(inside(element, wanted), None)


def anywhere(element: Element, wanted: str) -> Element | None:
    """Return the first element of this local name at any depth."""
    return next((e for e in element.iter() if local(e) == wanted), None)
