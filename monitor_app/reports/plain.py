"""Puts a report into plain text that any editor shows."""

from collections.abc import Iterator

from monitor_app.ports import Words
from monitor_app.reports.model import FindingReport, Section
from monitor_app.text import Message


def plain_text(report: FindingReport, words: Words) -> str:
    """Return the report as text with underlined headings, in the reader's language."""
    lines = [*_heading(report.title, "=")]
    for section in report.sections:
        lines += ["", *_section(section, words)]
    return "\n".join(lines) + "\n"


def _section(section: Section, words: Words) -> Iterator[str]:
    yield from _heading(words.say(section.heading), "-")
    for row in section.rows:
        yield f"{words.say(row.label)}: {_said(row.value, words)}"
    for number, paragraph in enumerate(section.paragraphs):
        if section.rows or number:
            yield ""
        yield from _said(paragraph, words).splitlines()


def _heading(text: str, line: str) -> list[str]:
    """Underline a title; a line break in it, which a person may have typed, becomes a space."""
    title = " ".join(text.split())
    return [title, line * max(3, len(title))]


def _said(value: Message | str, words: Words) -> str:
    return words.say(value) if isinstance(value, Message) else value.strip()
