"""The page of a value: anything in a checkpoint that is not a tensor, as text that can be selected."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from gui import theme
from gui.labels import label
from gui.shown import Shown
from weights import text

_MAX_TEXT = 100_000


class ValuePage(QWidget):
    """Type and text of a value."""

    node_wanted = Signal(object)  # Node; a value leads nowhere, but every page has this signal

    def __init__(self) -> None:
        super().__init__()
        self._problem = label(role="bad")
        self._problem.setWordWrap(True)
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setAccessibleName("Value")
        self._text.setFont(theme.text_font())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.UNIT * 2, 0, theme.UNIT * 2)
        layout.setSpacing(theme.UNIT * 2)
        layout.addWidget(self._problem)
        layout.addWidget(self._text, 1)

    def show_node(self, shown: Shown) -> None:
        """Show a value; line ends in it stay line ends."""
        value = shown.node.value
        if value is None:
            return
        lines = value.text[:_MAX_TEXT].split("\n")
        self._text.setPlainText("\n".join(text.visible(line, _MAX_TEXT) for line in lines))
        self._problem.setText(text.visible(value.problem or ""))
        self._problem.setVisible(value.problem is not None)

    def apply_theme(self) -> None:
        """The style sheet does all of it."""
