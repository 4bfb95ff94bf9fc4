"""Reads any XML document into nodes as it stands, comments and all. Only for trying expressions."""

from lxml import etree

from monitor_app.forms.nodes import Node
from monitor_app.forms.reading_xml import Element, local, name, space


def read_tree(element: Element) -> Node:
    """Return the node for an element and everything below it."""
    node = Node(name(element), namespace=space(element))
    for key, value in element.items():
        attribute = Node(_attribute(element, str(key)), str(value), kind="attribute")
        attribute.namespace = str(key)[1:].partition("}")[0] if str(key).startswith("{") else ""
        attribute.parent = node
        node.attributes.append(attribute)
    plain = element.text or ""
    if not len(element):
        node.value = plain
        return node
    _text(node, plain)
    for child in element:
        if local(child):
            node.append(read_tree(child))
        else:
            node.append(_odd(child))
        _text(node, child.tail or "")
    return node


def _attribute(element: Element, key: str) -> str:
    if not key.startswith("{"):
        return key
    uri, _, bare = key[1:].partition("}")
    prefix = next((p for p, u in element.nsmap.items() if u == uri and p), "xml" if "XML/1998" in uri else None)
    return f"{prefix}:{bare}" if prefix else bare


def _text(node: Node, text: str) -> None:
    if text:
        node.append(Node("", text, kind="text"))


def _odd(child: Element) -> Node:
    if isinstance(child, etree._ProcessingInstruction):  # noqa: SLF001 - lxml offers no public name
        return Node(str(child.target), child.text or "", kind="processing-instruction")
    return Node("", child.text or "", kind="comment")
