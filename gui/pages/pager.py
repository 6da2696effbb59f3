"""Which page of a very long grid is shown, and the way to the next."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from gui import theme
from gui.labels import label
from weights import text


class Pager(QWidget):
    """`rows 131 072 to 262 143 of 1 000 000 000`, between two buttons. Hides where one page is all."""

    turned = Signal(int)  # the first row, or column, of the page wanted

    def __init__(self, what: str, size: int) -> None:
        """`what` is `rows` or `columns`; `size` is how many make a page."""
        super().__init__()
        self._what, self._size = what, size
        self._first = self._total = 0
        self._label = label(role="faint")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.UNIT)
        self._back = self._button("\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}", f"Previous {what}", -1)
        self._on = self._button("\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}", f"Next {what}", 1)
        for widget in (self._back, self._label, self._on):
            layout.addWidget(widget)
        self.hide()

    def show_place(self, first: int, total: int) -> None:
        """The page begins at `first` of `total`."""
        self._first, self._total = first, total
        last = min(first + self._size, total) - 1
        self._label.setText(f"{self._what} {text.count(first)} to {text.count(last)} of {text.count(total)}")
        self._back.setEnabled(first > 0)
        self._on.setEnabled(last < total - 1)
        self.setVisible(total > self._size)

    def _button(self, sign: str, name: str, step: int) -> QToolButton:
        button = QToolButton()
        button.setText(sign)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.clicked.connect(lambda: self.turned.emit(self._first + step * self._size))
        return button
