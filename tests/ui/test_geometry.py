"""On every screen all words have their place, and all that can have the focus has a name to be heard."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from monitor_app.operations.desk import Desk
from monitor_app.ui.forms.choice_one import ChoiceListField
from monitor_app.ui.main_window import MainWindow
from monitor_app.ui.screens.places import PLACES
from tests.ui.walking import begin, interview

LOOKS = [
    ("light", 100, "en"),
    ("dark", 200, "en"),
    ("light", 200, "en"),
    ("dark", 100, "zh_CN"),
    ("light", 200, "zh_CN"),
]
LOW = (1024, 640)


def cramped(window: QWidget) -> list[str]:
    """Return the words that are wider or taller than their place."""
    labels = [label for label in window.findChildren(QLabel) if label.isVisible() and label.text()]
    buttons = [
        button for button in window.findChildren(QAbstractButton) if button.isVisible() and button.text()
    ]
    boxes = [box for box in window.findChildren(QComboBox) if box.isVisible()]
    return [
        *[f"{label.text()[:40]!r} {label.size().toTuple()}" for label in labels if not fits_label(label)],
        *[f"{button.text()!r} {button.size().toTuple()}" for button in buttons if not fits_hint(button)],
        *[box.currentText() for box in boxes if not fits_hint(box)],
        *beyond(window),
    ]


def settled(qtbot: QtBot, window: QWidget) -> list[str]:
    """Return what is cramped once Qt has had time to lay out anew."""
    for _ in range(20):
        qtbot.wait(30)
        if not cramped(window):
            return []
    return cramped(window)


def fits_label(label: QLabel) -> bool:
    inside = label.contentsRect()
    flags = Qt.TextFlag.TextWordWrap.value if label.wordWrap() else 0
    needed = label.fontMetrics().boundingRect(QRect(0, 0, inside.width(), 10_000), flags, label.text())
    wide = needed.width() if not label.wordWrap() else 0
    return needed.height() <= inside.height() + 2 and wide <= inside.width() + 2


def fits_hint(widget: QWidget) -> bool:
    hint = widget.minimumSizeHint() if isinstance(widget, QComboBox) else widget.sizeHint()
    return widget.width() >= hint.width() and widget.height() >= hint.height()


def beyond(window: QWidget) -> list[str]:
    """Return the scrolling places whose content is wider than they are, since they never scroll sideways."""
    areas = [area for area in window.findChildren(QAbstractScrollArea) if area.isVisible()]
    return [
        f"{type(area).__name__} wider by {area.horizontalScrollBar().maximum()}"
        for area in areas
        if area.horizontalScrollBar().maximum() > 0
    ]


def unnamed(window: QWidget) -> list[str]:
    """Return what can have the focus and has no name to be heard."""
    parts = [
        part
        for part in window.findChildren(QWidget)
        if part.isVisible() and part.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    return [
        f"{type(part).__name__} in {type(part.parent()).__name__}"
        for part in parts
        if not part.accessibleName()
    ]


Walk = Callable[[QtBot, MainWindow, Desk], None]


def to_first_start(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    window.go("first_start")


def to_words(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    window.go("first_start")
    window.screen_shown.new_vault.click()


def to_proof(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    to_words(qtbot, window, desk)
    window.screen_shown.own.click()
    window.screen_shown.make.click()


def to_unlock(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    window.go("unlock")


def to_today(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    begin(desk, "three_questions")
    window.screen_shown.refresh()
    qtbot.wait(30)


def to_preferences(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    window.go("preferences")


def to_interview(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    screen = interview(qtbot, window, begin(desk, "worker_interview"))
    screen.pages.show("consent")
    for _ in range(2):
        for field in screen.form_view.fields():
            if isinstance(field, ChoiceListField) and not field.view.value:
                field.choices[0].button.click()
    screen.head.language_chosen.emit("中文 (zh)")


def to_problems(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    screen = interview(qtbot, window, begin(desk, "worker_interview"))
    screen.finish()
    qtbot.waitUntil(screen.problems.isVisible)


def to_three_questions(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    interview(qtbot, window, begin(desk, "three_questions"))


WALKS: list[Walk] = [
    to_first_start, to_words, to_proof, to_unlock, to_today, to_preferences, to_interview,
    to_problems, to_three_questions,
]  # fmt: skip


@pytest.mark.parametrize("place", [one.id for one in PLACES if one.icon])
def test_every_screen_of_the_side_list_has_room(qtbot: QtBot, window: MainWindow, place: str) -> None:
    window.go(place)
    wrong: dict[str, list[str]] = {}
    for theme, scale, language in LOOKS:
        window.prefer(replace(window.preferences, theme=theme, scale=scale, language=language))
        window.resize(*LOW)
        here = settled(qtbot, window) + unnamed(window)
        if here:
            wrong[f"{theme} {scale} {language}"] = here
    assert not wrong


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.__name__[3:])
def test_every_word_has_its_place_and_every_part_its_name(
    qtbot: QtBot, window: MainWindow, desk: Desk, walk: Walk
) -> None:
    walk(qtbot, window, desk)
    wrong: dict[str, list[str]] = {}
    for theme, scale, language in LOOKS:
        window.prefer(replace(window.preferences, theme=theme, scale=scale, language=language))
        window.resize(*LOW)
        here = settled(qtbot, window) + unnamed(window)
        if here:
            wrong[f"{theme} {scale} {language}"] = here
    assert not wrong
