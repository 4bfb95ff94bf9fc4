"""A recovery sheet on paper, or in a file where a person wants that; nothing is written otherwise."""

import html
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QWidget

from monitor_app.operations import letters, recovering
from monitor_app.operations.recovering import Sheet
from monitor_app.ui.translation import tr

COLUMNS = 4


class Paper(Protocol):
    """Where a sheet is put; a test reads it instead."""

    def print_out(self, asker: QWidget, sheet: Sheet) -> bool:
        """Ask for a printer and print; say whether it was sent."""
        ...


class AskedPrinter:
    """The printer a person chooses. Its own memory is out of our reach, and the screen says so."""

    def print_out(self, asker: QWidget, sheet: Sheet) -> bool:
        """Ask for a printer and print."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName("")  # the queue of the system shows it
        dialog = QPrintDialog(printer, asker)
        is_wanted = bool(dialog.exec())
        dialog.deleteLater()
        if is_wanted:
            page(sheet).print_(printer)
        return is_wanted


def page(sheet: Sheet) -> QTextDocument:
    """Return a sheet as it is printed: what it is for, and its numbered words."""
    title, *lines = (html.escape(tr(line)) for line in recovering.about(sheet))
    rows = (_row(sheet.words, at) for at in range(0, len(sheet.words), COLUMNS))
    document = QTextDocument()
    told = "".join(f"<p>{line}</p>" for line in lines)
    document.setHtml(f"<h1>{title}</h1>{told}<table cellpadding='8'>{''.join(rows)}</table>")
    return document


def _row(words: Sequence[str], at: int) -> str:
    part = words[at : at + COLUMNS]
    cells = (f"<td>{place}.&nbsp;<b>{html.escape(word)}</b></td>" for place, word in enumerate(part, at + 1))
    return f"<tr>{''.join(cells)}</tr>"


def save(path: Path, sheet: Sheet) -> None:
    """Write a sheet into a file that only its owner may read. Raise DiskFull, PlaceReadOnly."""
    lines = [f"# {tr(line)}" for line in recovering.about(sheet)]
    letters.write_letter(path, "\n".join([*lines, "", " ".join(sheet.words), ""]))
