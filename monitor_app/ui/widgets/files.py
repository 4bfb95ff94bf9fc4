"""Asks a person for a file or a folder. Leaves no trace of the choice where Qt would leave one."""

import os
import sys
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog, QWidget

from monitor_app.text import Message
from monitor_app.ui.translation import tr


class Files(Protocol):
    """Where a person's choice of files comes from; a test answers by itself."""

    def file(self, asker: QWidget, title: Message, endings: str = "") -> Path | None:
        """Return a file that is there, or None. `endings` is like `*.jpg *.png`."""
        ...

    def new_file(self, asker: QWidget, title: Message, name: str) -> Path | None:
        """Return where to write a file, or None."""
        ...

    def folder(self, asker: QWidget, title: Message) -> Path | None:
        """Return a folder, or None."""
        ...


class AskedFiles:
    """The dialogs a person knows."""

    def file(self, asker: QWidget, title: Message, endings: str = "") -> Path | None:
        """Ask for a file that is there."""
        dialog = _dialog(asker, title)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        if endings:
            dialog.setNameFilter(f"({endings})")
        return _answer(dialog)

    def several(self, asker: QWidget, title: Message, endings: str = "") -> list[Path]:
        """Ask for any number of files that are there."""
        dialog = _dialog(asker, title)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        if endings:
            dialog.setNameFilter(f"({endings})")
        chosen = dialog.selectedFiles() if dialog.exec() else []
        dialog.deleteLater()
        return [Path(one) for one in chosen]

    def new_file(self, asker: QWidget, title: Message, name: str) -> Path | None:
        """Ask where to write a file."""
        dialog = _dialog(asker, title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(name)
        return _answer(dialog)

    def folder(self, asker: QWidget, title: Message) -> Path | None:
        """Ask for a folder."""
        dialog = _dialog(asker, title)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        return _answer(dialog)


def _dialog(asker: QWidget, title: Message) -> QFileDialog:
    dialog = QFileDialog(asker, tr(title))
    if sys.platform.startswith("linux"):
        # Desktops note what their own dialog opened; Qt's notes folders in its settings, which go nowhere then.
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    return dialog


def _answer(dialog: QFileDialog) -> Path | None:
    chosen = dialog.selectedFiles() if dialog.exec() else []
    dialog.deleteLater()
    return Path(chosen[0]) if chosen else None
