"""The few marks that labels may carry: **bold**, *italic*, # heading, [text](link). It knows no screens."""

import re

from monitor_app.forms.views import Span

_MARK = re.compile(
    r"\*\*(?P<bold>[^*\n]+)\*\*|__(?P<bold2>[^_\n]+)__"
    r"|(?<![\w*])\*(?P<italic>[^*\s][^*\n]*)\*(?![\w*])|(?<![\w_])_(?P<italic2>[^_\s][^_\n]*)_(?![\w_])"
    r"|\[(?P<text>[^\]\n]+)\]\((?P<link>[^)\s]+)\)"
)
_HEADING = re.compile(r"#{1,6}\s+(.*)")
_TAG = re.compile(r"</?(?:span|p|b|i|em|strong|u|br|div)\b[^<>]{0,200}>", re.IGNORECASE)


def spans_of(text: str) -> tuple[Span, ...]:
    """Return the runs of a label, marks taken away."""
    if not any(mark in text for mark in "*_[#<"):
        return (Span(text),) if text else ()
    found: list[Span] = []
    for number, line in enumerate(_TAG.sub("", text).split("\n")):
        if number:
            found.append(Span("\n"))
        heading = _HEADING.fullmatch(line)
        found += [Span(heading.group(1), heading=True)] if heading else _line(line)
    return tuple(found)


def _line(line: str) -> list[Span]:
    found: list[Span] = []
    place = 0
    for mark in _MARK.finditer(line):
        if mark.start() > place:
            found.append(Span(line[place : mark.start()]))
        found.append(_marked(mark))
        place = mark.end()
    if place < len(line):
        found.append(Span(line[place:]))
    return found


def _marked(mark: re.Match[str]) -> Span:
    bold = mark.group("bold") or mark.group("bold2")
    if bold:
        return Span(bold, bold=True)
    italic = mark.group("italic") or mark.group("italic2")
    if italic:
        return Span(italic, italic=True)
    return Span(mark.group("text"), link=mark.group("link"))


def plain_text(spans: tuple[Span, ...]) -> str:
    """Return the words alone."""
    return "".join(span.text for span in spans)
