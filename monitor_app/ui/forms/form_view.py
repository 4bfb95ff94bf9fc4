"""One page of a questionnaire on the screen. Questions come and go with the answers; what stays is not touched.

It hands answers to the filling and says that something changed. Keeping them is for the keeper.
"""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from monitor_app.forms.filling import Filling
from monitor_app.forms.views import Answer, GroupView, ItemView, QuestionView, Removed, RepeatView
from monitor_app.text import N_
from monitor_app.ui.forms.choice_long import ChoiceLongField
from monitor_app.ui.forms.families import field_for, is_long
from monitor_app.ui.forms.field import Field
from monitor_app.ui.forms.file import FileField
from monitor_app.ui.forms.image import ImageField
from monitor_app.ui.forms.repeat import RepeatField
from monitor_app.ui.forms.wording import Wording
from monitor_app.ui.translation import is_right_to_left
from monitor_app.ui.widgets.message_panel import MessagePanel
from monitor_app.ui.widgets.speaking import Button, Words

Key = tuple[str, str, bool]
_FIRST, _AT_ONCE, _ALL = 3, 1, 1_000_000
"""How many parts of a page are built before it is shown, how many at a time afterwards, and all."""
_DIRECTED = Qt.WidgetAttribute.WA_SetLayoutDirection


