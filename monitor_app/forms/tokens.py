"""Cuts the text of an expression into tokens. It must not know what they mean together."""

import re
from dataclasses import dataclass

from monitor_app.errors import ExpressionError
from monitor_app.text import N_

LONGEST = 50_000

_NAME = r"[^\W\d][\w.\-·]*"
_TOKEN = re.compile(
    rf"""\s*(?:
      (?P<number>\d+(?:\.\d*)?|\.\d+)
    | (?P<text>"[^"]*"|'[^']*')
    | (?P<sign>//|::|\.\.|!=|<=|>=|[()\[\]@,/|+\-=<>*.$])
    | (?P<name>{_NAME}(?::(?!:)(?:{_NAME}|\*))?)
    )""",
    re.VERBOSE,
)
_WORD_OPERATOR = re.compile(r"\s*(and|or|div|mod)")
_OPERATORS = {"and", "or", "div", "mod", "multiply", "//", "/", "|", "+", "-", "=", "!=", "<", "<=", ">", ">="}
_OPENS = _OPERATORS | {"(", "[", ",", "@", "::", "$"}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece: kind is number, text, name or sign; operators that are words are signs too."""

    kind: str
    text: str
    place: int


def tokenise(source: str) -> list[Token]:
    """Return the tokens of `source`. Raise ExpressionError at the first thing that is none."""
    if len(source) > LONGEST:
        raise ExpressionError(N_("An expression is too long."), N_("Split the calculation into smaller ones."))
    tokens: list[Token] = []
    place, end = 0, len(source.rstrip())
    while place < end:
        token, place = _next(source, place, tokens)
        tokens.append(token)
    return tokens


def _next(source: str, place: int, tokens: list[Token]) -> tuple[Token, int]:
    after_operand = bool(tokens) and not (tokens[-1].kind == "sign" and tokens[-1].text in _OPENS)
    if after_operand:
        word = _WORD_OPERATOR.match(source, place)
        if word:
            return Token("sign", word.group(1), word.start(1)), word.end()
    found = _TOKEN.match(source, place)
    if not found or found.lastgroup is None:
        raise ExpressionError(
            N_("An expression has something unexpected at place {place}.", place=place + 1),
            N_("Check the quotes and brackets of this expression."),
        )
    kind, text = found.lastgroup, found.group(found.lastgroup)
    if text == "*" and after_operand:
        text = "multiply"
    if kind == "text":
        text = text[1:-1]
    return Token(kind, text, found.start(kind)), found.end()
