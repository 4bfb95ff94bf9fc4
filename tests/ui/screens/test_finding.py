"""Findings: the list, and one being stated."""

from monitor_app.domain.findings import Standing
from monitor_app.operations import browsing, finding, supplying
from monitor_app.operations.browsing import RecordFilter
from monitor_app.ui.screens.export import Export
from monitor_app.ui.screens.finding import Finding
from monitor_app.ui.screens.finding_editor import FindingEditor
from tests.support.stage import Stage
from tests.ui.screens.conftest import World


def opened(stage: Stage, subject: str) -> Finding:
    screen = stage.show("finding", subject)
    assert isinstance(screen, Finding)
    stage.until(screen.editor.isVisible)
    stage.until(lambda: screen.editor.site.box.count() == 2)
    return screen


def fill_in(stage: Stage, editor: FindingEditor) -> None:
    editor.title.line.setText("Overtime is forced by a bonus")
    editor.site.choose(editor.site.box.itemData(1))
    editor.evidence.add_button.click()
    stage.until(lambda: bool(editor.evidence.links()))


def test_a_finding_says_what_supports_it_in_words(coordinator: Stage, world: World) -> None:
    editor = opened(coordinator, world.finding).editor
    told = (editor.rung.text(), editor.families.text(), editor.observations.text())
    assert told == ("Corroborated", "Independent source families: 3", "Observations: 1")


def test_sources_of_one_family_count_once(coordinator: Stage, world: World) -> None:
    editor = opened(coordinator, world.finding).editor
    for at in (0, 1, 2):
        editor.evidence.list.setCurrentIndex(editor.evidence.list.rows.index(at, 0))
        editor.evidence.family.line.setText("hostel 3")
        editor.evidence.family.line.editingFinished.emit()
    assert editor.families.text() == "Independent source families: 1"
    assert editor.rung.text() == "Consistent"


def test_hearsay_is_kept_apart(coordinator: Stage, world: World) -> None:
    evidence = opened(coordinator, world.finding).editor.evidence
    evidence.standing.choose("hearsay")
    evidence.standing.chosen.emit("hearsay")
    assert evidence.links()[0].standing is Standing.HEARSAY


def test_a_new_finding_is_saved_and_leads_to_a_sealed_package(coordinator: Stage) -> None:
    screen = opened(coordinator, "new")
    fill_in(coordinator, screen.editor)
    screen.save.click()
    coordinator.until(screen.next.isVisible)
    assert len(coordinator.ask(finding.findings)) == 2
    screen.next.click()
    coordinator.until(lambda: isinstance(coordinator.window.screen_shown, Export))


def test_a_finding_without_evidence_is_refused_and_keeps_what_was_typed(coordinator: Stage) -> None:
    screen = opened(coordinator, "new")
    screen.editor.title.line.setText("Overtime is forced by a bonus")
    screen.save.click()
    coordinator.until(screen.notice.isVisible)
    assert screen.notice.what.text() == "A finding rests on at least one record."
    assert screen.editor.title.text() == "Overtime is forced by a bonus"


def test_a_finding_half_stated_is_there_after_coming_back(coordinator: Stage) -> None:
    screen = opened(coordinator, "new")
    fill_in(coordinator, screen.editor)
    coordinator.show("sites")
    screen = opened(coordinator, "new")
    coordinator.until(lambda: screen.editor.title.text() == "Overtime is forced by a bonus")
    assert len(screen.editor.evidence.links()) == 1


def test_a_chain_typed_by_hand_is_kept_and_ticked(coordinator: Stage, world: World) -> None:
    screen = opened(coordinator, world.finding)
    chains = screen.editor.chains
    chains.new.click()
    for field, text in zip(
        chains._lines, ("Tablet", "Norvik", "Tablets 2027", "T-1", "Region South"), strict=True
    ):
        field.line.setText(text)
    chains.keep_button.click()
    coordinator.until(lambda: len(chains.ticked()) == 2)
    assert len(coordinator.ask(supplying.chains)) == 2


def test_a_chain_with_an_empty_link_is_refused_and_stays_typed(coordinator: Stage, world: World) -> None:
    screen = opened(coordinator, world.finding)
    screen.editor.chains.new.click()
    screen.editor.chains.product.line.setText("Tablet")
    screen.editor.chains.keep_button.click()
    coordinator.until(screen.notice.isVisible)
    assert screen.editor.chains.product.text() == "Tablet"


def test_a_record_can_be_taken_into_a_finding_there_is(coordinator: Stage, world: World) -> None:
    record = coordinator.ask(lambda desk: browsing.records(desk, RecordFilter()))[3].id
    screen = coordinator.show("finding", f"with:{record}")
    coordinator.until(screen.list.isVisible)
    screen.list.opened.emit(world.finding)
    coordinator.until(lambda: len(screen.editor.evidence.links()) == 5)


def test_a_record_joins_what_was_half_stated(coordinator: Stage) -> None:
    screen = opened(coordinator, "new")
    fill_in(coordinator, screen.editor)
    first = screen.editor.evidence.links()[0].record
    records = coordinator.ask(lambda desk: browsing.records(desk, RecordFilter()))
    second = next(row.id for row in records if row.id != first)
    coordinator.show("finding", f"with:{second}")
    screen.new.click()
    coordinator.until(lambda: {one.record for one in screen.editor.evidence.links()} == {first, second})


def test_an_empty_list_says_what_a_finding_is(loner: Stage) -> None:
    screen = loner.show("finding")
    loner.until(screen.empty.isVisible)
