"""Expressions of the OpenRosa XPath dialect as trees. It must not know how they are evaluated."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from monitor_app.errors import ExpressionError
from monitor_app.forms.tokens import Token, tokenise
from monitor_app.text import N_

DEEPEST = 100


@dataclass(frozen=True, slots=True)
class Number:
    """A number written out."""

    value: float


@dataclass(frozen=True, slots=True)
class Literal:
    """A text in quotes."""

    value: str


@dataclass(frozen=True, slots=True)
class Variable:
    """A `$name`."""

    name: str


@dataclass(frozen=True, slots=True)
class Negated:
    """A minus sign before something."""

    operand: "Tree"


@dataclass(frozen=True, slots=True)
class Binary:
    """Two things joined by an operator."""

    operator: str
    left: "Tree"
    right: "Tree"


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    name: str
    arguments: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path; `test` is a name, `*`, `node()`, `text()` and the like."""

    axis: str
    test: str
    predicates: tuple["Tree", ...] = ()


@dataclass(frozen=True, slots=True)
class Location:
    """A path. `start` is None if relative, "/" if absolute, or the tree that gives the first nodes."""

    start: "Tree | str | None"
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Filtered:
    """Something in brackets with conditions after it."""

    base: "Tree"
    predicates: tuple["Tree", ...]


Tree = Number | Literal | Variable | Negated | Binary | Call | Location | Filtered


@dataclass(frozen=True, slots=True, eq=False)
class Expression:
    """A parsed expression and the text it came from. The same text gives the same object."""

    text: str
    tree: Tree


@lru_cache(maxsize=20_000)
def parse(text: str) -> Expression:
    """Parse an expression; the same text gives the same object. Raise ExpressionError."""
    reader = _Reader(tokenise(text))
    tree = reader.binary(0)
    if reader.peek() is not None:
        raise _unexpected(reader.peek())
    return Expression(text, tree)


def subtrees(tree: Tree) -> Iterator[Tree]:
    """Yield `tree` and all trees inside it."""
    pending: list[Tree] = [tree]
    while pending:
        part = pending.pop()
        yield part
        pending.extend(parts(part))


def parts(tree: Tree) -> tuple[Tree, ...]:
    """Return the trees directly inside `tree`, conditions of steps included."""
    match tree:
        case Negated():
            return (tree.operand,)
        case Binary():
            return (tree.left, tree.right)
        case Call():
            return tree.arguments
        case Filtered():
            return (tree.base, *tree.predicates)
        case Location():
            inside = tuple(p for step in tree.steps for p in step.predicates)
            return inside if tree.start is None or isinstance(tree.start, str) else (tree.start, *inside)
        case _:
            return ()


def _unexpected(token: Token | None) -> ExpressionError:
    hint = N_("Check the brackets, commas and operators of this expression.")
    if token is None:
        return ExpressionError(N_("An expression ends too early."), hint)
    return ExpressionError(
        N_("An expression has something unexpected at place {place}.", place=token.place + 1), hint
    )


_BINDING = {
    "or": 0,
    "and": 1,
    "=": 2,
    "!=": 2,
    "<": 3,
    "<=": 3,
    ">": 3,
    ">=": 3,
    "+": 4,
    "-": 4,
    "multiply": 5,
    "div": 5,
    "mod": 5,
}
_NODE_TESTS = {"node", "text", "comment", "processing-instruction"}
_AXES = frozenset(
    [
        "child",
        "parent",
        "self",
        "attribute",
        "ancestor",
        "ancestor-or-self",
        "descendant",
        "descendant-or-self",
        "following",
        "following-sibling",
        "preceding",
        "preceding-sibling",
        "namespace",
    ]
)
_ANYWHERE = Step("descendant-or-self", "node()")


