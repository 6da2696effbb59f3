"""Every command of the window, its shortcut, and the menu it stands in: one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from weights.record import record


@record
class Command:
    """One row: the menu, a name for code, the words, and the shortcut in Qt's portable spelling."""

    menu: str
    name: str
    words: str
    shortcut: str = ""
    checkable: bool = False
    choice_of: str = ""  # commands with the same word here are a choice of one


COMMANDS = (
    Command("&File", "open", "&Open …", "Ctrl+O"),
    Command("&File", "open_in_new_window", "Open in &new window …", "Ctrl+Shift+O"),
    Command("&File", "recent", "Open &recent"),
    Command("&File", "export", "&Export"),
    Command("&File", "reload", "&Reload", "F5"),
    Command("&File", "close", "&Close window", "Ctrl+W"),
    Command("&File", "quit", "&Quit", "Ctrl+Q"),
    Command("&View", "flat_list", "&Flat list", "Ctrl+L", checkable=True),
    Command("&View", "scan_all", "&Scan all", "Ctrl+Shift+A"),
    Command("&View", "scheme_system", "&Follow the desktop's colours", checkable=True, choice_of="scheme"),
    Command("&View", "scheme_light", "L&ight colours", checkable=True, choice_of="scheme"),
    Command("&View", "scheme_dark", "&Dark colours", checkable=True, choice_of="scheme"),
    Command("&Go", "filter", "&Filter the tree", "Ctrl+F"),
    Command("&Go", "tree", "&Tree", "Ctrl+T"),
    Command("&Go", "previous_tensor", "&Previous tensor", "Alt+Up"),
    Command("&Go", "next_tensor", "&Next tensor", "Alt+Down"),
    *(Command("&Go", f"page_{number}", f"Page {number}", f"Ctrl+{number}") for number in range(1, 10)),
    Command("&Help", "shortcuts", "&Keyboard shortcuts", "F1"),
    Command("&Help", "demo", "Open the &demo"),
    Command("&Help", "about", "&About Weighbridge"),
)


def build_menus(window: QMainWindow, handlers: Mapping[str, Callable[[], object]]) -> dict[str, QAction]:
    """Fill the window's menu bar; every command needs a handler. Returns the actions by name."""
    menus: dict[str, QMenu] = {}
    actions: dict[str, QAction] = {}
    choices: dict[str, QActionGroup] = {}
    for command in COMMANDS:
        if command.menu not in menus:
            menus[command.menu] = window.menuBar().addMenu(command.menu)
        action = QAction(command.words, window)
        action.setCheckable(command.checkable)
        if command.shortcut:
            action.setShortcut(QKeySequence(command.shortcut))
        action.triggered.connect(lambda _checked=False, handler=handlers[command.name]: handler())
        menus[command.menu].addAction(action)
        if command.choice_of:
            choices.setdefault(command.choice_of, QActionGroup(window)).addAction(action)
        actions[command.name] = action
    return actions


def shortcut_table() -> list[tuple[str, str]]:
    """Words and shortcut of every command that has one, for the help; the nine pages share a line there."""
    return [
        (command.words.replace("&", "").removesuffix(" …"), command.shortcut)
        for command in COMMANDS
        if command.shortcut and not command.name.startswith("page_")
    ]
