"""Each kind of question takes its answer and shows it again."""

import pytest
from pytestqt.qtbot import QtBot

from monitor_app.forms.views import ChoiceView, Kind, QuestionView, Wording
from monitor_app.ui.forms.choice_long import ChoiceLongField
from monitor_app.ui.forms.choice_many import ChoiceManyField
from monitor_app.ui.forms.date_time import DateTimeField
from monitor_app.ui.forms.families import field_for
from monitor_app.ui.forms.field import Field


def view(kind: Kind, value: object = None, *, many: int = 3, appearance: tuple[str, ...] = ()) -> QuestionView:
    choices = tuple(ChoiceView(f"v{at}", Wording(f"Choice {at}")) for at in range(many))
    return QuestionView("q", kind, Wording("Question"), value, appearance=appearance, choices=choices)


@pytest.fixture
def given(qtbot: QtBot) -> list[object]:
    return []


def shown(qtbot: QtBot, given: list[object], question: QuestionView) -> Field:
    field = field_for(question)
    qtbot.addWidget(field)
    field.answered.connect(lambda _, value: given.append(value))
    return field


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_question_has_a_control(qtbot: QtBot, given: list[object], kind: Kind) -> None:
    assert shown(qtbot, given, view(kind)).label.text() == "Question"


def test_a_whole_date_is_an_answer(qtbot: QtBot, given: list[object]) -> None:
    field = shown(qtbot, given, view(Kind.DATE))
    assert isinstance(field, DateTimeField)
    for name, text in {"year": "२०२६", "month": "3", "day": "9"}.items():
        field.parts[name].setText(text)
    field.commit()
    assert given == ["2026-03-09"]


def test_a_date_with_a_part_left_out_is_kept_with_its_gap(qtbot: QtBot, given: list[object]) -> None:
    field = shown(qtbot, given, view(Kind.DATE))
    field.parts["year"].setText("2026")
    field.commit()
    assert given == ["2026--"]


@pytest.mark.parametrize(
    ("kind", "value", "parts"),
    [
        (Kind.DATE, "2026--09", ["2026", "", "09"]),
        (Kind.TIME, "07:30:00.000Z", ["07", "30"]),
        (Kind.DATETIME, "2026-03-09T07:30:00", ["2026", "03", "09", "07", "30"]),
    ],
)
def test_a_date_or_time_is_shown_in_its_parts(
    qtbot: QtBot, given: list[object], kind: Kind, value: str, parts: list[str]
) -> None:
    field = shown(qtbot, given, view(kind, value))
    assert [line.text() for line in field.parts.values()] == parts


def test_several_choices_are_answered_in_the_order_of_the_question(qtbot: QtBot, given: list[object]) -> None:
    field = shown(qtbot, given, view(Kind.SELECT_MULTIPLE, ["v2"]))
    assert isinstance(field, ChoiceManyField)
    field.choices[0].button.click()
    assert given == [["v0", "v2"]]


def test_a_ranking_is_answered_in_the_order_of_choosing(qtbot: QtBot, given: list[object]) -> None:
    field = shown(qtbot, given, view(Kind.RANK, ["v2"]))
    field.choices[0].button.click()
    assert given == [["v2", "v0"]]


def test_many_choices_are_found_by_typing(qtbot: QtBot, given: list[object]) -> None:
    field = shown(qtbot, given, view(Kind.SELECT_ONE, many=5_000))
    assert isinstance(field, ChoiceLongField)
    field.line.setText("choice 4321")
    field.line.returnPressed.emit()
    assert given == ["v4321"]


def test_a_long_list_passes_qt_s_own_tester(qtbot: QtBot, qtmodeltester: object, given: list[object]) -> None:
    field = shown(qtbot, given, view(Kind.SELECT_ONE, many=50))
    qtmodeltester.check(field.model)


def test_a_message_waits_until_the_question_was_left(qtbot: QtBot, given: list[object]) -> None:
    question = QuestionView("q", Kind.TEXT, Wording("Question"), None, message="Needed.")
    field = shown(qtbot, given, question)
    assert field.message.text() == ""
    field.complain_now()
    assert field.message.text() == "Needed."


def test_a_read_only_choice_cannot_be_changed(qtbot: QtBot, given: list[object]) -> None:
    fixed = QuestionView(
        "q", Kind.SELECT_ONE, Wording("Question"), None, choices=view(Kind.SELECT_ONE).choices, readonly=True
    )
    shown(qtbot, given, fixed).choices[0].button.click()
    assert given == []
