"""The few dialogs: shortcuts, about, and the report of a mistake of our own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QPlainTextEdit, QVBoxLayout, QWidget

from gui import theme
from gui.actions import shortcut_table
from gui.labels import label
from weights import __version__

_MORE_SHORTCUTS = [
    ("Pages", "Ctrl+1 … Ctrl+9"),
    ("Move in the tree", "Arrows"),
    ("Clear the filter", "Esc"),
    ("Copy what is selected", "Ctrl+C"),
    ("Lock the axes of a plot", "L"),
    ("Go to an element", "Ctrl+G"),
    ("Next NaN", "F3"),
]
_ABOUT = (
    f"Version {__version__}\n\nA browser for neural-network weights.\n"
    "Nothing in a file is ever run, nothing is written beside it, nothing leaves this machine."
)
_MISTAKE = (
    "Something went wrong in Weighbridge itself, not in your file. Your files are untouched.\n"
    "The text below helps whoever mends it."
)


def show_shortcuts(parent: QWidget) -> None:
    """A table of all shortcuts."""
    dialog = _dialog(parent, "Keyboard shortcuts")
    form = QFormLayout()
    form.setHorizontalSpacing(theme.MARGIN * 2)
    form.setVerticalSpacing(theme.UNIT)
    for words, shortcut in [*shortcut_table(), *_MORE_SHORTCUTS]:
        form.addRow(words, label(shortcut, role="secondary"))
    _finish(dialog, form)


def show_about(parent: QWidget) -> None:
    """Name, version, and the one promise."""
    dialog = _dialog(parent, "About Weighbridge")
    column = QVBoxLayout()
    column.addWidget(label("Weighbridge", font=theme.title_font()))
    column.addWidget(label(_ABOUT, role="secondary"))
    _finish(dialog, column)


def show_mistake(parent: QWidget, report: str) -> None:
    """A defect of the program: say so, and give the user what a report needs."""
    dialog = _dialog(parent, "Weighbridge made a mistake")
    details = QPlainTextEdit(report)
    details.setReadOnly(True)
    details.setMinimumSize(560, 240)
    column = QVBoxLayout()
    column.addWidget(label(_MISTAKE))
    column.addWidget(details)
    buttons = _finish(dialog, column)
    copy = buttons.addButton("Copy", QDialogButtonBox.ButtonRole.ActionRole)
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))


def _dialog(parent: QWidget, title: str) -> QDialog:
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog


def _finish(dialog: QDialog, content: QFormLayout | QVBoxLayout) -> QDialogButtonBox:
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.button(QDialogButtonBox.StandardButton.Close).setIcon(QIcon())
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.GROUP)
    layout.setSpacing(theme.GROUP)
    layout.addLayout(content)
    layout.addWidget(buttons)
    dialog.open()
    return buttons
