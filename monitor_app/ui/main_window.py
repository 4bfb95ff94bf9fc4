"""The one window: side list, title, the screen, and the line that says what is true. It decides nothing else.

Its title is neutral on purpose: it stands in task bars and screenshots.
"""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from monitor_app.errors import MonitorError
from monitor_app.operations.changes import Changes, Topic
from monitor_app.text import N_, Message
from monitor_app.ui import preferences as kept_preferences
from monitor_app.ui import theme
from monitor_app.ui.commands import COMMANDS, Command, When
from monitor_app.ui.entrance import Entrance
from monitor_app.ui.idle import IdleWatch
from monitor_app.ui.jobs import Jobs
from monitor_app.ui.locking import LockCover
from monitor_app.ui.preferences import Preferences
from monitor_app.ui.screens.base import Screen
from monitor_app.ui.screens.places import CLOSED, place
from monitor_app.ui.side_list import SideList, scrolling
from monitor_app.ui.state_bar import StateBar
from monitor_app.ui.translation import bus
from monitor_app.ui.widgets.kept_mark import Kept
from monitor_app.ui.widgets.speaking import Button, Words

if TYPE_CHECKING:  # browsing brings the whole vault along; the first window does without
    from monitor_app.operations.browsing import Today

TITLE = "Fieldwork"
_NARROW_EM = 62
_STATE_TOPICS = frozenset({Topic.RECORDS, Topic.SYNC, Topic.PEOPLE})


