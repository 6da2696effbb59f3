"""A row of controls that goes on in the next line where the window is narrow."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from gui import theme


class FlowLayout(QLayout):
    """Left to right at each item's preferred width, as many lines as it takes; an expanding last item goes right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(3 * theme.UNIT)

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        """The visible items, broken into lines."""
        lines: list[list[QLayoutItem]] = [[]]
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            needed = item.sizeHint().width()
            if lines[-1] and used + needed > width:
                lines.append([])
                used = 0
            lines[-1].append(item)
            used += needed + self.spacing()
        return lines

    def _place(self, line: list[QLayoutItem], area: QRect) -> None:
        """Set the items of one line side by side, centred on it; an expanding last one takes what is left."""
        x = area.x()
        for item in line:
            size = item.sizeHint().boundedTo(area.size())
            if item is self._items[-1] and item.expandingDirections() & Qt.Orientation.Horizontal:
                size.setWidth(area.right() + 1 - x)
            item.setGeometry(QRect(QPoint(x, area.y() + (area.height() - size.height()) // 2), size))
            x += size.width() + self.spacing()

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        heights = [_height(line) for line in self._lines(width)]
        return sum(heights) + theme.UNIT * (len(heights) - 1)

    def sizeHint(self) -> QSize:
        hints = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(hint.width() for hint in hints) + self.spacing() * max(len(hints) - 1, 0)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        hints = [item.minimumSize() for item in self._items if not item.isEmpty()]
        return QSize(max((hint.width() for hint in hints), default=0), max((h.height() for h in hints), default=0))

    def setGeometry(self, area: QRect) -> None:
        super().setGeometry(area)
        y = area.y()
        for line in self._lines(area.width()):
            height = _height(line)
            self._place(line, QRect(area.x(), y, area.width(), height))
            y += height + theme.UNIT


def _height(line: list[QLayoutItem]) -> int:
    return max((item.sizeHint().height() for item in line), default=0)
