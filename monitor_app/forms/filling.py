"""A questionnaire being filled in: what screens and commands talk to.

Soft while drafting: every answer is kept, and flagged when it is not right; `problems` is what finishing asks.
It must not know Qt, the vault or the clock.
"""

from collections.abc import Mapping, Sequence

from monitor_app.forms.context import Context
from monitor_app.forms.definition import Form
from monitor_app.forms.views import (
    Answer,
    Outcome,
    OutlineEntry,
    PageView,
    Problem,
    QuestionView,
    Removed,
)

Nested = Mapping[str, "Answer | Nested | Sequence[Nested]"]


class Filling:
    """One record of one form, from first answer to finish."""

    def __init__(
        self,
        form: Form,
        draft: Mapping[str, Answer] | None = None,
        *,
        language: str = "",
        context: Context,
    ) -> None:
        """Start afresh, or resume from what `draft()` returned. `language` "" is the form's default."""
        raise NotImplementedError

    @property
    def form(self) -> Form:
        """Return the form."""
        raise NotImplementedError

    @property
    def language(self) -> str:
        """Return the language that labels are shown in."""
        raise NotImplementedError

    def set_language(self, language: str) -> None:
        """Show labels in another of `form.languages`."""
        raise NotImplementedError

    def set_now(self, now_ms: int) -> None:
        """Tell the time; `now()` and `today()` mean this moment from here on."""
        raise NotImplementedError

    def pages(self) -> tuple[str, ...]:
        """Return the pages in order: "" holds loose questions, then each top group and each repeat instance."""
        raise NotImplementedError

    def page(self, path: str) -> PageView:
        """Return what a page shows. Raise BadInput if there is no such page (any more)."""
        raise NotImplementedError

    def question(self, path: str) -> QuestionView | None:
        """Return one question as it stands, None where it is not relevant."""
        raise NotImplementedError

    def outline(self) -> OutlineEntry:
        """Return the whole form as a tree of relevant things with counts."""
        raise NotImplementedError

    def answer(self, path: str, value: Answer) -> Outcome:
        """Keep an answer and let everything that follows from it follow. Raise BadInput for an unknown path."""
        raise NotImplementedError

    def add_repeat(self, path: str) -> str:
        """Add an instance at the end of a repeat (`hours/week`); return its path (`hours/week[3]`)."""
        raise NotImplementedError

    def remove_repeat(self, path: str) -> Removed:
        """Take out the instance (`hours/week[2]`)."""
        raise NotImplementedError

    def restore_repeat(self, removed: Removed) -> None:
        """Put a removed instance back where it was."""
        raise NotImplementedError

    def problems(self) -> tuple[Problem, ...]:
        """Return what keeps the record from being finished, in order of the form."""
        raise NotImplementedError

    def answers(self) -> dict[str, Answer]:
        """Return the answers of relevant nodes only, in order: what a finished record holds."""
        raise NotImplementedError

    def draft(self) -> dict[str, Answer]:
        """Return everything, relevant or not, to resume from."""
        raise NotImplementedError

    def identity_paths(self) -> frozenset[str]:
        """Return those paths of `draft()` that belong in the identity part."""
        raise NotImplementedError

    def fill(self, answers: Nested) -> tuple[Problem, ...]:
        """Answer many questions at once: groups as mappings, repeats as lists. Return `problems()`."""
        raise NotImplementedError

    def instance_name(self) -> str:
        """Return the name the form gives this record, or ""."""
        raise NotImplementedError

    def submission(self) -> bytes:
        """Return the OpenRosa submission XML of relevant answers."""
        raise NotImplementedError
