"""A button that opens a menu, and looks it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton

from gui import icons, theme


class MenuButton(QPushButton):
    """Words with a chevron behind them, once `apply_theme` was called; `choices` is what opens."""

    def __init__(self, words: str = "") -> None:
        super().__init__(words)
        self.setProperty("opens", "menu")
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the chevron stands behind the words
        self.choices = QMenu(self)
        self.choices.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setMenu(self.choices)

    def apply_theme(self) -> None:
        """Take on the colours in force."""
        self.setIcon(icons.icon("chevron-down", theme.colors().secondary))
