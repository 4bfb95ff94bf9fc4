"""The one window: which screen it shows, what its commands do, and how it is locked and closed.

Its title is neutral on purpose: it stands in task bars and screenshots.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow

from monitor_app.domain.people import Right
from monitor_app.errors import MonitorError
from monitor_app.operations.changes import Changes, Topic
from monitor_app.text import Message
from monitor_app.ui import preferences as kept_preferences
from monitor_app.ui import theme
from monitor_app.ui.chores import Chores
from monitor_app.ui.entrance import Entrance
from monitor_app.ui.jobs import CLOSING_SECONDS, Jobs
from monitor_app.ui.panic import PanicHold
from monitor_app.ui.preferences import Preferences
from monitor_app.ui.privacy import Privacy
from monitor_app.ui.screens.base import Screen
from monitor_app.ui.screens.places import CLOSED, has_place, place
from monitor_app.ui.translation import bus
from monitor_app.ui.widgets.kept_mark import Kept
from monitor_app.ui.widgets.speaking import Button
from monitor_app.ui.window_actions import Deeds, WindowActions, go_anywhere, show_keys
from monitor_app.ui.window_frame import WindowFrame
from monitor_app.work.writer import Priority

if TYPE_CHECKING:  # browsing brings the whole vault along; the first window does without
    from monitor_app.operations.browsing import Today
    from monitor_app.operations.returning import Spot

TITLE = "Fieldwork"
_QUIET_MS = 700
"""So long after the vault was opened the window rests: time to make the screen that is opened most."""
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
        self._shown = self._subject = ""
        self._is_leaving = False
        self.syncs_by_itself = False
        self.prepares_screens = False
        self.setWindowTitle(TITLE)
        self.resize(1180, 760)
        self.frame = frame = WindowFrame()
        frame.chosen.connect(self.go)
        self.setCentralWidget(frame)
        self.title, self.state_bar, self.watermark = frame.title, frame.state_bar, frame.watermark
        self.content, self.cover = frame.content, frame.cover
        self._actions = WindowActions(self, self._deeds)
        self.actions_by_id = self._actions.by_id
        self.privacy = Privacy(self, frame, self.lock)
        self.idle = self.privacy.idle
        self.panic = PanicHold(self, self.privacy.ear, entrance.panic)
        self.panic.start()
        self._chores = Chores(self)
        self._rights: frozenset[Right] = frozenset()
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
        self.privacy.prefer(preferences)
        self.panic.prefer(preferences.panic_keys)
        for button in self.findChildren(Button):
            button.repaint_icon()
        self.frame.fit()
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
        self.frame.subtitle.say(subtitle)
        self.frame.subtitle.setVisible(bool(subtitle))

    def show_kept(self, state: Kept) -> None:
        """Say whether everything typed is kept."""
        self.state_bar.kept.show_kept(state)

    def opened(self, jobs: Jobs) -> None:
        """Take over a vault that was just opened: go on where it was locked, or show what to do today."""
        from monitor_app.operations import returning

        self._jobs = jobs
        jobs.setParent(self)
        jobs.changed.connect(self._changed)
        self.privacy.start()
        self.panic.start()  # to hear before the cover does
        self._read_state()
        self.go("today")
        jobs.write(self, returning.take_up, done=self._return_to)
        self._chores.begin(jobs, syncs=self.syncs_by_itself)
        if self.prepares_screens:
            QTimer.singleShot(_QUIET_MS, self, lambda: self.prepare("interview"))

    def _return_to(self, spot: "Spot") -> None:
        if has_place(spot.place) and spot.place not in CLOSED:
            self.go(spot.place, spot.subject)

    def complain(self, error: MonitorError) -> None:
        """Show a known error of the window's own work on the screen."""
        if self._shown:
            self.screen_shown.complain(error)

    # Locking and closing
    def lock(self) -> None:
        """Hide everything, keep everything, then start afresh at the locked screen."""
        if self._jobs is None or self.cover.is_up:
            return
        self.frame.neutral.fall()
        for dialog in QApplication.topLevelWidgets():
            if isinstance(dialog, QDialog):
                dialog.close()
        self.screen_shown.note_place()
        self.cover.raise_over(self.screen_shown, self._lock_now)
        self._jobs.abandon()

    def _lock_now(self) -> None:
        from monitor_app.operations import returning
        from monitor_app.operations.returning import Spot

        spot = Spot(self._shown, self._subject)
        self.jobs.write(self, lambda desk: returning.mark(desk, spot), priority=Priority.ANSWER)
        self._end_jobs(at_most=CLOSING_SECONDS)
        self._entrance.lock(is_hidden=self.isMinimized())

    def _end_jobs(self, *, at_most: float | None = None) -> None:
        self._chores.stop()
        self.privacy.stop()
        if self._jobs is not None:
            self._jobs.close(at_most=at_most)

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
    def prepare(self, name: str) -> None:
        """Make a screen ready to be shown."""
        if name not in self._screens:
            self._screens[name] = place(name).build(self)
            self.frame.stack.addWidget(self._screens[name])

    def _show(self, name: str, subject: str) -> None:
        self.prepare(name)
        screen = self._screens[name]
        self._shown, self._subject = name, subject
        self.frame.show_sides(is_open=name not in CLOSED)
        self.frame.side.mark(name)
        self.entitle(place(name).title)
        self.show_kept(Kept.NOTHING_TYPED)
        self._actions.allow(self.screen_shown.offers, is_open=self._jobs is not None)
        self.frame.stack.setCurrentWidget(screen)
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
        self.panic.unsent = today.unsent
        self._rights = today.rights
        self.frame.side.show_for(today.rights, today.project_title)
        self.frame.side.mark(self._shown)
        self.frame.fit()

    # Commands
    def _deeds(self) -> Deeds:
        """Return what each command does now: the screen's own answer goes before the window's."""
        own: Deeds = {
            "lock": self.lock,
            "cover": self.privacy.turn_cover,
            "today": lambda: self.go("today"),
            "go": lambda: go_anywhere(self, self._rights, self.go),
            "preferences": lambda: self.go("preferences"),
            "larger": lambda: self.prefer(self._preferences.sized(1)),
            "smaller": lambda: self.prefer(self._preferences.sized(-1)),
            "theme": lambda: self.prefer(self._preferences.other_theme()),
            "keys": lambda: show_keys(self, self.panic.keys),
            "close": self.close,
        }
        return {**own, **self.screen_shown.offers}

    def show_watermark(self, *, is_demo: bool) -> None:
        """Show or hide the strip that says that all is invented."""
        self.watermark.setVisible(is_demo)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show icons alone at the side where the window is narrow."""
        super().resizeEvent(event)
        if hasattr(self, "frame"):
            self.frame.fit()

    def changeEvent(self, event: QEvent) -> None:
        """Fit the side list when text gets larger or turns around."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange and self.isMinimized():
            self.privacy.hidden()
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.LayoutDirectionChange}:
            QTimer.singleShot(0, self, self.frame.fit)
