"""The two views of a checkpoint's rows: the tree, and the flat list, which draws 100,000 rows as fast as ten."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyleOptionViewItem,
    QTableView,
    QTreeView,
    QWidget,
)

from gui import theme
from gui.models.columns import Column
from gui.models.flat_model import FlatModel
from gui.models.row import Row
from gui.models.tree_model import TreeModel
from gui.panes.column_header import ColumnHeader
from gui.panes.row_delegate import RowDelegate, row_height
from gui.panes.row_painter import RowPainter

_TEXTS = (Column.SHAPE, Column.TYPE)
_INDENTATION = 4 * theme.UNIT
_MANY = 12
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TreeView(QTreeView):
    """The tree: own chevrons, no branch lines, the selection's tint over the whole row."""

    drawn = Signal()

    def __init__(self, model: TreeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = ColumnHeader("columns of the tree", self)
        self.setHeader(self.columns)
        self.rows_model = model
        self.setModel(model)
        self.setIndentation(_INDENTATION)
        self.setUniformRowHeights(True)
        self.setExpandsOnDoubleClick(True)
        self.setAutoScroll(False)
        self._is_awaited = False
        self._painted = QRect()  # what has to be: often no more than the columns of numbers
        self.row_painter = _set_up(self, self.columns, theme.UNIT // 2)

    def row_at(self, index: QModelIndex) -> Row | None:
        """The row of an index."""
        return self.rows_model.row_at(index)

    def draw_numbers(self) -> None:
        """Draw the columns of numbers anew, and nothing else."""
        self.columns.draw_numbers(self.viewport())

    def rows_in_sight(self) -> list[Row]:
        """The rows that are on the screen, from the top."""
        rows: list[Row] = []
        index = self.indexAt(QPoint(0, 0))
        while index.isValid() and self.visualRect(index).top() < self.viewport().height():
            row = self.row_at(index)
            rows += [row] if row is not None else []
            index = self.indexBelow(index)
        return rows

    def await_drawing(self) -> None:
        """Announce the next time that rows have been drawn, with `drawn`."""
        self._is_awaited = True

    def drawRow(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a whole row at once: cell by cell, Qt asks the model ten times more, in Python each time."""
        row, facts = self.rows_model.row_at(index), self.rows_model.facts
        if row is None or facts is None:
            return
        top, height = option.rect.y(), option.rect.height()
        painted = self._painted
        if self.selectionModel().isSelected(index):
            self.row_painter.draw_selection(painter, QRect(0, top, self.viewport().width(), height))
        (_, left, name_width), *others = self.columns.places()
        indent = (row.depth + 1) * _INDENTATION
        name = QRect(left + indent, top, name_width - indent, height)
        if not row.spans:
            name.setWidth(name.width() + _empty_width(row.texts(facts), others))
        if name.intersects(painted):
            self.row_painter.draw(painter, name, row, Column.NAME, facts)
        if row.spans:
            rest = QRect(left + name_width, top, self.columns.length() - name_width, height)
            self.row_painter.draw_span(painter, rest, row, facts)
        else:
            for column, x, width in others:
                if x <= painted.right() and x + width > painted.left():
                    self.row_painter.draw(painter, QRect(x, top, width, height), row, column, facts)
        if name.left() > painted.left() and self.rows_model.can_open(row):
            chevron = QPointF(name.x() - _INDENTATION / 2 + 1, top + height / 2)
            self.row_painter.draw_chevron(painter, chevron, is_open=self.isExpanded(index))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in _ENTER and self.model().hasChildren(index):
            self.setExpanded(index, not self.isExpanded(index))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._painted = event.rect()
        super().paintEvent(event)
        if self._is_awaited and self.model().rowCount():
            self._is_awaited = False
            QTimer.singleShot(0, self, self.drawn.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.columns.arrange()


class FlatView(QTableView):
    """The flat list. A table and not a tree: a tree view asks its model for every row before it draws the first."""

    def __init__(self, model: FlatModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = ColumnHeader("columns of the flat list", self)
        self.setHorizontalHeader(self.columns)
        self.rows_model = model
        self.setModel(model)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(row_height())
        self.row_painter = _set_up(self, self.columns, theme.CELL)

    def row_at(self, index: QModelIndex) -> Row | None:
        """The row of an index."""
        return self.rows_model.row_at(index)

    def draw_numbers(self) -> None:
        """Draw the columns of numbers anew, and nothing else."""
        self.columns.draw_numbers(self.viewport())

    def rows_in_sight(self) -> list[Row]:
        """The rows that are on the screen, from the top."""
        first, beyond = self.rowAt(0), self.rowAt(self.viewport().height())
        stop = beyond + 1 if beyond >= 0 else self.rows_model.rowCount()
        rows = [self.row_at(self.rows_model.index(place, 0)) for place in range(max(first, 0), stop)]
        return [row for row in rows if row is not None]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.columns.arrange()


def _empty_width(texts: Sequence[str], places: Sequence[tuple[Column, int, int]]) -> int:
    """The width of the columns beside a name that say nothing: the name may run on into them."""
    empty = takewhile(lambda place: place[0] in _TEXTS and not texts[place[0]], places)
    return sum(width for _, _, width in empty)


def _draw_rows(view: TreeView | FlatView, indexes: Sequence[QModelIndex]) -> None:
    """Draw rows anew: all, where it is not worth while to look where each of them is."""
    viewport = view.viewport()
    if len(indexes) > _MANY:
        viewport.update()
        return
    for index in indexes:
        place = view.visualRect(index)
        viewport.update(0, place.y(), viewport.width(), place.height())


def _set_up(view: TreeView | FlatView, columns: ColumnHeader, inset: int) -> RowPainter:
    """What both views have in common; returns what draws their cells."""
    painter = RowPainter(view, inset)
    painter.room_wanted.connect(columns.make_room_for_shape, Qt.ConnectionType.QueuedConnection)
    view.rows_model.numbers_changed.connect(view.draw_numbers)
    view.rows_model.marks_changed.connect(lambda indexes: _draw_rows(view, indexes))
    view.setItemDelegate(RowDelegate(view, painter))
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    view.setFrameShape(QAbstractItemView.Shape.NoFrame)
    columns.setSectionsClickable(True)  # a tree view takes this from the head it is given
    columns.setSectionsMovable(False)
    columns.setStretchLastSection(False)
    columns.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    columns.arrange()
    return painter
