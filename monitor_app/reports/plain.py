"""Puts a report into plain text that any editor shows."""

from monitor_app.ports import Words
from monitor_app.reports.model import FindingReport


def plain_text(report: FindingReport, words: Words) -> str:
    """Return the report as text with underlined headings, in the reader's language."""
    raise NotImplementedError(report, words)