class _Reader:
    """Recursive descent, one method a rule; as deep as DEEPEST allows."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.place = 0
        self.depth = 0

    def peek(self, ahead: int = 0) -> Token | None:
        place = self.place + ahead
        return self.tokens[place] if place < len(self.tokens) else None

    def sign(self, *texts: str) -> str | None:
        """Take the next token if it is one of these signs."""
        token = self.peek()
        if token is not None and token.kind == "sign" and token.text in texts:
            self.place += 1
            return token.text
        return None

    def need(self, text: str) -> None:
        if not self.sign(text):
            raise _unexpected(self.peek())

    def binary(self, level: int) -> Tree:
        """Read operators that bind at least as tightly as `level`, by climbing."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionError(
                N_("An expression is nested too deeply."), N_("Split the calculation into smaller ones.")
            )
        left = self.negated()
        while (
            (token := self.peek()) is not None
            and token.kind == "sign"
            and _BINDING.get(token.text, -1) >= level
        ):
            self.place += 1
            left = Binary(token.text, left, self.binary(_BINDING[token.text] + 1))
        self.depth -= 1
        return left

    def negated(self) -> Tree:
        minus = 0
        while self.sign("-"):
            minus += 1
        tree = self.union()
        for _ in range(min(minus, 2 - minus % 2)):
            tree = Negated(tree)
        return tree

    def union(self) -> Tree:
        left = self.path()
        while self.sign("|"):
            left = Binary("|", left, self.path())
        return left

    def path(self) -> Tree:
        if self.sign("/"):
            return Location("/", self.steps(optional=True))
        if self.sign("//"):
            return Location("/", (_ANYWHERE, *self.steps()))
        if not self._starts_primary():
            return Location(None, self.steps())
        tree = self.primary()
        conditions = self.predicates()
        if conditions:
            tree = Filtered(tree, conditions)
        if self.sign("/"):
            return Location(tree, self.steps())
        if self.sign("//"):
            return Location(tree, (_ANYWHERE, *self.steps()))
        return tree

    def _starts_primary(self) -> bool:
        token, after = self.peek(), self.peek(1)
        if token is None:
            raise _unexpected(None)
        if token.kind in {"number", "text"} or (token.kind == "sign" and token.text in {"(", "$"}):
            return True
        called = token.kind == "name" and after is not None and after.kind == "sign" and after.text == "("
        return called and token.text not in _NODE_TESTS

    def primary(self) -> Tree:
        token = self.tokens[self.place]
        self.place += 1
        if token.kind == "number":
            return Number(float(token.text))
        if token.kind == "text":
            return Literal(token.text)
        if token.text == "(":
            tree = self.binary(0)
            self.need(")")
            return tree
        if token.text == "$":
            return Variable(self.name())
        self.need("(")
        return Call(token.text, self.arguments())

    def name(self) -> str:
        token = self.peek()
        if token is None or token.kind != "name":
            raise _unexpected(token)
        self.place += 1
        return token.text

    def arguments(self) -> tuple[Tree, ...]:
        if self.sign(")"):
            return ()
        found = [self.binary(0)]
        while self.sign(","):
            found.append(self.binary(0))
        self.need(")")
        return tuple(found)

    def predicates(self) -> tuple[Tree, ...]:
        found: list[Tree] = []
        while self.sign("["):
            found.append(self.binary(0))
            self.need("]")
        return tuple(found)

    def steps(self, *, optional: bool = False) -> tuple[Step, ...]:
        token = self.peek()
        if optional and (token is None or not self._starts_step(token)):
            return ()
        found = [self.step()]
        while joint := self.sign("/", "//"):
            if joint == "//":
                found.append(_ANYWHERE)
            found.append(self.step())
        return tuple(found)

    def _starts_step(self, token: Token) -> bool:
        return token.kind == "name" or (token.kind == "sign" and token.text in {".", "..", "@", "*"})

    def step(self) -> Step:
        if self.sign("."):
            return Step("self", "node()", self.predicates())
        if self.sign(".."):
            return Step("parent", "node()", self.predicates())
        axis = "attribute" if self.sign("@") else "child"
        token, after = self.peek(), self.peek(1)
        if token and after and after.text == "::" and token.kind == "name":
            if token.text not in _AXES:
                raise _unexpected(token)
            axis = token.text
            self.place += 2
        return Step(axis, self.node_test(), self.predicates())

    def node_test(self) -> str:
        if self.sign("*"):
            return "*"
        name = self.name()
        if name in _NODE_TESTS and self.sign("("):
            if name == "processing-instruction" and (token := self.peek()) and token.kind == "text":
                self.place += 1
            self.need(")")
            return name + "()"
        return name
