"""Functions that give words of the form itself: labels of choices, translated texts, facts about the record."""

from monitor_app.forms.calling import Arguments, Function
from monitor_app.forms.values import Value


def _choice_name(a: Arguments) -> Value:
    return a.scope.world.choice_name(a.text(0), a.text(1), a.scope.current)


def _property(a: Arguments) -> Value:
    return a.scope.world.attached.get(a.text(0).strip(), "")


TABLE = {
    "jr:choice-name": Function(2, 2, _choice_name),
    "jr:itext": Function(1, 1, lambda a: a.scope.world.itext(a.text(0))),
    "property": Function(1, 1, _property),
}
