"""The palette and the style sheet of a scheme: two surfaces, hairlines instead of frames, one accent."""

from __future__ import annotations

from string import Template

from PySide6.QtGui import QColor, QPalette

from gui.colors import Colors

_SHEET = Template("""
QMainWindow, QDialog { background: $page; }
QMenuBar { background: $side; border-bottom: 1px solid $hairline; padding: 2px 8px; }
QMenuBar::item { padding: 4px 10px; background: transparent; border-radius: 4px; }
QMenuBar::item:selected { background: $selection; }
QMenu { background: $page; border: 1px solid $hairline; padding: 4px; }
QMenu::item { padding: 4px 24px 4px 12px; border-radius: 4px; }
QMenu::item:selected { background: $selection; color: $text; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $hairline; margin: 4px 8px; }
QToolTip { background: $page; color: $text; border: 1px solid $hairline; padding: 4px; }

QSplitter::handle { background: $hairline; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }

QLineEdit, QSpinBox, QComboBox, QPlainTextEdit {
    background: $page; color: $text; border: 1px solid $hairline; border-radius: 6px; padding: 3px 8px;
    selection-background-color: $accent; selection-color: $page;
}
QLineEdit:focus, QSpinBox:focus, QComboBox:focus, QPlainTextEdit:focus { border-color: $accent; }
QSpinBox::up-button, QSpinBox::down-button { subcontrol-origin: border; width: 0px; border: none; }
QSpinBox QLineEdit { background: transparent; border: none; padding: 0; }
QComboBox::drop-down { border: none; width: 18px; }

QPushButton, QToolButton {
    background: $page; color: $secondary; border: 1px solid $hairline; border-radius: 6px; padding: 4px 14px;
}
QToolButton { padding: 4px 10px; }
QPushButton[compact="true"] { padding: 4px 8px; }
QPushButton[opens="menu"] { padding: 4px 9px; }
QPushButton[opens="menu"]::menu-indicator { image: none; width: 0; }
QPushButton:hover, QToolButton:hover { color: $text; border-color: $faint; }
QPushButton:focus, QToolButton:focus { border-color: $accent; }
QPushButton:checked, QToolButton:checked { color: $accent; border-color: $accent; }
QPushButton:disabled, QToolButton:disabled { color: $faint; }
QPushButton[flat="true"], QToolButton[quiet="true"] { border-color: transparent; background: transparent;
    padding: 4px 6px; }
QPushButton[link="true"] { color: $accent; border: none; background: transparent; padding: 0 2px; }
QPushButton[link="true"]:hover, QPushButton[link="true"]:focus { text-decoration: underline; }
#fold { padding: 4px 6px 4px 0; }
QPushButton[flat="true"]:focus, QToolButton[quiet="true"]:focus { border-color: $accent; }
QToolButton::menu-indicator { image: none; width: 0; }

QTreeView, QTableView, QListView {
    background: transparent; border: none; outline: none; color: $text;
    selection-background-color: $selection; selection-color: $text; gridline-color: $hairline;
}
#completion { background: $page; border: 1px solid $hairline; border-radius: 6px; padding: 4px; }
#completion::item { height: 24px; padding: 0 4px; }
#completion::item:selected { background: $selection; }
QListView::indicator { width: 12px; height: 12px; border: 1px solid $faint; border-radius: 3px; background: $page; }
QListView::indicator:checked { background: $accent; border-color: $accent; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section {
    background: transparent; color: $faint; border: none; border-bottom: 1px solid $hairline; padding: 4px;
}
QHeaderView::section:vertical { border-bottom: none; padding: 0 8px 0 4px; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QTableCornerButton::section { background: transparent; border: none; border-bottom: 1px solid $hairline; }

QScrollArea, QAbstractScrollArea#page { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $hairline; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QProgressBar { background: $hairline; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }

#side { background: $side; }
#job_bar { background: $side; border-top: 1px solid $hairline; }
#message_bar { background: $selection; border-bottom: 1px solid $hairline; }
QTabBar { background: transparent; border: none; }
QTabBar::tab {
    background: transparent; color: $secondary; border: none; border-bottom: 2px solid transparent;
    padding: 6px 4px; margin-right: 20px;
}
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:focus { color: $accent; }

QLabel[role="secondary"] { color: $secondary; }
QLabel[role="faint"] { color: $faint; }
QLabel[role="good"] { color: $good; }
QLabel[role="attention"] { color: $attention; }
QLabel[role="bad"] { color: $bad; }
QFrame[role="rule"] { background: $hairline; border: none; max-height: 1px; min-height: 1px; }
""")


def style_sheet(colors: Colors) -> str:
    """The application's style sheet. Labels take a grey or a state's colour by their `role` property."""
    return _SHEET.substitute({name: getattr(colors, name) for name in Colors.__annotations__})


def palette(colors: Colors) -> QPalette:
    """The palette for what no style sheet reaches: delegates, plots, dialogs of the platform."""
    result = QPalette()
    roles = {
        QPalette.ColorRole.Window: colors.page,
        QPalette.ColorRole.Base: colors.page,
        QPalette.ColorRole.AlternateBase: colors.side,
        QPalette.ColorRole.Button: colors.page,
        QPalette.ColorRole.ToolTipBase: colors.page,
        QPalette.ColorRole.WindowText: colors.text,
        QPalette.ColorRole.Text: colors.text,
        QPalette.ColorRole.ButtonText: colors.text,
        QPalette.ColorRole.ToolTipText: colors.text,
        QPalette.ColorRole.PlaceholderText: colors.faint,
        QPalette.ColorRole.Highlight: colors.selection,
        QPalette.ColorRole.HighlightedText: colors.text,
        QPalette.ColorRole.Link: colors.accent,
        QPalette.ColorRole.Mid: colors.hairline,
    }
    for role, color in roles.items():
        result.setColor(role, QColor(color))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(colors.faint))
    return result
