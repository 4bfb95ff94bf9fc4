"""Marking text for people.

Below `ui` and `cli` nothing is translated: `N_` marks a whole sentence and carries its values; whoever
stands at the edge looks the sentence up in the reader's language. This module must not know a catalogue.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Message:
    """A sentence for a person: an English template and the values that go into its `{names}`.

    Values are ids, numbers, dates or file sizes, never an answer, a name or a key.
    """

    template: str
    values: Mapping[str, str | int | float] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template.format_map(dict(self.values)) if self.values else self.template


def N_(template: str, /, **values: str | float) -> Message:  # noqa: N802 - gettext's own mark
    """Mark `template` for translation and keep the values for its `{names}`."""
    return Message(template, values)
