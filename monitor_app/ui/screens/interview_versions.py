"""The versions of a draft's questionnaire: a newer one is offered, gone over to, and left again."""

from PySide6.QtCore import QObject

from monitor_app.operations import newer_versions
from monitor_app.ui.forms.newer_card import NewerCard
from monitor_app.ui.screens.base import Screen
from monitor_app.ui.screens.interview_resuming import Opened


class Versions(QObject):
    """Speaks of the versions of the draft that is shown; the screen enters the draft anew after a change."""

    def __init__(self, screen: Screen, card: NewerCard) -> None:
        super().__init__(screen)
        self._screen, self._card = screen, card
        self._draft = ""
        card.wanted.connect(self._go_over)
        card.refused.connect(self._go_back)

    def show(self, draft: str, opened: Opened) -> None:
        """Offer a newer version of the questionnaire, or tell what was left behind."""
        self._draft = draft
        can_go_back = opened.resumed.draft.can_go_back
        if opened.newer is not None and not can_go_back:
            self._card.offer(opened.newer)
        else:
            self._card.tell(opened.left_behind, can_go_back=can_go_back)

    def _go_over(self) -> None:
        draft, screen = self._draft, self._screen
        screen.leave(
            lambda: screen.jobs.write(
                screen, lambda desk: newer_versions.go_over(desk, draft), done=lambda _: screen.enter(draft)
            ),
            screen.complain,
        )

    def _go_back(self) -> None:
        draft, screen = self._draft, self._screen
        screen.jobs.write(
            screen, lambda desk: newer_versions.go_back(desk, draft), done=lambda _: screen.enter(draft)
        )
