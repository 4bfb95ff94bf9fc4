"""A record of a form as it stands: what screens, commands and tables ask of it. It changes nothing.

Knows neither Qt nor the vault. `Filling` is one of these that also takes answers.
"""

from monitor_app.errors import BadInput
from monitor_app.forms.actions import ActingRecord
from monitor_app.forms.checking import troubles
from monitor_app.forms.choices import Chooser
from monitor_app.forms.definition import Form, Question
from monitor_app.forms.judging import Judgement, judge
from monitor_app.forms.nodes import Node
from monitor_app.forms.showing import Shower
from monitor_app.forms.tree import find, visible
from monitor_app.forms.views import ChoiceView, OutlineEntry, PageView, Problem, QuestionView, Status
from monitor_app.forms.wording import Speaker
from monitor_app.text import N_


class Filled:
    """Pages, questions, choices, the outline, and what is wrong. Paths are as shown: `hours/week[2]/day`."""

    def __init__(self, record: ActingRecord, language: str) -> None:
        self._record = record
        self._speaker = Speaker(record, language)
        self._chooser = Chooser(record, self._speaker)
        self._shower = Shower(record, self._speaker, self._chooser)

    @property
    def form(self) -> Form:
        """Return the form."""
        return self._record.form

    @property
    def language(self) -> str:
        """Return the language that labels are shown in."""
        return self._speaker.language

    def pages(self) -> tuple[str, ...]:
        """Return the pages in order: loose questions (""), groups with questions, repeats, their instances."""
        return tuple(page.path for page in self._shower.pages())

    def page(self, path: str) -> PageView:
        """Return what a page shows. Raise BadInput if there is no such page (any more)."""
        for page in self._shower.pages():
            if page.path == path:
                return self._shower.page(page)
        raise BadInput(N_("This page is not part of the questionnaire now."), N_("Choose another page."))

    def page_of(self, path: str) -> str:
        """Return the page that shows a question, "" if none does just now."""
        node = self._node(path)
        best = ""
        for page in self._shower.pages():
            below = path == page.path or path.startswith(f"{page.path}/")
            if below and len(page.path) >= len(best):
                best = page.path
        return best if best or node.parent is self._record.root else ""

    def question(self, path: str) -> QuestionView | None:
        """Return one question as it stands, None where it is not relevant."""
        node = self._node(path)
        question = self.form.questions.get(node.path)
        return self._shower.question(question, node) if question is not None and node.relevant else None

    def told(self, path: str) -> tuple[str, str]:
        """Return a question's label and its answer in words, relevant or not; no label if none asks it."""
        node = find(self._record.top, path)
        question = self.form.questions.get(node.path) if node is not None else None
        if node is None or question is None:
            return "", node.value if node is not None else ""
        return self._speaker.wording(question.label, node).plain, self._shower.said(question, node)

    def choices(self, path: str, text: str = "", *, limit: int = 200) -> tuple[ChoiceView, ...]:
        """Return the choices at a question that hold `text`, at most `limit` of them."""
        node = self._node(path)
        question = self.form.questions.get(node.path)
        return self._chooser.dress(self._chooser.search(question, node, text, limit)) if question else ()

    def outline(self, *, questions: bool = True) -> OutlineEntry:
        """Return the whole form as relevant pages and questions with counts; pages alone come quicker."""
        return self._shower.outline(questions=questions)

    def problems(self) -> tuple[Problem, ...]:
        """Return what keeps the record from being finished, in order of the form."""
        found: list[Problem] = []
        for page in self._shower.pages():
            for question, node in self._shower.questions(page):
                judgement = self._judge(node, question)
                if judgement.status is not Status.OK:
                    label = self._speaker.wording(question.label, node).plain
                    path = visible(node, self.form)
                    found.append(Problem(path, page.path, label, judgement.status, judgement.message))
        return tuple(found)

    def can_finish(self) -> bool:
        """Return whether no answer is missing or wrong."""
        return next(troubles(self._record), None) is None and not self.problems()

    def is_left_out(self, path: str) -> bool:
        """Return whether a place is there and not relevant, so that its answer is no part of the record."""
        node = find(self._record.top, path)
        return node is not None and not node.relevant

    def instance_name(self) -> str:
        """Return the name the form gives this record, or ""."""
        node = find(self._record.top, "meta/instanceName")
        return node.value if node is not None else ""

    def _judge(self, node: Node, question: Question) -> Judgement:
        return judge(self._record, self._speaker, node, question)

    def _node(self, path: str) -> Node:
        node = find(self._record.top, path)
        if node is None:
            raise no_question()
        return node


def no_question() -> BadInput:
    """Return the refusal of a path that no question has."""
    return BadInput(
        N_("There is no such question in this questionnaire."), N_("Check the path against the questionnaire.")
    )
