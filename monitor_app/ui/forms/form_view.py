"""One page of a questionnaire on the screen. Questions come and go with the answers; what stays is not touched.

It hands answers to the filling and says that something changed. Keeping them is for the keeper.
"""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from monitor_app.forms.filling import Filling
from monitor_app.forms.views import Answer, GroupView, ItemView, QuestionView, Removed, RepeatView
from monitor_app.text import N_
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
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(16)
        outer.addWidget(self.interpreter)
        outer.addWidget(self.undo)
        self._column = QVBoxLayout()
        self._column.setSpacing(12)
        outer.addLayout(self._column)

    def show_page(self, path: str, *, focus: str = "") -> None:
        """Show a page and put the focus on a question, or on the first one."""
        if path != self.path:
            self._forget_all()
            self.undo.hide()
        self.path = path
        self.refresh()
        self.focus_question(focus)

    def refresh(self) -> None:
        """Show the page as it stands now."""
        shown = self._wording.page(self.path)
        seconds = self._wording.second_labels(self.path)
        self._say_interpreter(is_needed=bool(shown.held_back))
        wanted = list(_flat(shown.page.items))
        for key in self._parts.keys() - {_key(item) for item in wanted}:
            self._forget(key)
        for at, item in enumerate(wanted):
            part = self._part(item)
            if self._column.indexOf(part) != at:
                self._column.insertWidget(at, part)
            if isinstance(part, Field):
                part.show_second(seconds.get(item.path, ""), self._wording.second)
        self._turn()
        self.shown.emit()

    def fields(self) -> list[Field]:
        """Return the questions in order."""
        items = [self._column.itemAt(at) for at in range(self._column.count())]
        parts = [item.widget() for item in items if item is not None]
        return [part for part in parts if isinstance(part, Field)]

    def field(self, path: str) -> Field | None:
        """Return the question at a path, if this page shows it."""
        return next((field for field in self.fields() if field.view.path == path), None)

    def focus_question(self, path: str) -> None:
        """Put the focus on a question; on the first that can be answered if the page does not show it."""
        answerable = [field for field in self.fields() if field.control.isVisibleTo(field)]
        chosen = self.field(path) or next(iter(answerable), None)
        if chosen is not None:
            chosen.focus_control()

    def commit(self) -> None:
        """Hand over whatever is still being typed."""
        for field in self.fields():
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
        self._after(added)
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

    def _forget_all(self) -> None:
        for key in list(self._parts):
            self._forget(key)

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
