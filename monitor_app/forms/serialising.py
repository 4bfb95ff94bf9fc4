"""Writes a record as the submission XML that OpenRosa servers take. It must not know files or servers."""

from lxml import etree

from monitor_app.forms.nodes import Node
from monitor_app.forms.reading_xml import Element
from monitor_app.forms.record import Record

OPENROSA = "http://openrosa.org/xforms"
_META = frozenset({"meta", "instanceID", "instanceName", "deprecatedID", "timeStart", "timeEnd", "audit"})


def submission_xml(record: Record) -> bytes:
    """Return the submission of a record."""
    root = record.root
    space = root.namespace if root.namespace not in {"", "http://www.w3.org/2002/xforms"} else ""
    spaces: dict[str | None, str] = {"orx": OPENROSA}
    if space:
        spaces[None] = space
    top = etree.Element(_tag(root.local, space), nsmap=spaces)
    for attribute in root.attributes:
        top.set(attribute.local, attribute.value)
    top.set("id", record.form.id)
    if record.form.version:
        top.set("version", record.form.version)
    _children(top, root, space)
    if record.world.context.replaces:
        _note_replaced(top, record.world.context.replaces)
    return bytes(etree.tostring(top, xml_declaration=True, encoding="UTF-8"))


def _tag(name: str, space: str) -> str:
    return f"{{{space}}}{name}" if space else name


def _children(element: Element, node: Node, space: str) -> None:
    for child in node.elements():
        if not child.relevant:
            continue
        meta = child.local in _META and (child.local == "meta" or node.local == "meta")
        inner = etree.SubElement(element, _tag(child.local, OPENROSA if meta else space))
        if child.elements():
            _children(inner, child, space)
        elif child.value:
            inner.text = _clean(child.value)


def _note_replaced(top: Element, earlier: str) -> None:
    meta = next((e for e in top if e.tag == _tag("meta", OPENROSA)), None)
    if meta is None:
        meta = etree.SubElement(top, _tag("meta", OPENROSA))
    etree.SubElement(meta, _tag("deprecatedID", OPENROSA)).text = f"uuid:{earlier}"


def _clean(text: str) -> str:
    """Drop signs that XML cannot hold."""
    return "".join(sign for sign in text if sign in "\t\n\r" or " " <= sign <= "\ud7ff" or sign >= "\ue000")
