"""The list under the query box of what could be typed next. It never takes the focus: the box hands it the keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from gui import theme

if TYPE_CHECKING:
    from weights.completion import Choice

_MAX_ROWS = 6


class CompletionPopup(QTreeWidget):
    """Terms, each with what it means. A child of the window, so that nothing but its own rows is in anybody's way."""

    chosen = Signal(str)

    def __init__(self, box: QWidget) -> None:
        super().__init__(box.window())
        self._box = box
        self.setObjectName("completion")
        self.setAccessibleName("What could be typed next")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.itemClicked.connect(lambda item: self.chosen.emit(item.text(0)))
        self.hide()

    def offer(self, choices: Sequence[Choice]) -> None:
        """Show these under the box, none of them marked yet; without any, hide."""
        self.clear()
        self.addTopLevelItems([_row(choice) for choice in choices])
        if not choices:
            self.hide()
            return
        self.place()
        self.show()
        self.raise_()

    def mark_next(self, step: int) -> None:
        """Mark the row after the marked one (1) or before it (-1); beyond the ends, none."""
        rows = self.topLevelItemCount() + 1  # one more, for none
        marked = self.currentIndex().row()
        self.setCurrentIndex(self.model().index((marked + 1 + step) % rows - 1, 0))

    def place(self) -> None:
        """Lie right under the box, as wide as the box, over whatever is there."""
        rows = min(self.topLevelItemCount(), _MAX_ROWS)
        height = rows * self.sizeHintForRow(0) + 2 * self.frameWidth()
        corner = self._box.mapTo(self._box.window(), QPoint(0, self._box.height() + theme.UNIT // 2))
        self.setGeometry(QRect(corner, QSize(self._box.width(), height)))

    @property
    def marked(self) -> str:
        """The term that is marked, if any."""
        index = self.currentIndex()
        return str(index.siblingAtColumn(0).data()) if index.isValid() else ""

    @property
    def first(self) -> str:
        """The term to take where none is marked."""
        item = self.topLevelItem(0)
        return item.text(0) if item is not None else ""


def _row(choice: Choice) -> QTreeWidgetItem:
    row = QTreeWidgetItem([choice.term, choice.meaning])
    row.setForeground(1, QColor(theme.colors().faint))
    return row