class MainWindow(QMainWindow):
    """Shows one screen at a time. A property `demo` of True shows the watermark."""

    def __init__(self, entrance: Entrance, preferences: Preferences, *, keep_in: Path | None = None) -> None:
        super().__init__()
        self._entrance = entrance
        self._preferences = preferences
        self._keep_in = keep_in
        self._jobs: Jobs | None = None
        self._screens: dict[str, Screen] = {}
        self._shown = ""
        self._is_leaving = False
        self.setWindowTitle(TITLE)
        self.resize(1180, 760)
        self._build()
        self._build_actions()
        self.idle = IdleWatch(self, self.lock)
        self.prefer(preferences)

    # What a screen may ask for (see screens.base.Shell)
    @property
    def jobs(self) -> Jobs:
        """The way to the open vault."""
        assert self._jobs is not None, "no vault is open"
        return self._jobs

    @property
    def entrance(self) -> Entrance:
        """The way into a vault."""
        return self._entrance

    @property
    def preferences(self) -> Preferences:
        """How the window looks and speaks."""
        return self._preferences

    @property
    def screen_shown(self) -> Screen:
        """The screen that is shown."""
        return self._screens[self._shown]

    def prefer(self, preferences: Preferences) -> None:
        """Look and speak like this from now on."""
        if preferences != self._preferences and self._keep_in is not None:
            kept_preferences.save(self._keep_in, preferences)
        self._preferences = preferences
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.apply(application, preferences.theme, preferences.scale)
        if bus.language != preferences.language:
            bus.speak(preferences.language)
        self.idle.minutes(preferences.idle_minutes)
        for button in self.findChildren(Button):
            button.repaint_icon()
        self._fit_side()
        if self._shown == "preferences":
            self.screen_shown.refresh()

    def go(self, place: str, subject: str = "") -> None:
        """Keep what is on the screen, then show another."""
        if self._shown:
            self.screen_shown.leave(lambda: self._show(place, subject), self.screen_shown.complain)
        else:
            self._show(place, subject)

    def entitle(self, title: Message | str, subtitle: Message | str = "") -> None:
        """Say what the screen shows."""
        self.title.say(title)
        self.subtitle.say(subtitle)
        self.subtitle.setVisible(bool(subtitle))

    def show_kept(self, state: Kept) -> None:
        """Say whether everything typed is kept."""
        self.state_bar.kept.show_kept(state)

    def opened(self, jobs: Jobs) -> None:
        """Take over a vault that was just opened, and show what to do today."""
        from monitor_app.operations import questionnaires

        self._jobs = jobs
        jobs.setParent(self)
        jobs.changed.connect(self._changed)
        self.idle.start()
        self._read_state()
        self.go("today")
        jobs.read(self, questionnaires.are_shipped_ready, done=self._prepare_questionnaires)

    def _prepare_questionnaires(self, are_ready: bool) -> None:  # noqa: FBT001 - what was read
        from monitor_app.operations import questionnaires

        if not are_ready:
            self.jobs.run(self, lambda on_desk, _: questionnaires.add_shipped(on_desk))

    def complain(self, error: MonitorError) -> None:
        """Show a known error of the window's own work on the screen."""
        if self._shown:
            self.screen_shown.complain(error)

    # Locking and closing
    def lock(self) -> None:
        """Hide everything, keep everything, then start afresh at the locked screen."""
        if self._jobs is not None and not self.cover.is_up:
            for dialog in self.findChildren(QDialog):
                dialog.close()
            self.cover.raise_over(self.screen_shown, self._lock_now)

    def _lock_now(self) -> None:
        self._end_jobs()
        self._entrance.lock()

    def _end_jobs(self) -> None:
        self.idle.stop()
        if self._jobs is not None:
            self._jobs.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep everything before the window goes."""
        if self._is_leaving or not self._shown:
            self._end_jobs()
            event.accept()
            return
        event.ignore()
        self.screen_shown.leave(self._close_now, self.screen_shown.complain)

    def _close_now(self) -> None:
        self._is_leaving = True
        QTimer.singleShot(0, self, self.close)  # a close within a close would be lost

    # Showing
    def _show(self, name: str, subject: str) -> None:
        if name not in self._screens:
            self._screens[name] = place(name).build(self)
            self.stack.addWidget(self._screens[name])
        screen = self._screens[name]
        self._shown = name
        self.side_area.setVisible(name not in CLOSED)
        self.state_bar.setVisible(name not in CLOSED)
        self.side.mark(name)
        self.entitle(place(name).title)
        self.show_kept(Kept.NOTHING_TYPED)
        self._allow_actions()
        self.stack.setCurrentWidget(screen)
        screen.is_stale = False
        screen.enter(subject)

    def _changed(self, changes: Changes) -> None:
        if changes.topics & _STATE_TOPICS:
            self._read_state()
        for name, screen in self._screens.items():
            if screen.topics & changes.topics:
                if name == self._shown:
                    screen.refresh()
                screen.is_stale = name != self._shown

    def _read_state(self) -> None:
        from monitor_app.operations import browsing

        self.jobs.read(self, browsing.today, done=self._state_read)

    def _state_read(self, today: "Today") -> None:
        self.state_bar.show_today(today)
        self.side.show_for(today.rights, today.project_title)
        self.side.mark(self._shown)
        self._fit_side()

    # Commands
    def _build_actions(self) -> None:
        self.actions_by_id: dict[str, QAction] = {}
        for one in COMMANDS:
            action = QAction(self)
            action.setShortcut(QKeySequence(one.keys))
            action.triggered.connect(lambda _=False, one=one: self.command(one))
            self.addAction(action)
            self.actions_by_id[one.id] = action

    def _allow_actions(self) -> None:
        for one in COMMANDS:
            is_open = self._jobs is not None
            offered = one.id in self.screen_shown.offers
            allowed = {When.ALWAYS: True, When.OPEN: is_open, When.OFFERED: offered}[one.when]
            self.actions_by_id[one.id].setEnabled(allowed)

    def command(self, one: Command) -> None:
        """Do what a command asks for: the screen's own answer first."""
        own = {
            "lock": self.lock,
            "today": lambda: self.go("today"),
            "preferences": lambda: self.go("preferences"),
            "larger": lambda: self.prefer(self._preferences.sized(1)),
            "smaller": lambda: self.prefer(self._preferences.sized(-1)),
            "theme": self._other_theme,
            "keys": self._show_keys,
            "close": self.close,
        }
        {**own, **self.screen_shown.offers}[one.id]()

    def _other_theme(self) -> None:
        other = "light" if self._preferences.theme == "dark" else "dark"
        self.prefer(replace(self._preferences, theme=other))

    def _show_keys(self) -> None:
        from monitor_app.ui.keys_sheet import KeysSheet

        KeysSheet(self).open()

    # Building
    def _build(self) -> None:
        ground = QWidget()
        ground.setProperty("look", "ground")
        self.setCentralWidget(ground)
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.watermark = self._build_watermark()
        column.addWidget(self.watermark)
        self.content = QWidget()
        self.cover = LockCover()
        column.addWidget(self.content, 1)
        column.addWidget(self.cover, 1)
        self.cover.covers(self.content)
        self._build_content()

    def _build_content(self) -> None:
        column = QVBoxLayout(self.content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(0)
        self.side = SideList()
        self.side.chosen.connect(self.go)
        self.side_area = scrolling(self.side)
        self.stack = QStackedWidget()
        row.addWidget(self.side_area)
        row.addLayout(self._build_main(), 1)
        column.addLayout(row, 1)
        self.state_bar = StateBar()
        column.addWidget(self.state_bar)

    def _build_main(self) -> QVBoxLayout:
        main = QVBoxLayout()
        main.setContentsMargins(24, 20, 20, 12)
        main.setSpacing(4)
        self.title = Words("", "title")
        self.subtitle = Words("", "subtitle")
        main.addWidget(self.title)
        main.addWidget(self.subtitle)
        main.addSpacing(12)
        main.addWidget(self.stack, 1)
        return main

    def _build_watermark(self) -> QFrame:
        strip = QFrame()
        strip.setProperty("look", "watermark")
        row = QHBoxLayout(strip)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Words(N_("Demo: everything here is invented. Nothing leaves this window.")))
        strip.hide()
        return strip

    def show_watermark(self, *, is_demo: bool) -> None:
        """Show or hide the strip that says that all is invented."""
        self.watermark.setVisible(is_demo)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show icons alone at the side where the window is narrow."""
        super().resizeEvent(event)
        self._fit_side()

    def changeEvent(self, event: QEvent) -> None:
        """Fit the side list when text gets larger or turns around."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.LayoutDirectionChange}:
            QTimer.singleShot(0, self, self._fit_side)

    def _fit_side(self) -> None:
        if hasattr(self, "side_area"):
            letter = self.fontMetrics().averageCharWidth()
            self.side.narrow(is_narrow=self.width() < letter * 2 * _NARROW_EM)
            self.side_area.fit()
