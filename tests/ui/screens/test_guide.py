"""The guide."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument

from monitor_app.ui.screens.guide import PageView
from monitor_app.ui.widgets.speaking import Button
from tests.support.stage import Stage


def test_a_page_is_shown_by_its_name(loner: Stage) -> None:
    screen = loner.show("guide", "sealed-package")
    assert "age -d -i key.txt" in screen.text.toPlainText()


def test_a_page_fetches_nothing(qtbot: object) -> None:
    view = PageView()
    view.show_page("# Page\n\n![picture](file:///etc/hostname)\n<img src='https://example.org/x.png'>")
    kind = QTextDocument.ResourceType.ImageResource
    assert view.loadResource(kind.value, QUrl("file:///etc/hostname")) is None
    view.deleteLater()


def test_a_screen_leads_to_its_own_page(loner: Stage) -> None:
    screen = loner.show("sync")
    (link,) = [one for one in screen.findChildren(Button) if one.accessibleName() == "How this works"]
    link.click()
    loner.settle()
    assert loner.window.title.text() == "Sync"
