"""A layout that sets its items in rows, left to right, and begins a new row where the width ends."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

_Row = list[QLayoutItem]


class FlowLayout(QLayout):
    """Rows of items at their preferred sizes, centred on their row, with fixed gaps."""

    def __init__(self, parent: QWidget, gap: int, row_gap: int) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap, self._row_gap = gap, row_gap
        self.setContentsMargins(0, 0, 0, 0)

    def _rows(self, width: int) -> list[_Row]:
        """The visible items, broken into rows."""
        rows: list[_Row] = [[]]
        used = 0
        for item in self._shown():
            wanted = item.sizeHint().width()
            if rows[-1] and used + wanted > width:
                rows.append([])
                used = 0
            rows[-1].append(item)
            used += wanted + self._gap
        return rows

    def _shown(self) -> _Row:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, row: _Row, area: QRect) -> None:
        x = area.x()
        for item in row:
            hint = item.sizeHint()
            size = QSize(min(hint.width(), area.width()), _item_height(item, area.width()))
            item.setGeometry(QRect(QPoint(x, area.y() + (area.height() - size.height()) // 2), size))
            x += size.width() + self._gap

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
        heights = [_height(row, width) for row in self._rows(width)]
        return sum(heights) + self._row_gap * (len(heights) - 1)

    def setGeometry(self, area: QRect) -> None:
        super().setGeometry(area)
        y = area.y()
        for row in self._rows(area.width()):
            height = _height(row, area.width())
            self._place(row, QRect(area.x(), y, area.width(), height))
            y += height + self._row_gap

    def sizeHint(self) -> QSize:
        """All items in one row."""
        hints = [item.sizeHint() for item in self._shown()]
        width = sum(hint.width() for hint in hints) + self._gap * max(len(hints) - 1, 0)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        sizes = [item.minimumSize() for item in self._shown()]
        return QSize(max((s.width() for s in sizes), default=0), max((s.height() for s in sizes), default=0))


def _height(row: _Row, width: int) -> int:
    """A row is as high as its highest item; one that flows itself may need several lines."""
    return max((_item_height(item, width) for item in row), default=0)


def _item_height(item: QLayoutItem, width: int) -> int:
    hint = item.sizeHint()
    return item.heightForWidth(width) if item.hasHeightForWidth() and hint.width() > width else hint.height()
