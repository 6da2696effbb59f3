"""The files opened last, as a menu."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from gui import preferences
from gui.labels import plain_tip
from weights.naming import shown_name
from weights.text import visible


class RecentMenu(QMenu):
    """The files opened last, read anew each time the menu opens."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self.clear()
        for path in preferences.recent_files():
            action = self.addAction(visible(shown_name(Path(path)), 80).replace("&", "&&"))
            action.setToolTip(plain_tip(visible(path, 400)))
            action.triggered.connect(lambda _checked=False, path=path: self.chosen.emit(path))
        if self.isEmpty():
            self.addAction("Nothing was opened yet").setEnabled(False)
        else:
            self.addSeparator()
            self.addAction("Forget these").triggered.connect(preferences.forget_files)
