"""Joining two names in the window, and parting them again."""

from monitor_app.operations import joining_names, observing
from monitor_app.operations.joining_names import Kind
from monitor_app.ui.screens.doubles import Doubles
from tests.support.stage import Stage


def test_two_factories_are_joined_and_parted(coordinator: Stage) -> None:
    for name in ("Delta Works", "Delta"):
        coordinator.ask(lambda desk, name=name: observing.add_site(desk, name=name))
    screen = coordinator.show("doubles")
    assert isinstance(screen, Doubles)
    card = screen.cards[Kind.SITE]
    coordinator.until(lambda: card.double.box.count() > 2)
    ids = {card.double.box.itemText(at): card.double.box.itemData(at) for at in range(card.double.box.count())}
    card.double.choose(ids["Delta"])
    card.kept.choose(ids["Delta"])
    assert not card.join.isEnabled()
    card.kept.choose(ids["Delta Works"])
    card.join.click()
    coordinator.until(card.part.isVisible)
    assert len(coordinator.ask(lambda desk: joining_names.doubles(desk, Kind.SITE))) == 1
    card.part.click()
    coordinator.until(lambda: not card.part.isVisible())
    assert coordinator.ask(lambda desk: joining_names.doubles(desk, Kind.SITE)) == []
