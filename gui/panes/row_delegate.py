"""Hands the cells of a view over to its row painter, and tells the view how high rows are."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gui import theme
from gui.models.columns import LOOKS, Column
from gui.models.flat_model import FlatModel
from gui.models.qt_index import AnyIndex
from gui.panes.row_painter import RowPainter


class RowDelegate(QStyledItemDelegate):
    """Paints the flat list. The tree paints its rows itself, and needs the delegate for their height only."""

    def __init__(self, parent: QWidget, painter: RowPainter) -> None:
        super().__init__(parent)
        self._painter = painter

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        model = index.model()
        row = model.row_at(index) if isinstance(model, FlatModel) else None
        if not isinstance(model, FlatModel) or model.facts is None or row is None:
            return
        if option.state & QStyle.StateFlag.State_Selected:
            self._painter.draw_selection(painter, option.rect)
        self._painter.draw(painter, option.rect, row, Column(index.column()), model.facts)

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(LOOKS[Column(index.column())].width, row_height())


def row_height() -> int:
    """24 px, or more where the user's font is larger."""
    return max(theme.ROW, QFontMetrics(QApplication.font()).height() + 2 * theme.UNIT)
