"""What the interview needs of a draft, read on the vault's thread: the filling, its words, its versions."""

from collections.abc import Mapping
from dataclasses import dataclass

from monitor_app.forms.views import Answer
from monitor_app.operations import collecting, newer_versions, questionnaires
from monitor_app.operations.collecting import Resumed
from monitor_app.operations.desk import Desk
from monitor_app.operations.newer_versions import KeptLine, Newer


@dataclass(frozen=True)
class Opened:
    """A draft opened: which languages a person has reviewed, what the vault holds, and what of other versions.

    `newer` is a newer version it could go over to; `left_behind` what it keeps from earlier ones.
    """

    resumed: Resumed
    reviewed: Mapping[str, bool]
    held: Mapping[str, Answer]
    newer: Newer | None
    left_behind: tuple[KeptLine, ...]


def open_draft(desk: Desk, draft_id: str) -> Opened:
    """Read a draft and what may be shown of it."""
    resumed = collecting.resume(desk, draft_id)
    form, draft, given = resumed.filling.form, resumed.draft, resumed.filling.draft()
    reviewed = {language: questionnaires.is_reviewed(form, language) for language in form.languages}
    held = {**draft.answers, **{path: given[path] for path in given.keys() & draft.sealed.keys()}}
    newer = newer_versions.newer(desk, draft)
    return Opened(resumed, reviewed, held, newer, newer_versions.left_behind(desk, draft))
