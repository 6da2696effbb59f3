"""One sentence across the top of the window, with at most one thing to do about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from gui import theme
from gui.labels import label, named
from weights.text import visible


class MessageBar(QWidget):
    """Hidden until there is something to say; Escape or its button closes it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("message_bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._action: Callable[[], None] | None = None
        self._text = named(label(selectable=True), "message")
        self._text.setWordWrap(True)
        self._do = named(QPushButton(), "message_action")
        self._do.clicked.connect(self._act)
        close = QPushButton("Dismiss")
        close.setFlat(True)
        close.setAccessibleName("Dismiss the message")
        close.setToolTip("Dismiss the message (Esc)")
        close.clicked.connect(self.dismiss)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.UNIT * 2, theme.MARGIN, theme.UNIT * 2)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._do)
        layout.addWidget(close)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text() if not self.isHidden() else ""

    def say(self, sentence: str, action_text: str = "", action: Callable[[], None] | None = None) -> None:
        """Show a sentence, which may hold foreign text, and perhaps a button."""
        self._text.setText(visible(sentence, limit=400))
        self._action = action
        self._do.setText(action_text)
        self._do.setVisible(action is not None)
        self.show()

    def dismiss(self) -> None:
        self._action = None
        self.hide()

    def _act(self) -> None:
        action = self._action
        self.dismiss()
        if action is not None:
            action()
