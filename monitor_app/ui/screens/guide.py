"""Help that comes with the program: a list of pages, one of them shown. Nothing is loaded from outside."""

from typing import ClassVar

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QTextBrowser

from monitor_app.operations import guiding
from monitor_app.text import N_
from monitor_app.ui.screens.base import Screen, Shell
from monitor_app.ui.translation import bus, tr
from monitor_app.ui.widgets.fields import ChoiceField


class Guide(Screen):
    """Answers how something works, and what it does not protect against."""

    scrolls: ClassVar[bool] = False

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.pages = ChoiceField(N_("Page"))
        self.pages.chosen.connect(self._show)
        self.text = PageView()
        self.body.addWidget(self.pages)
        self.body.addWidget(self.text, 1)

    def enter(self, subject: str = "") -> None:
        """Show a page by its name, such as `sync`; the first one for none."""
        self.pages.offer([(page.name, page.title) for page in guiding.pages(bus.language)])
        self._show(subject or self.pages.value() or guiding.FIRST)

    def _show(self, name: str) -> None:
        self.pages.choose(name)
        title, _, text = guiding.page(self.pages.value(), bus.language).partition("\n")
        self.shell.entitle(title.lstrip("# "), N_("The guide works without a network."))
        self.text.show_page(text)


class PageView(QTextBrowser):
    """Shows text written in Markdown; follows no link and fetches nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setAccessibleName(tr(N_("Page of the guide")))

    def show_page(self, text: str) -> None:
        """Show a page from its top."""
        document = self.document()
        document.setDefaultFont(self.font())
        features = (
            QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML
        )
        document.setMarkdown(text, features)
        self.moveCursor(self.textCursor().MoveOperation.Start)

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:
        """Fetch nothing, whatever a page names (for Qt)."""
        return None
