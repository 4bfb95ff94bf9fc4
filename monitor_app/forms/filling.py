"""A questionnaire being filled in: what screens and commands give answers to. What it shows is in `filled`.

Soft while drafting: every answer is kept, and flagged when it is not right; `problems` is what finishing asks.
It must not know Qt, the vault or the clock.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from monitor_app.errors import BadInput
from monitor_app.forms import drafting
from monitor_app.forms.actions import ActingRecord
from monitor_app.forms.answers import Answer, to_text
from monitor_app.forms.context import Context
from monitor_app.forms.definition import Form
from monitor_app.forms.filled import Filled, no_question
from monitor_app.forms.serialising import submission_xml
from monitor_app.forms.tree import visible
from monitor_app.forms.views import (
    Outcome,
    Problem,
    Removed,
)
from monitor_app.text import N_

Nested = Mapping[str, "Answer | Nested | Sequence[Nested]"]


class Filling(Filled):
    """One record of one form, from first answer to finish."""

    def __init__(  # noqa: PLR0913 - resuming takes all that a draft knows
        self,
        form: Form,
        draft: Mapping[str, Answer] | None = None,
        *,
        language: str = "",
        context: Context,
        unread: Collection[str] = (),
        known: Mapping[str, bool] | None = None,
        clock: Callable[[], int] | None = None,
    ) -> None:
        """Start afresh, or resume from what `draft()` returned. `language` "" is the form's default.

        `unread` are paths whose answers lie sealed, not to be read here; `known` is what `known()` last said.
        `clock` tells the ms at the moment of each answer; without one the context's moment holds throughout.
        """
        super().__init__(ActingRecord(form, context), language)
        self._record.world.find_text = lambda key: self._speaker.itext(key, self._record.root)
        self._record.world.name_choice = self._chooser.name
        self._clock = clock
        self._left_over: dict[str, Answer] = {}
        if draft is None:
            self._record.begin()
        else:
            drafting.put_together(self._record, draft)
            for path in unread:
                drafting.grown(self._record, path)
            self._record.unread.mark(self._record.top, unread, known or {})
            self._left_over = drafting.unplaced(self._record, draft)
            self._record.resume()
        self._record.changed.clear()

    @property
    def left_over(self) -> Mapping[str, Answer]:
        """Return answers of the draft that this version of the form has no place for. They stay in it."""
        return self._left_over

    def set_language(self, language: str) -> None:
        """Show labels in another of `form.languages`."""
        self._speaker.speak(language)
        self._record.changed.clear()
        self._record.rename()
        self._changes()

    def answer(self, path: str, value: Answer) -> Outcome:
        """Keep an answer and let everything that follows from it follow. Raise BadInput for an unknown path."""
        node = self._node(path)
        question = self.form.questions.get(node.path)
        if question is None or node.elements():
            raise no_question()
        self._record.changed.clear()
        self._look_at_clock()
        self._record.answer(node, self._chooser.in_order(node, to_text(value)))
        judgement = self._judge(node, question)
        return Outcome(judgement.status, judgement.message, self._changes())

    def _changes(self) -> tuple[str, ...]:
        self._shower.remembered.heard(self._record.changed.values())
        found = tuple(
            visible(node, self.form) for node in self._record.changed.values() if node.parent is not None
        )
        self._record.changed.clear()
        return found

    def _look_at_clock(self) -> None:
        if self._clock is not None:
            self._record.world.context = replace(self._record.world.context, now_ms=self._clock())

    def add_repeat(self, path: str) -> str:
        """Add an instance at the end of a repeat (`hours/week`); return its path (`hours/week[3]`)."""
        base, _, name = path.rstrip("/").rpartition("/")
        parent = self._node(base) if base else self._record.root
        repeat = self.form.repeats.get((*parent.path, name))
        if repeat is None:
            raise no_question()
        if repeat.count is not None or repeat.fixed:
            raise BadInput(
                N_("How often this part is asked follows from another answer."),
                N_("Change that answer instead."),
            )
        self._look_at_clock()
        added = self._record.add_instance(parent, repeat.path)
        self._shower.remembered.heard([*self._record.changed.values(), *added.walk()])
        return visible(added, self.form)

    def remove_repeat(self, path: str) -> Removed:
        """Take out the instance (`hours/week[2]`). Raise BadInput where that would mix up sealed answers."""
        node = self._node(path)
        if node.path not in self.form.repeats or node.parent is None:
            raise no_question()
        if any(self._record.unread.below(one) for one in node.parent.named(node.local)[node.position() - 1 :]):
            raise BadInput(
                N_("This entry cannot be taken out on this device."),
                N_("It or one after it holds sealed answers that cannot be read here, so they cannot move up."),
            )
        removed = Removed(visible(node, self.form), drafting.answers_below(self._record, node))
        self._record.remove_instance(node)
        self._shower.remembered.forget()
        return removed

    def restore_repeat(self, removed: Removed) -> None:
        """Put a removed instance back where it was."""
        drafting.restore(self._record, removed)
        self._shower.remembered.forget()

    def answers(self) -> dict[str, Answer]:
        """Return the answers of relevant nodes only, in order: what a finished record holds."""
        return drafting.relevant_answers(self._record)

    def draft(self) -> dict[str, Answer]:
        """Return everything, relevant or not, to resume from."""
        return {**drafting.taken_apart(self._record), **self._left_over}

    def known(self) -> dict[str, bool]:
        """Return what rules decide that read identity answers: hand it back when those cannot be read."""
        return self._record.unread.decided(self._record.root)

    def fill(self, answers: Nested) -> tuple[Problem, ...]:
        """Answer many questions at once: groups as mappings, repeats as lists. Return `problems()`."""
        drafting.fill(self._record, answers)
        self._shower.remembered.forget()
        return self.problems()

    def close(self) -> None:
        """Put in what is only known when the record is finished, such as the time of the end."""
        self._look_at_clock()
        self._record.close()
        self._shower.remembered.forget()

    def submission(self) -> bytes:
        """Return the OpenRosa submission XML of relevant answers."""
        return submission_xml(self._record)
