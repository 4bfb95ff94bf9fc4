"""What rules stand on: the tree of one record and its world; values at a place. It changes no answer."""

import math

from monitor_app.errors import ExpressionError
from monitor_app.forms.answers import number_text
from monitor_app.forms.context import Context
from monitor_app.forms.definition import Form
from monitor_app.forms.evaluating import evaluate
from monitor_app.forms.expressions import Expression
from monitor_app.forms.moments import Moment
from monitor_app.forms.nodes import Node
from monitor_app.forms.scope import Scope
from monitor_app.forms.tree import plant
from monitor_app.forms.values import Value, to_boolean, to_number, to_text, unpack
from monitor_app.forms.world import RecordWorld


class Ground:
    """The tree and the world of a record. `faults` are rules that could not be worked out, and why."""

    def __init__(self, form: Form, context: Context) -> None:
        self.form = form
        self.top = plant(form)
        self.world = RecordWorld(form, self.top, context)
        self.faults: dict[tuple[str, int], str] = {}

    @property
    def root(self) -> Node:
        """Return the root element."""
        return self.top.children[0]

    def scope(self, node: Node) -> Scope:
        """Return where an expression at `node` stands."""
        return Scope(self.world, node, position=node.position() if node.repeated else 1)

    def value(self, expression: Expression, node: Node) -> Value:
        """Evaluate an expression at a node. Raise ExpressionError."""
        return evaluate(expression, self.scope(node))

    def decide(self, expression: Expression, node: Node, *, otherwise: bool) -> bool:
        """Evaluate a condition; a fault is noted and `otherwise` holds."""
        try:
            return to_boolean(self.value(expression, node), self.world.zone)
        except ExpressionError as error:
            self.faults["/".join(node.path), id(expression)] = str(error.message)
            return otherwise

    def stored(self, value: Value, node: Node) -> str:
        """Return the text a node of its type holds for a value."""
        datatype = node.bind.datatype if node.bind else "string"
        scalar = unpack(value, self.world.zone)
        if isinstance(scalar, Moment):
            return _moment_text(scalar, datatype)
        if isinstance(scalar, float) and math.isnan(scalar):
            return ""
        if datatype in {"int", "integer", "long"} and not isinstance(scalar, bool):
            number = to_number(scalar)
            return str(int(number)) if math.isfinite(number) else to_text(scalar, self.world.zone)
        if datatype == "boolean":
            return "true" if to_boolean(scalar, self.world.zone) else "false"
        if isinstance(scalar, float) and datatype == "date":
            return to_text(scalar, self.world.zone)
        return number_text(scalar) if isinstance(scalar, float) else to_text(scalar, self.world.zone)


def _moment_text(moment: Moment, datatype: str) -> str:
    if datatype == "dateTime":
        return moment.stamp()
    if datatype == "time":
        return moment.stamp().partition("T")[2]
    return moment.text()
