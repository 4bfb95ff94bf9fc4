"""Puts the colours of a theme and a text size on the whole program: one palette, one style sheet, over Fusion.

Sizes of text follow the base size; spacing is in steps of 4 px. Nothing here fixes a height or width for text.
"""

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from monitor_app.settings import resource_folder
from monitor_app.ui.style_sheet import style_sheet
from monitor_app.ui.tokens import THEMES, Tokens

BASE_PT = 10.5
SCALES = (100, 125, 150, 175, 200)
"""Text sizes a person can choose, in per cent."""


def apply(application: QApplication, theme: str, scale: int = 100) -> Tokens:
    """Dress the program in a theme (`light` or `dark`) and a text size in per cent; return its colours.

    What it wears already stays on: dressing anew takes long for a window full of words.
    """
    tokens = THEMES[theme]
    sheet = style_sheet(tokens, BASE_PT * scale / 100, resource_folder("icons").as_posix())
    if application.styleSheet() != sheet:
        application.setStyle("Fusion")
        application.setFont(base_font(scale))
        application.setPalette(palette(tokens))
        application.setStyleSheet(sheet)
        application.setProperty("theme", theme)
    return tokens


def current(application: QApplication) -> Tokens:
    """Return the colours the program wears now."""
    return THEMES.get(str(application.property("theme")), THEMES["light"])


def base_font(scale: int) -> QFont:
    """Return the system's own sans at the base size."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPointSizeF(BASE_PT * scale / 100)
    return font


def palette(tokens: Tokens) -> QPalette:
    """Return the palette of a theme, for whatever the style sheet does not name."""
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.bg,
        role.WindowText: tokens.text,
        role.Base: tokens.field,
        role.AlternateBase: tokens.panel,
        role.Text: tokens.text,
        role.Button: tokens.panel,
        role.ButtonText: tokens.text,
        role.ToolTipBase: tokens.panel,
        role.ToolTipText: tokens.text,
        role.PlaceholderText: tokens.muted,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Link: tokens.accent,
    }
    made = QPalette()
    for which, colour in colours.items():
        made.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(tokens.muted))
    return made
