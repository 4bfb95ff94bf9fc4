"""Evaluates one expression over a document: an instance, or a whole form with its own lists and texts."""

from collections.abc import Mapping
from typing import Any

from monitor_app.forms.actions import ActingRecord
from monitor_app.forms.binds import Seed
from monitor_app.forms.choices import Chooser
from monitor_app.forms.context import Context
from monitor_app.forms.definition import Form
from monitor_app.forms.dependencies import Graph
from monitor_app.forms.evaluating import evaluate
from monitor_app.forms.expressions import parse
from monitor_app.forms.moments import Moment
from monitor_app.forms.nodes import Node, document
from monitor_app.forms.paths import children
from monitor_app.forms.protocol import json_number, milliseconds
from monitor_app.forms.reading import read_form
from monitor_app.forms.reading_tree import read_tree
from monitor_app.forms.reading_xml import anywhere, local, parse_xml
from monitor_app.forms.scope import Scope
from monitor_app.forms.values import Value, to_boolean, to_number, to_text
from monitor_app.forms.wording import Speaker
from monitor_app.forms.world import RecordWorld

_VARIABLES: Mapping[str, Value] = {
    "var_float_five": 5.0,
    "var_int_five": 5.0,
    "var_double_five": 5.0,
    "var_string_five": "five",
}


def try_expression(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return `{"value": …}`. Raise ExpressionError or FormRefused."""
    content = request["xml"].encode()
    context = Context(now_ms=milliseconds(request.get("now")), zone=request.get("tz") or "UTC", seed="trial")
    world, top = _world(content, context)
    node = _at(top, request.get("context") or "/")
    value = evaluate(parse(request["expr"]), Scope(world, node))
    return {"value": _shown(value, request.get("as") or "any", world)}


def _world(content: bytes, context: Context) -> tuple[RecordWorld, Node]:
    xml = parse_xml(content)
    whole = read_tree(xml)
    if local(xml) != "html" or anywhere(xml, "model") is None:
        world = RecordWorld(_NO_FORM, document(whole), context)
        world.variables = _VARIABLES
        return world, world.document
    record = ActingRecord(read_form(content), context)
    record.begin()
    speaker = Speaker(record, "")
    record.world.find_text = lambda key: speaker.itext(key, record.root)
    record.world.name_choice = Chooser(record, speaker).name
    return record.world, _grafted(document(whole), record)


def _grafted(top: Node, record: ActingRecord) -> Node:
    """Put the living record and its lists where they stand in the document of the form."""
    lists = dict(record.form.instances)
    first = True
    for node in list(top.walk()):
        if node.local == "instance" and node.elements():
            name = next((a.value for a in node.attributes if a.name == "id"), "")
            living = record.root if first else lists[name].children[0] if name in lists else None
            first = False
            if living is not None:
                node.children[:] = [living if c.kind == "element" else c for c in node.children]
    return top


_NO_FORM = Form("", "", "", Seed("data"), {}, (), {}, {}, Graph((), {}, {}))


def _at(top: Node, path: str) -> Node:
    node = top
    for step in (s for s in path.split("/") if s):
        name, _, number = step.rstrip("]").partition("[")
        node = _step(node, name, int(number or 1))
    return node


def _step(node: Node, name: str, number: int) -> Node:
    if name.startswith("@"):
        return next(a for a in node.attributes if a.name == name[1:])
    kind = "element" if name == "*" else name.removesuffix("()")
    return [child for child in children(node) if child.kind == kind][number - 1]


def _shown(value: Value, wanted: str, world: RecordWorld) -> object:  # noqa: PLR0911 - one for each kind
    if wanted == "nodeset" or (wanted == "any" and isinstance(value, list)):
        return [{"path": _path(n), "text": n.text()} for n in value] if isinstance(value, list) else value
    if wanted == "number":
        return json_number(to_number(value, world.zone))
    if wanted == "boolean":
        return to_boolean(value, world.zone)
    if wanted == "date" and isinstance(value, Moment):
        return value.text() if value.dated else value.stamp()
    if wanted == "any" and isinstance(value, bool):
        return value
    if wanted == "any" and isinstance(value, float):
        return json_number(value)
    return to_text(value, world.zone)


def _path(node: Node) -> str:
    steps: list[str] = []
    while node.parent is not None:
        if node.kind == "attribute":
            steps.append(f"@{node.name}")
        else:
            kin = [child for child in children(node.parent) if child.kind == node.kind]
            place = next((i for i, n in enumerate(kin, 1) if n is node), 1)
            steps.append(f"{'*' if node.kind == 'element' else node.kind + '()'}[{place}]")
        node = node.parent
    return "/" + "/".join(reversed(steps))
