"""The help pages."""

from monitor_app.operations import guiding


def test_every_page_has_a_title_and_the_first_comes_first() -> None:
    pages = guiding.pages()
    assert pages[0].name == guiding.FIRST
    assert all(page.title for page in pages)


def test_an_unknown_page_gives_the_first_one() -> None:
    assert guiding.page("../../pyproject") == guiding.page(guiding.FIRST)


def test_a_language_without_its_own_page_gets_the_english_one() -> None:
    assert guiding.page("sync", "my") == guiding.page("sync")
