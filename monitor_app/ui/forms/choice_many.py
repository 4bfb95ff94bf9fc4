"""Questions with several answers: boxes where Space and number keys choose. Order follows the questionnaire."""

from monitor_app.forms.views import Answer, Kind
from monitor_app.ui.forms.choice_one import ChoiceListField


class ChoiceManyField(ChoiceListField):
    """Boxes; for a ranking the order of choosing is the order of the answer."""

    is_many = True

    def chosen(self, value: Answer) -> list[str]:
        """Return the chosen values."""
        if isinstance(value, list):
            return value
        return str(value).split() if value else []

    def choose(self, value: str) -> None:
        """Choose one, or take it back."""
        before = self.chosen(self.view.value)
        after = [one for one in before if one != value] if value in before else [*before, value]
        if self.view.kind is not Kind.RANK:
            after = [choice.value for choice in self.view.choices if choice.value in after]
        self.answer(after or None)
