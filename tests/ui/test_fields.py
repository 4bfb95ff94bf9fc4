"""Each kind of question takes its answer and shows it again."""

import pytest
from PySide6.QtCore import QDate, Qt
from pytestqt.qtbot import QtBot

from monitor_app.forms.views import ChoiceView, Kind, Media, QuestionView, Wording
from monitor_app.ui.forms.choice_long import ChoiceLongField
from monitor_app.ui.forms.choice_many import ChoiceManyField
from monitor_app.ui.forms.date_time import DateTimeField
from monitor_app.ui.forms.families import field_for
from monitor_app.ui.forms.field import Field
from monitor_app.ui.forms.strip import StripField


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
    assert [row.value for row in field.choices] == ["v2", "v0", "v1"]
    field.choices[1].button.click()
    assert given == [["v2", "v0"]]


def test_a_ranked_thing_is_moved_by_alt_and_an_arrow(qtbot: QtBot, given: list[object]) -> None:
    field = shown(qtbot, given, view(Kind.RANK, ["v2", "v0"]))
    field.show()
    field.choices[0].button.setFocus()
    qtbot.keyClick(field.choices[0].button, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert given == [["v0", "v2"]]


def test_a_ranked_thing_is_moved_by_its_button(qtbot: QtBot, given: list[object]) -> None:
    field = shown(qtbot, given, view(Kind.RANK, ["v2", "v0"]))
    field.choices[1].up.click()
    assert given == [["v0", "v2"]]


def scale(value: object = None, *, low: float = 1.0, high: float = 9.0, step: float = 2.0) -> QuestionView:
    return QuestionView("q", Kind.RANGE, Wording("How much?"), value, low=low, high=high, step=step)


def test_a_scale_without_an_answer_says_so(qtbot: QtBot, given: list[object]) -> None:
    assert shown(qtbot, given, scale()).state.text() == "No answer yet."
    assert given == []


@pytest.mark.parametrize(
    ("question", "place", "value"),
    [
        (scale(), 2, 5),
        (scale(low=0.5, high=2.5, step=0.5), 1, 1.0),
        (scale(low=-10.0, high=0.0, step=5.0), 1, -5),
    ],
)
def test_moving_a_scale_answers_with_its_step(
    qtbot: QtBot, given: list[object], question: QuestionView, place: int, value: float
) -> None:
    shown(qtbot, given, question).slider.setValue(place)
    assert given == [value]


@pytest.mark.parametrize(
    "question", [scale(low=5.0, high=1.0), scale(step=0.0001, high=9e9), scale(step=100.0)]
)
def test_a_scale_that_cannot_be_drawn_is_a_number(
    qtbot: QtBot, given: list[object], question: QuestionView
) -> None:
    assert not hasattr(shown(qtbot, given, question), "slider")


def test_a_likert_scale_is_answered_by_number_key(qtbot: QtBot, given: list[object]) -> None:
    field = shown(qtbot, given, view(Kind.SELECT_ONE, appearance=("likert",)))
    qtbot.keyClick(field, Qt.Key.Key_2)
    assert given == ["v1"]


def test_a_row_of_a_table_names_choice_and_question_to_those_who_hear_it(
    qtbot: QtBot, given: list[object]
) -> None:
    field = shown(qtbot, given, view(Kind.SELECT_MULTIPLE, ["v0"], appearance=("list-nolabel",)))
    assert field.buttons["v1"].accessibleName() == "Choice 1. Question"
    field.buttons["v1"].click()
    assert given == [["v0", "v1"]]


def test_the_head_of_a_table_takes_no_answer(qtbot: QtBot, given: list[object]) -> None:
    field = shown(qtbot, given, view(Kind.SELECT_ONE, appearance=("label",)))
    assert all(button.isHidden() for button in field.buttons.values())


def test_too_many_choices_are_no_table(qtbot: QtBot, given: list[object]) -> None:
    field = shown(qtbot, given, view(Kind.SELECT_ONE, many=11, appearance=("likert",)))
    assert not isinstance(field, StripField)


def test_a_place_is_typed_in_two_parts(qtbot: QtBot, given: list[object]) -> None:
    field = shown(qtbot, given, view(Kind.GEOPOINT))
    field.parts["latitude"].setText("२२.५")
    field.parts["longitude"].setText("114,1")
    field.commit()
    assert given == ["22.5 114.1 0 0"]


def test_a_pasted_place_fills_both_parts(qtbot: QtBot, given: list[object]) -> None:
    field = shown(qtbot, given, view(Kind.GEOPOINT))
    field.parts["latitude"].setText("22.5, 114.1")
    field.parts["latitude"].textEdited.emit("22.5, 114.1")
    assert [line.text() for line in field.parts.values()] == ["22.5", "114.1"]


def test_half_a_place_is_kept_as_typed(qtbot: QtBot, given: list[object]) -> None:
    field = shown(qtbot, given, view(Kind.GEOPOINT))
    field.parts["latitude"].setText("22.5")
    field.commit()
    assert given == ["22.5"]


def test_a_day_is_taken_from_the_calendar(qtbot: QtBot, given: list[object]) -> None:
    field = shown(qtbot, given, view(Kind.DATETIME, "2026-03-09T07:30:00"))
    field.show()
    field.open_calendar()
    assert field.month.days.selectedDate() == QDate(2026, 3, 9)
    field.month.days.activated.emit(QDate(2026, 4, 1))
    assert field.month.isHidden()
    assert given == ["2026-04-01T07:30:00"]


@pytest.mark.parametrize("look", ["year", "month-year", "no-calendar", "ethiopian"])
def test_no_calendar_opens_where_it_would_mislead(qtbot: QtBot, given: list[object], look: str) -> None:
    field = shown(qtbot, given, view(Kind.DATE, appearance=(look,)))
    assert field.calendar.parent() is None


def test_a_picture_of_the_author_is_named(qtbot: QtBot, given: list[object]) -> None:
    label = Wording("Which tool?", media=Media(image="tool.png"))
    assert "tool.png" in shown(qtbot, given, QuestionView("q", Kind.TEXT, label, None)).hint.text()


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


@pytest.mark.parametrize("kind", [Kind.AUDIO, Kind.VIDEO, Kind.FILE])
def test_a_file_is_asked_for_and_told_by_name_and_size(qtbot: QtBot, given: list[object], kind: Kind) -> None:
    field = shown(qtbot, given, view(kind))
    with qtbot.waitSignal(field.wanted):
        field.button.click()
    field.show_view(view(kind, "abc.m4a"))
    field.tell("Voice 003.m4a", 2_048)
    assert "Voice 003.m4a, 2.00 KiB" in field.state.text()


def test_taking_a_file_out_takes_the_answer_back_and_says_which(qtbot: QtBot, given: list[object]) -> None:
    field = shown(qtbot, given, view(Kind.FILE, "abc.pdf"))
    with qtbot.waitSignal(field.dropped) as dropped:
        field.remove.click()
    assert (given, dropped.args) == ([None], ["q", "abc.pdf"])


def test_a_picture_of_a_choice_is_named(qtbot: QtBot, given: list[object]) -> None:
    choice = ChoiceView("sad", Wording("-", media=Media(image="sad.png")))
    field = shown(qtbot, given, QuestionView("q", Kind.SELECT_ONE, Wording("How?"), None, choices=(choice,)))
    assert field.choices[0].words.text() == "sad (sad.png)"
