import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from monitor_app.forms.views import ChoiceView, Kind, QuestionView, Wording
from monitor_app.text import N_
from monitor_app.ui.forms.families import field_for
from monitor_app.ui.widgets.fields import LineField, TextField


def learning(widget: QWidget) -> list[QWidget]:
    """Return the places to type whose words an input method may keep."""
    typed: list[QWidget] = [*widget.findChildren(QLineEdit), *widget.findChildren(QPlainTextEdit)]
    return [one for one in typed if not one.inputMethodHints() & Qt.InputMethodHint.ImhSensitiveData]


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("many", [3, 300])
def test_no_input_method_learns_an_answer(qtbot, kind, many):
    choices = tuple(ChoiceView(f"v{at}", Wording(f"Choice {at}")) for at in range(many))
    field = field_for(QuestionView("q", kind, Wording("Question"), None, appearance=(), choices=choices))
    qtbot.addWidget(field)
    assert learning(field) == []


@pytest.mark.parametrize("kind", [LineField, TextField])
def test_no_input_method_learns_what_a_coordinator_writes(qtbot, kind):
    field = kind(N_("Summary"))
    qtbot.addWidget(field)
    assert learning(field) == []
