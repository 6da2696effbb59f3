"""Draws the cells of the tree and of the flat list: greys by rank, names elided in the middle, shapes never."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gui import icons, theme
from gui.models.columns import LOOKS, Column
from gui.models.facts import Facts
from gui.models.flat_model import FlatModel
from gui.models.marks import Marked
from gui.models.row import SHARED, Row, second_name
from gui.models.tree_model import TreeModel
from gui.panes.spread_drawing import SpreadDrawing

_ICON = 14
_QUIET = (Column.SHAPE, Column.TYPE)


@dataclass(frozen=True, slots=True)
class _Pens:
    """Colours and metrics, made once for a scheme and not once for a cell."""

    text: QColor
    secondary: QColor
    faint: QColor
    selection: QColor
    marks: Mapping[str, str]
    font: QFont
    small: QFont
    metrics: QFontMetrics
    small_metrics: QFontMetrics


def _pens() -> _Pens:
    colors = theme.colors()
    font, small = theme.text_font(), theme.label_font()
    return _Pens(
        text=QColor(colors.text),
        secondary=QColor(colors.secondary),
        faint=QColor(colors.faint),
        selection=QColor(colors.selection),
        marks={"bad": colors.bad, "attention": colors.attention, "faint": colors.faint},
        font=font,
        small=small,
        metrics=QFontMetrics(font),
        small_metrics=QFontMetrics(small),
    )


class TreeDelegate(QStyledItemDelegate):
    """Paints a row's cached texts and marks; asks the model for nothing else."""

    room_wanted = Signal(int)  # the width that a shape needs and has not got

    def __init__(self, parent: QWidget, inset: int) -> None:
        """`inset`: what stays free at the left of a name."""
        super().__init__(parent)
        self._inset = inset
        self._pens, self._spreads = _pens(), SpreadDrawing()

    def apply_theme(self) -> None:
        """Take up the colours in force."""
        self._pens, self._spreads = _pens(), SpreadDrawing()

    def _draw_name(self, painter: QPainter, area: QRect, row: Row, facts: Facts) -> None:
        pens = self._pens
        marks = row.marks(facts)
        area = area.adjusted(0, 0, -sum(self._mark_width(marked) for marked in marks), 0)
        name = pens.metrics.elidedText(row.texts(facts)[Column.NAME], Qt.TextElideMode.ElideMiddle, area.width())
        painter.setPen(pens.text)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        x = area.x() + pens.metrics.horizontalAdvance(name)
        x += self._draw_second_name(painter, QRect(x, area.y(), area.right() - x, area.height()), row, facts)
        for marked in marks:
            self._draw_mark(painter, QRect(x, area.y(), self._mark_width(marked), area.height()), marked)
            x += self._mark_width(marked)

    def _draw_second_name(self, painter: QPainter, area: QRect, row: Row, facts: Facts) -> int:
        """The name that comes first for the same values, in the faint grey; returns its width."""
        pens = self._pens
        other = second_name(row.node, facts) if row.members is None else ""
        if not other or area.width() < pens.metrics.horizontalAdvance("  =  …"):
            return 0
        shown = pens.metrics.elidedText(other, Qt.TextElideMode.ElideMiddle, area.width())
        painter.setPen(pens.faint)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        return pens.metrics.horizontalAdvance(shown)

    def _mark_width(self, marked: Marked) -> int:
        figure = self._pens.small_metrics.horizontalAdvance(marked.figure) + 2 if marked.figure else 0
        return theme.UNIT + _ICON + figure

    def _draw_mark(self, painter: QPainter, area: QRect, marked: Marked) -> None:
        pens = self._pens
        sign = marked.mark.value
        color = pens.marks[sign.role]
        top = area.y() + (area.height() - _ICON) // 2
        icons.icon(sign.icon, color).paint(painter, QRect(area.x() + theme.UNIT, top, _ICON, _ICON))
        if marked.figure:
            painter.setFont(pens.small)
            painter.setPen(QColor(color))
            painter.drawText(
                area.adjusted(theme.UNIT + _ICON + 2, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, marked.figure
            )
            painter.setFont(pens.font)

    def _draw_text(self, painter: QPainter, area: QRect, row: Row, column: Column, facts: Facts) -> None:
        text = row.texts(facts)[column]
        if not text:
            return
        pens = self._pens
        painter.setPen(pens.secondary if column in _QUIET or text == SHARED else pens.text)
        if column is Column.SHAPE and row.has_shape:
            needed = pens.metrics.horizontalAdvance(text)
            if needed > area.width():
                self.room_wanted.emit(needed + 2 * theme.CELL)
        else:
            text = pens.metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        side = Qt.AlignmentFlag.AlignRight if LOOKS[column].figures else Qt.AlignmentFlag.AlignLeft
        painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, text)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = index.model()
        if not isinstance(model, TreeModel | FlatModel) or model.facts is None:
            return
        row, facts, column = model.row_at(index), model.facts, Column(index.column())
        if row is None:
            return
        rect: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._pens.selection)
        painter.setFont(self._pens.font)
        if column is Column.NAME:
            self._draw_name(painter, rect.adjusted(self._inset, 0, -theme.UNIT, 0), row, facts)
        elif column is Column.DISTRIBUTION:
            spread = facts.spreads.get(row.node) if row.members is None else None
            if spread is not None:
                self._spreads.draw(painter, rect.adjusted(theme.CELL, 0, -theme.CELL, 0), spread, facts.largest)
        else:
            self._draw_text(painter, rect.adjusted(theme.CELL, 0, -theme.CELL, 0), row, column, facts)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(LOOKS[Column(index.column())].width, row_height())


def row_height() -> int:
    """24 px, or more where the user's font is larger."""
    return max(theme.ROW, QFontMetrics(QApplication.font()).height() + 2 * theme.UNIT)