class FormView(QWidget):
    """Shows a page, and lets it be answered."""

    changed = Signal(str)
    typing = Signal()
    rested = Signal()
    page_wanted = Signal(str)
    picture_wanted = Signal(str)
    file_wanted = Signal(str, str)
    file_dropped = Signal(str, str)
    shown = Signal()

    def __init__(self, filling: Filling, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filling = filling
        self._wording = wording
        self.path = ""
        self._parts: dict[Key, QWidget] = {}
        self._removed: Removed | None = None
        self._is_handing_over = False
        self.interpreter = MessagePanel()
        self.interpreter.button.hide()
        self.undo = Button(N_("Put the entry back"), "quiet")
        self.undo.clicked.connect(self.put_back)
        self.undo.hide()
        self._wanted: list[ItemView] = []
        self._seconds: dict[str, str] = {}
        self._filler = QTimer(self)
        self._filler.setSingleShot(True)
        self._filler.timeout.connect(lambda: self._place(most=_AT_ONCE))
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(16)
        self._outer.addWidget(self.interpreter)
        self._outer.addWidget(self.undo)
        self._sheet = QWidget()
        self._column = QVBoxLayout(self._sheet)
        self._aside: dict[str, tuple[QWidget, QVBoxLayout, dict[Key, QWidget]]] = {}
        self._fresh_sheet()

    def show_page(self, path: str, *, focus: str = "") -> None:
        """Show a page and put the focus on a question, or on the first one."""
        if path != self.path:
            self._turn_over(path)
            self.undo.hide()
        self.path = path
        self.refresh()
        self.focus_question(focus)

    def refresh(self) -> None:
        """Show the page as it stands now."""
        shown = self._wording.page(self.path)
        self._seconds = self._wording.second_labels(self.path)
        self._say_interpreter(is_needed=bool(shown.held_back))
        self._wanted = list(_flat(shown.page.items))
        for key in self._parts.keys() - {_key(item) for item in self._wanted}:
            self._forget(key)
        self._place(most=_AT_ONCE if self._parts else _FIRST)

    @property
    def is_whole(self) -> bool:
        """Say whether the whole page stands; a long one is built little by little."""
        return not self._filler.isActive()

    def _place(self, *, most: int = _ALL, must: str = "") -> None:
        """Put what is wanted into the column; at most so many new parts, and the one at `must`."""
        self._filler.stop()
        at = 0
        for item in self._wanted:
            if _key(item) not in self._parts and item.path != must:
                if most <= 0:
                    self._filler.start()
                    continue
                most -= 1
            part = self._part(item)
            if self._column.indexOf(part) != at:
                self._column.insertWidget(at, part)
            if isinstance(part, Field):
                part.show_second(self._seconds.get(item.path, ""), self._wording.second)
            at += 1
        self._turn()
        self.shown.emit()

    def fields(self) -> list[Field]:
        """Return the questions in order."""
        if not self.is_whole:
            self._place()
        return self.built()

    def built(self) -> list[Field]:
        """Return the questions in order as far as they are built."""
        items = [self._column.itemAt(at) for at in range(self._column.count())]
        parts = [item.widget() for item in items if item is not None]
        return [part for part in parts if isinstance(part, Field)]

    def focused(self) -> str:
        """Return the path of the question that has the focus, or nothing."""
        focus = self.window().focusWidget()
        found = (one.view.path for one in self.built() if focus is not None and one.isAncestorOf(focus))
        return next(found, "")

    def field(self, path: str) -> Field | None:
        """Return the question at a path, if this page shows it."""
        if not self.is_whole:
            self._place(most=0, must=path)
        return next((field for field in self.built() if field.view.path == path), None)

    def focus_question(self, path: str) -> None:
        """Put the focus on a question; on the first that can be answered if the page does not show it."""
        answerable = (field for field in self.built() if field.control.isVisibleTo(field))
        chosen = (self.field(path) if path else None) or next(answerable, None)
        if chosen is not None:
            chosen.focus_control()

    def commit(self) -> None:
        """Hand over whatever is still being typed."""
        for field in self.built():
            field.commit()

    def add_entry(self) -> None:
        """Add an entry to the first list of this page that can grow."""
        for part in self._parts.values():
            if isinstance(part, RepeatField) and part.view.can_add:
                self._add(part.view.path)
                return

    def put_back(self) -> None:
        """Undo taking out an entry."""
        if self._removed is not None:
            self._filling.restore_repeat(self._removed)
            self._removed = None
            self.undo.hide()
            self._after(self.path)

    def _answered(self, path: str, value: Answer) -> None:
        self._filling.answer(path, value)
        if self._is_handing_over:
            return
        # What is being typed elsewhere goes along: the page may change under it, and the mark speaks for it.
        self._is_handing_over = True
        try:
            self.commit()
        finally:
            self._is_handing_over = False
        self._after(path)

    def _after(self, path: str) -> None:
        self.refresh()
        self.changed.emit(path)

    def _add(self, path: str) -> None:
        self.commit()
        added = self._filling.add_repeat(path)
        self.changed.emit(added)
        self.page_wanted.emit(added)

    def _remove(self, path: str) -> None:
        self.commit()
        self._removed = self._filling.remove_repeat(path)
        self.undo.show()
        self._after(self.path)

    def _part(self, item: ItemView) -> QWidget:
        key = _key(item)
        if key not in self._parts:
            self._parts[key] = self._build(item)
        part = self._parts[key]
        if isinstance(part, Field) and isinstance(item, QuestionView):
            if part.view != item:
                part.show_view(item)
        elif isinstance(part, RepeatField) and isinstance(item, RepeatView):
            part.show_repeat(item)
        elif isinstance(part, Words):
            part.say(item.label.plain)
        return part

    def _build(self, item: ItemView) -> QWidget:
        if isinstance(item, GroupView):
            return Words(item.label.plain, "section")
        if isinstance(item, RepeatView):
            entries = RepeatField(item)
            entries.opened.connect(self.page_wanted)
            entries.added.connect(self._add)
            entries.removed.connect(self._remove)
            return entries
        field = field_for(item)
        if isinstance(field, ChoiceLongField):
            field.look_up = partial(self._filling.choices, item.path)
            field.show_value(item)
        field.answered.connect(self._answered)
        field.typing.connect(self.typing)
        field.left.connect(self.rested)
        if isinstance(field, ImageField):
            field.wanted.connect(self.picture_wanted)
        if isinstance(field, FileField):
            field.wanted.connect(self.file_wanted)
            field.dropped.connect(self.file_dropped)
        return field

    def _forget(self, key: Key) -> None:
        part = self._parts.pop(key)
        part.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self._column.removeWidget(part)
        part.hide()
        part.deleteLater()

    def _turn_over(self, path: str) -> None:
        """Leave the page for another. One with a list of entries is kept: people come back for each."""
        kept = self._aside.pop(path, None)
        _silence(self._parts, is_silent=True)
        self._sheet.hide()
        if any(isinstance(part, RepeatField) for part in self._parts.values()):
            for sheet, _, _ in self._aside.values():
                sheet.deleteLater()
            self._aside = {self.path: (self._sheet, self._column, self._parts)}
        else:
            self._sheet.deleteLater()
        if kept is None:
            self._fresh_sheet()
            return
        self._sheet, self._column, self._parts = kept
        _silence(self._parts, is_silent=False)
        self._sheet.show()

    def _fresh_sheet(self) -> None:
        self._parts = {}
        self._sheet = QWidget()
        self._column = QVBoxLayout(self._sheet)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._outer.addWidget(self._sheet)

    def _say_interpreter(self, *, is_needed: bool) -> None:
        if is_needed:
            self.interpreter.tell(
                N_("Ask an interpreter to say these words."),
                N_(
                    "No person has reviewed this translation, so the original language stands here. "
                    "Do not read a machine's words to a worker for consent, distress or screening."
                ),
                style="warn",
            )
        else:
            self.interpreter.hide()

    def _turn(self) -> None:
        is_rtl = is_right_to_left(self._wording.language)
        direction = Qt.LayoutDirection.RightToLeft if is_rtl else Qt.LayoutDirection.LeftToRight
        for part in self._parts.values():
            if part.layoutDirection() != direction or not part.testAttribute(_DIRECTED):
                part.setLayoutDirection(direction)


def _silence(parts: dict[Key, QWidget], *, is_silent: bool) -> None:
    for part in parts.values():
        part.blockSignals(is_silent)


def _flat(items: tuple[ItemView, ...]) -> Iterator[ItemView]:
    for item in items:
        if not isinstance(item, GroupView):
            yield item
            continue
        if item.label.plain:
            yield item
        yield from _flat(item.items)


def _key(item: ItemView) -> Key:
    if isinstance(item, QuestionView):
        return item.path, item.kind.value, is_long(item)
    return item.path, type(item).__name__, False
