"""Norms, code and help in the window: a file is checked and published; who helps is read by everybody."""

from pathlib import Path

import pytest

from monitor_app.operations import membership, packs
from monitor_app.operations.packs import PackKind
from monitor_app.ui.models.rows import row_at
from monitor_app.ui.widgets.speaking import Words
from tests.domain.test_packs import table
from tests.support.stage import PlannedFiles, Stage

HEAD = "name,help,place,contact,last_checked,checked_by,source,country,languages,hours,caution"
FRESH = (
    "Harbour legal desk,legal;union,Linhai,555 0100,2026-08-01,Heron,their notice board,Eastland,"
    "English;Vietnamese,Mon-Fri 9-17,Never call from a factory phone"
)
OLD = "Night line,counselling;emergency,Portside,555 0199,2025-11-02,Heron,their page,Eastland,English,nights,"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "who-helps.csv"
    path.write_bytes(table(FRESH, OLD, head=HEAD))
    return path


def said(screen_list: object) -> list[str]:
    rows = screen_list.rows
    return [row_at(rows.index(at, 0)).said() for at in range(rows.rowCount())]


def published(stage: Stage, file: Path) -> None:
    def publish(desk: object) -> None:
        packs.publish(desk, packs.check(PackKind.DIRECTORY, file.read_bytes(), day=packs.today(desk)))

    stage.ask(publish)


def test_a_coordinator_checks_a_file_and_publishes_it(coordinator: Stage, file: Path) -> None:
    screen = coordinator.show("packs")
    card = screen.cards[PackKind.DIRECTORY]
    assert card.version.text() == "None published yet"
    screen.files = PlannedFiles([file])
    card.choose.click()
    coordinator.until(screen.publish.isVisible)
    screen.publish.click()
    coordinator.until(lambda: "published on" in card.version.text())
    assert said(card.devices) == ["Wren. Not confirmed yet"]


def test_a_device_that_still_uses_an_earlier_one_is_told_apart(coordinator: Stage, file: Path) -> None:
    published(coordinator, file)
    screen = coordinator.show("packs")

    def confirm(desk: object) -> None:
        box = next(one.box for one in membership.people_now(desk).members if one.box != desk.box)
        with desk.vault.writing():
            desk.vault.run("INSERT INTO pack_confirmed VALUES ('directory', ?, 1, 0, 1, 'other', '')", box)

    coordinator.ask(confirm)
    screen.refresh()
    coordinator.settle()
    assert said(screen.cards[PackKind.DIRECTORY].devices) == ["Wren. Not confirmed yet. It uses an earlier one"]


def test_every_problem_of_a_file_is_named_by_its_place(coordinator: Stage, file: Path) -> None:
    file.write_bytes(table(FRESH.replace("Heron", ""), OLD.replace("2025-11-02", "soon"), head=HEAD))
    screen = coordinator.show("packs")
    screen.files = PlannedFiles([file])
    screen.cards[PackKind.DIRECTORY].choose.click()
    coordinator.until(screen.problems_card.isVisible)
    assert [one.split(".")[0] for one in said(screen.problems)] == [
        "Row 2, column checked_by",
        "Row 3, column last_checked",
    ]
    assert not screen.publish.isVisible()


def test_a_monitor_sees_what_is_in_force_and_cannot_publish(monitor: Stage) -> None:
    screen = monitor.show("packs")
    assert not any(card.choose.isVisible() for card in screen.cards.values())
    assert "to be confirmed" in screen.cards[PackKind.NORMS].open.text().lower()


def told(screen: object) -> list[str]:
    """Return all that each card says."""
    return [
        ". ".join(words.text() for words in card.findChildren(Words) if words.text()) for card in screen.list
    ]


def search(screen: object, words: str) -> list[str]:
    screen.search.setText(words)
    screen.search.returnPressed.emit()
    return [card.service.name for card in screen.list]


def test_who_helps_is_listed_with_a_warning_for_what_nobody_checked_lately(
    coordinator: Stage, file: Path
) -> None:
    published(coordinator, file)
    screen = coordinator.show("directory")
    first, second = told(screen)
    assert first.startswith("Night line. Not checked since 2 Nov 2025. Somebody to talk to. Emergency")
    assert "Take care: Never call from a factory phone" in second
    assert screen.old.isVisible()
    assert search(screen, "vietnamese") == ["Harbour legal desk"]
    assert not screen.old.isVisible()
    assert search(screen, "nobody of this name") == []
    assert screen.nothing.isVisible()


def test_the_list_is_narrowed_by_help_and_place(coordinator: Stage, file: Path) -> None:
    published(coordinator, file)
    screen = coordinator.show("directory")
    screen.kind.setCurrentIndex(screen.kind.findData("legal"))
    assert search(screen, "") == ["Harbour legal desk"]
    screen.place.setCurrentIndex(screen.place.findData("Portside"))
    assert search(screen, "") == []


def test_of_a_long_list_the_first_are_shown_and_it_says_so(coordinator: Stage, file: Path) -> None:
    file.write_bytes(table(*(OLD.replace("Night line", f"Line {at:02}") for at in range(31)), head=HEAD))
    published(coordinator, file)
    screen = coordinator.show("directory")
    assert len(screen.list) == 30
    assert screen.more.text() == "Shown: 30 of 31. Search to see others."


def test_an_empty_list_says_who_can_add_one(monitor: Stage) -> None:
    screen = monitor.show("directory")
    assert screen.empty.isVisible()
    assert "A coordinator adds the list" in screen.empty.sentence.text()
    assert not screen.empty.button.isVisible()
