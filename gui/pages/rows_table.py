"""The table of rows, or columns: uniform lines, figures at the right, and only the columns that say something."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QRect, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from gui import theme
from gui.heads import draw_head
from gui.models.qt_index import AnyIndex
from gui.models.rows_model import RowsModel
from gui.models.rows_sheet import Figure
from gui.pages.cell_delegate import CellDelegate

_LEAST_ROWS = 4  # the heads among them
_SAMPLES = {Figure.INDEX: "16\u202f777\u202f216", Figure.LABEL: "m" * 16}
_SAMPLE = "−1.2345e−100"


class RowsTable(QTableView):
    """Ctrl+C asks to copy what is selected; arrows move the current row, Enter or a double-click opens it."""

    copy_wanted = Signal()
    moved = Signal()
    opened = Signal()

    def __init__(self, model: RowsModel) -> None:
        super().__init__()
        self._rows = model
        self.setModel(model)
        self.setAccessibleName("Rows or columns")
        self.setToolTip("Enter or a double-click goes to its values; Ctrl+C copies what is selected")
        self._build_cells()
        self._build_heads()
        self._build_copy()
        model.modelReset.connect(self._fit_columns)
        self.activated.connect(self.opened)

    def go_to(self, row: int) -> None:
        """Make a row of the table current and show it, in the middle if it was out of sight."""
        index = self.model().index(row, Figure.INDEX)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        if not self.viewport().rect().contains(self.visualRect(index)):
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def selected_rows(self) -> list[int]:
        """The rows of the table that are selected, from top to bottom."""
        selection = self.selectionModel().selection()
        ranges = sorted((each.top(), each.bottom()) for each in (selection.at(i) for i in range(selection.count())))
        return sorted({row for top, bottom in ranges for row in range(top, bottom + 1)})

    def apply_theme(self) -> None:
        """Take on the colours and the fonts in force."""
        self._cells.apply_theme()
        self.setFont(theme.text_font())
        self.viewport().update()

    def _build_cells(self) -> None:
        self._cells = CellDelegate(self)
        self.setItemDelegate(self._cells)
        self.setFont(theme.text_font())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setMinimumHeight(_LEAST_ROWS * theme.ROW)

    def _build_heads(self) -> None:
        lines, heads = self.verticalHeader(), _Heads(self)
        self.setHorizontalHeader(heads)
        lines.hide()
        lines.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        lines.setDefaultSectionSize(theme.ROW)
        heads.setFixedHeight(theme.ROW)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _build_copy(self) -> None:
        action = QAction("Copy", self)
        action.setShortcut(QKeySequence.StandardKey.Copy)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(self.copy_wanted)
        self.addAction(action)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _fit_columns(self) -> None:
        said = self._rows.sheet.columns() if self._rows.sheet is not None else []
        for column in Figure:
            width = self.fontMetrics().horizontalAdvance(_SAMPLES.get(column, _SAMPLE)) + 2 * theme.CELL
            self.setColumnWidth(column, width)
            self.setColumnHidden(column, column not in said)

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        super().currentChanged(current, previous)
        self.moved.emit()


class _Heads(QHeaderView):
    def __init__(self, parent: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        title = self.model().headerData(logicalIndex, Qt.Orientation.Horizontal)
        painter.save()
        draw_head(painter, rect, str(title), right=True)
        painter.restore()
