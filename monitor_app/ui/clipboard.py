"""What is copied out of the window: marked as secret for keepers of histories, taken back after a while."""

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

KEPT_MS = 30_000
HINT = "x-kde-passwordManagerHint"
_MARKS = {
    HINT: b"secret",
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"\x01",
}


class ShyClipboard(QObject):
    """Watches the clipboard while it runs; what other programs put there stays untouched."""

    def __init__(self, parent: QObject, *, owns: Callable[[QClipboard.Mode], bool] | None = None) -> None:
        super().__init__(parent)
        self._clipboard = QGuiApplication.clipboard()
        self._owns = owns or self._ask
        self._clipboard.dataChanged.connect(self._copied)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEPT_MS)
        self._timer.timeout.connect(self.clear)

    def clear(self) -> None:
        """Take back what is ours, the selection of X11 too."""
        self._timer.stop()
        for mode in (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection):
            if self._owns(mode):
                self._clipboard.clear(mode)

    def _copied(self) -> None:
        if not self._owns(QClipboard.Mode.Clipboard):
            self._timer.stop()
            return
        copied = self._clipboard.mimeData()
        if copied is None or not copied.formats() or copied.hasFormat(HINT):
            return
        marked = QMimeData()
        for name in copied.formats():
            marked.setData(name, copied.data(name))
        for name, content in _MARKS.items():
            marked.setData(name, content)
        self._clipboard.setMimeData(marked)
        self._timer.start()

    def _ask(self, mode: QClipboard.Mode) -> bool:
        is_selection = mode is QClipboard.Mode.Selection
        return self._clipboard.ownsSelection() if is_selection else self._clipboard.ownsClipboard()
