"""Paints the cells of a table of values: a ground and a figure, without the style's many questions about each cell."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gui import theme
from gui.models.qt_index import AnyIndex

_FIGURE = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_SELECTED = QStyle.StateFlag.State_Selected


class CellDelegate(QStyledItemDelegate):
    """Selected cells take the selection's tint, others the ground their model gives them, if any."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.apply_theme()

    def apply_theme(self) -> None:
        """Take on the colours in force."""
        self._selection, self._text = QColor(theme.colors().selection), QColor(theme.colors().text)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        area, model = option.rect, index.model()
        ground = self._selection if option.state & _SELECTED else model.data(index, Qt.ItemDataRole.BackgroundRole)
        if isinstance(ground, QColor | QBrush):
            painter.fillRect(area, ground)
        text = model.data(index)
        if text:
            painter.setFont(option.font)
            painter.setPen(self._text)
            painter.drawText(area.adjusted(0, 0, -theme.CELL, 0), _FIGURE, text)
