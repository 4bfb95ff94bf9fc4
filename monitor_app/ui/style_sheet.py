"""The one style sheet, filled with a theme's colours. Parts are named by the `look` property of a widget.

Looks: title, subtitle, clock, question, section, muted, strong, card, side, state, watermark, primary, quiet,
danger, nav, outline, cards; and for pills and messages: neutral, accent, ok, warn, bad.
"""

from dataclasses import asdict
from string import Template

from monitor_app.ui.tokens import Tokens

_TEMPLATE = Template("""
* { outline: none; }
QWidget { color: $text; }
QMainWindow, QDialog, QWidget[look="ground"] { background: $bg; }
QToolTip { color: $text; background: $panel; border: 1px solid $field_line; padding: 4px 8px; }
QLabel { background: transparent; }
QLabel[look="title"] { font-size: ${title}pt; font-weight: 600; }
QLabel[look="clock"] { font-size: ${clock}pt; }
QLabel[look="question"], QLabel[look="section"] { font-size: ${question}pt; font-weight: 600; }
QLabel[look="strong"] { font-weight: 600; }
QLabel[look="subtitle"], QLabel[look="muted"] { color: $muted; }
QLabel[look="warn-text"] { color: $warn; }
QLabel[look="ok-text"] { color: $ok; }
QLabel[look="passphrase"] { font-size: ${title}pt; font-weight: 600; padding: 16px; background: $accent_soft;
  border-radius: 12px; }
QFrame[look="card"] { background: $panel; border: 1px solid $line; border-radius: 12px; }
QFrame[look="watermark"] { background: $warn_soft; border: none; }
QFrame[look="watermark"] QLabel { color: $warn; font-weight: 600; padding: 4px 16px; }
QFrame[look="state"] { background: $panel; border: none; border-top: 1px solid $line; }

QFrame[look="side"] { background: $side; border: none; }
QFrame[look="side"] QLabel { color: $side_text; }
QFrame[look="side"] QLabel[look="brand"] { color: $side_sel_text; font-size: ${question}pt; font-weight: 600; }
QPushButton[look="nav"] { color: $side_text; background: transparent; border: 2px solid transparent;
  border-radius: 8px; padding: 8px 12px; text-align: left; }
QPushButton[look="nav"]:hover { background: $side_sel; }
QPushButton[look="nav"]:checked { color: $side_sel_text; background: $side_sel; font-weight: 600; }
QPushButton[look="nav"]:focus { border: 2px solid $side_focus; }

QLabel[look="neutral"], QLabel[look="accent"], QLabel[look="ok"], QLabel[look="warn"], QLabel[look="bad"] {
  padding: 4px 10px; border-radius: 10px; font-weight: 600; }
QLabel[look="neutral"] { color: $text; background: $line; }
QLabel[look="accent"] { color: $accent; background: $accent_soft; }
QLabel[look="ok"] { color: $ok; background: $ok_soft; }
QLabel[look="warn"] { color: $warn; background: $warn_soft; }
QLabel[look="bad"] { color: $bad; background: $bad_soft; }
QFrame[look="neutral"], QFrame[look="accent"], QFrame[look="ok"], QFrame[look="warn"], QFrame[look="bad"] {
  border: none; border-radius: 12px; }
QFrame[look="neutral"] { background: $accent_soft; }
QFrame[look="accent"] { background: $accent_soft; }
QFrame[look="ok"] { background: $ok_soft; }
QFrame[look="warn"] { background: $warn_soft; }
QFrame[look="bad"] { background: $bad_soft; }
QFrame[look="ok"] > QLabel { color: $ok; }
QFrame[look="warn"] > QLabel { color: $warn; }
QFrame[look="bad"] > QLabel { color: $bad; }

QPushButton { background: $panel; color: $text; border: 1px solid $field_line; border-radius: 8px;
  padding: 9px 16px; }
QPushButton:hover { border-color: $accent; }
QPushButton:focus { border: 2px solid $focus; padding: 8px 15px; }
QPushButton:disabled { color: $muted; border-color: $line; }
QPushButton[look="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent;
  font-weight: 600; }
QPushButton[look="primary"]:hover { background: $accent_hover; }
QPushButton[look="primary"]:focus { border: 2px solid $text; padding: 8px 15px; }
QPushButton:checked { background: $accent_soft; border-color: $accent; }
QPushButton[look="primary"]:disabled { background: $line; color: $muted; border-color: $line; }
QPushButton[look="quiet"] { background: transparent; border: 1px solid transparent; color: $accent; }
QPushButton[look="quiet"]:hover { border-color: $accent; }
QPushButton[look="quiet"]:focus { border: 2px solid $focus; }
QPushButton[look="danger"] { background: $panel; color: $bad; border: 1px solid $bad; font-weight: 600; }
QPushButton[look="danger"]:disabled { color: $muted; border-color: $line; }
QPushButton[look="danger"]:focus { border: 2px solid $bad; }
QPushButton[look="card"] { text-align: left; border: 1px solid $line; border-radius: 12px; padding: 0; }
QPushButton[look="card"]:hover { border: 1px solid $accent; }
QPushButton[look="card"]:focus { border: 2px solid $focus; }

QLineEdit, QPlainTextEdit, QComboBox, QListView, QTableView, QTreeView { background: $field; color: $text;
  border: 1px solid $field_line; border-radius: 8px; selection-background-color: $accent;
  selection-color: $on_accent; }
QLineEdit, QPlainTextEdit { padding: 7px 11px; }
QComboBox { padding: 7px 11px; padding-right: 32px; }
QLineEdit:focus, QPlainTextEdit:focus { border: 2px solid $focus; padding: 6px 10px; }
QComboBox:focus { border: 2px solid $focus; padding: 6px 10px; padding-right: 31px; }
QListView:focus, QTableView:focus, QTreeView:focus { border: 2px solid $focus; }
QLineEdit:read-only, QPlainTextEdit:read-only { background: $bg; }
QComboBox::drop-down { border: none; width: 28px; }
QComboBox::down-arrow { image: url("$icons/chevron-$name.svg"); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: $panel; border: 1px solid $field_line; padding: 4px; }
QListView::item { padding: 8px 10px; border-radius: 6px; }
QListView::item:hover { background: $accent_soft; color: $text; }
QListView::item:selected { background: $accent_soft; color: $text; }
QListView[look="outline"], QListView[look="cards"], QTableView[look="cards"] { background: transparent;
  border: 2px solid transparent; }
QListView[look="outline"]:focus, QListView[look="cards"]:focus, QTableView[look="cards"]:focus {
  border: 2px solid $focus; }
QHeaderView::section { background: $panel; color: $muted; border: none; border-bottom: 1px solid $line;
  padding: 8px 10px; font-weight: 600; }
QTableView { gridline-color: $line; }
QTableView[look="cards"] { selection-background-color: transparent; }

QRadioButton, QCheckBox { spacing: 10px; border: 2px solid transparent; border-radius: 8px; padding: 6px; }
QRadioButton:focus, QCheckBox:focus { border: 2px solid $focus; }
QRadioButton::indicator, QCheckBox::indicator { width: ${mark}px; height: ${mark}px; background: $field;
  border: 2px solid $field_line; }
QRadioButton::indicator { border-radius: ${round}px; }
QCheckBox::indicator { border-radius: 5px; }
QRadioButton::indicator:hover, QCheckBox::indicator:hover { border-color: $accent; }
QRadioButton::indicator:checked { border-color: $accent; background: qradialgradient(cx:0.5, cy:0.5, radius:0.5,
  fx:0.5, fy:0.5, stop:0 $accent, stop:0.55 $accent, stop:0.62 $field, stop:1 $field); }
QCheckBox::indicator:checked { border-color: $accent; background: $accent;
  image: url("$icons/tick-$name.svg"); }
QRadioButton::indicator:disabled, QCheckBox::indicator:disabled { border-color: $line; }

QProgressBar { background: $line; border: none; border-radius: 4px; max-height: 8px; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
QFrame[look="bad"] QProgressBar::chunk { background: $bad; }
QSlider { border: 2px solid transparent; border-radius: 8px; }
QSlider:focus { border-color: $focus; }
QSlider::groove:horizontal { background: $field_line; height: 4px; border-radius: 2px; }
QSlider::handle:horizontal { background: $accent; border: 2px solid $panel; width: 20px; height: 20px;
  margin: -10px 0; border-radius: 12px; }
QSlider[look="unset"]::handle:horizontal { background: $panel; border: 2px solid $field_line; }
QSlider::handle:horizontal:disabled { background: $field_line; }
QCalendarWidget QToolButton { color: $text; background: transparent; border: 2px solid transparent;
  border-radius: 8px; padding: 4px 10px; }
QCalendarWidget QToolButton:focus, QCalendarWidget QToolButton:hover { border-color: $focus; }
QCalendarWidget QAbstractItemView { color: $text; background: $field; selection-background-color: $accent;
  selection-color: $on_accent; }
QScrollArea, QScrollArea > QWidget > QWidget[look="ground"] { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 2px; }
QScrollBar::handle { background: $field_line; border-radius: 4px; min-height: 32px; min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
""")


def style_sheet(tokens: Tokens, base_pt: float, icons: str) -> str:
    """Return the style sheet of a theme for a base text size in points; `icons` is the folder of pictures."""
    points = {"title": 18, "question": 12.5, "clock": 44}
    sizes = {name: f"{base_pt * size / 10.5:.2f}" for name, size in points.items()}
    mark = round(18 * base_pt / 10.5)
    sizes |= {"mark": str(mark), "round": str(mark // 2 + 2)}
    return _TEMPLATE.substitute(asdict(tokens), **sizes, icons=icons)
