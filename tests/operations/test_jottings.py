"""Unsaved words of a screen."""

from monitor_app.operations import jottings
from monitor_app.operations.desk import Desk


def test_what_was_typed_is_there_again(desk: Desk) -> None:
    jottings.keep(desk, "sites", {"name": "Clear"})
    assert jottings.kept(desk, "sites") == {"name": "Clear"}
    assert jottings.kept(desk, "finding/new") == {}


def test_nothing_forgets_what_was_typed(desk: Desk) -> None:
    jottings.keep(desk, "sites", {"name": "Clear"})
    jottings.keep(desk, "sites", {})
    assert jottings.kept(desk, "sites") == {}
