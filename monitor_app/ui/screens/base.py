"""What every screen is, and what it may ask of the window around it. Must not know any other screen."""

from collections.abc import Callable
from typing import ClassVar, Protocol

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from monitor_app.errors import MonitorError
from monitor_app.operations.changes import Topic
from monitor_app.text import Message
from monitor_app.ui.entrance import Entrance
from monitor_app.ui.jobs import Jobs
from monitor_app.ui.preferences import Preferences
from monitor_app.ui.widgets.kept_mark import Kept
from monitor_app.ui.widgets.message_panel import MessagePanel

_LINE = 85
_MARGINS = 64

Then = Callable[[], None]
Failed = Callable[[MonitorError], None]


class Shell(Protocol):
    """What a screen may ask of the window around it."""

    @property
    def jobs(self) -> Jobs:
        """The way to the open vault."""
        ...

    @property
    def entrance(self) -> Entrance:
        """The way into a vault, before one is open."""
        ...

    @property
    def preferences(self) -> Preferences:
        """How the window looks and speaks."""
        ...

    def prefer(self, preferences: Preferences) -> None:
        """Look and speak like this from now on."""
        ...

    def go(self, place: str, subject: str = "") -> None:
        """Show another screen, about something."""
        ...

    def entitle(self, title: Message | str, subtitle: Message | str = "") -> None:
        """Say what the screen shows."""
        ...

    def show_kept(self, state: Kept) -> None:
        """Say whether everything typed is kept."""
        ...

    def opened(self, jobs: Jobs) -> None:
        """Take over a vault that was just opened."""
        ...


class Screen(QWidget):
    """One place of the window: `enter` it with a subject, `refresh` it, `leave` it when all is kept.

    `offers` maps the ids of commands to what they do here. Things are put into `body`.
    """

    topics: ClassVar[frozenset[Topic]] = frozenset()
    scrolls: ClassVar[bool] = True
    for_reading: ClassVar[bool] = False

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.offers: dict[str, Then] = {}
        self.is_stale = False
        self.notice = MessagePanel()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(12)
        outer.addWidget(self.notice)
        self.body = QVBoxLayout()
        self.body.setSpacing(16)
        if self.scrolls:
            self.body.setContentsMargins(4, 4, 8, 8)
            outer.addWidget(scrolled(self.body, for_reading=self.for_reading), 1)
        else:
            self.body.setContentsMargins(0, 0, 0, 0)
            outer.addLayout(self.body, 1)

    @property
    def jobs(self) -> Jobs:
        """The way to the open vault."""
        return self.shell.jobs

    def enter(self, subject: str = "") -> None:  # noqa: ARG002 - a screen about nothing in particular
        """Be shown, about `subject`."""
        self.refresh()

    def refresh(self) -> None:
        """Read again what is shown."""

    def note_place(self) -> None:
        """Remember where exactly the person is: the content is about to be hidden and locked."""

    def leave(self, then: Then, failed: Failed) -> None:  # noqa: ARG002 - most screens have nothing to keep
        """Make everything durable, then call `then`; if that cannot be done, `failed`."""
        then()

    def complain(self, error: MonitorError) -> None:
        """Show a known error on this screen."""
        self.notice.complain(error)


class _Column(QWidget):
    """A column no wider than people like to read, whatever the size of the text."""

    is_limited = False

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew when the text gets larger."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.is_limited:
            self.measure()

    def measure(self) -> None:
        """Be as wide as a line may be, and its margins."""
        self.setMaximumWidth(self.fontMetrics().averageCharWidth() * _LINE + _MARGINS)


def scrolled(layout: QVBoxLayout, *, for_reading: bool = False) -> QScrollArea:
    """Return the layout in a place that scrolls up and down; `for_reading` keeps lines short."""
    column = _Column()
    rows = QVBoxLayout(column)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.addLayout(layout)
    rows.addStretch(1)
    inside = QWidget()
    inside.setProperty("look", "ground")
    holder = QHBoxLayout(inside)
    holder.setContentsMargins(0, 0, 0, 0)
    holder.addWidget(column, 1000)
    if for_reading:
        column.is_limited = True
        column.measure()
        holder.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area
