"""Labels, which never guess rich text: what they show may come from a file."""

from __future__ import annotations

import html
from typing import TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel

_O = TypeVar("_O", bound=QObject)


def label(text: str = "", *, role: str = "", font: QFont | None = None, selectable: bool = False) -> QLabel:
    """A label of plain text. `role` is one of the style sheet's: secondary, faint, good, attention, bad."""
    result = QLabel(text)
    result.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        result.setProperty("role", role)
    if font is not None:
        result.setFont(font)
    if selectable:
        result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return result


def notice(words: str = "") -> QLabel:
    """Quiet words in the middle of an empty place: why it is empty, or what is awaited there."""
    result = label(words, role="secondary")
    result.setAlignment(Qt.AlignmentFlag.AlignCenter)
    result.setWordWrap(True)
    return result


def set_role(widget: QLabel, role: str) -> None:
    """Change the role a label is coloured by."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().polish(widget)


def plain_tip(text: str) -> str:
    """A tooltip that shows a text as it is, broken into lines: tooltips guess rich text, and only that wraps."""
    return f"<qt>{html.escape(text)}</qt>"


def named(item: _O, name: str) -> _O:
    """The same object, with its object name set."""
    item.setObjectName(name)
    return item
