"""The table that shows a page of values: uniform cells, figures at the right, indices as its heads."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QAction, QFont, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from gui import theme
from gui.models.qt_index import AnyIndex
from gui.models.values_model import ValuesModel
from gui.pages.cell_delegate import CellDelegate
from gui.pages.index_header import IndexHeader
from weights.digits import native
from weights.dtypes import DType, Kind

_SAMPLES = {
    "bool": "false",
    "float64": "−1.2345678901234567e−100",
    "float32": "−1.2345678e−10",
    "float16": "−0.00012345",
    "bfloat16": "−0.00012345",
    "complex128": "−1.23456789012345e−10−1.23456789012345e−10i",
    "complex64": "−1.2345678e−10−1.2345678e−10i",
    "complex32": "−0.00012345−0.00012345i",
}
_LEAST_ROWS = 5  # the heads among them
_NARROWEST = 8 * theme.UNIT
_DIGITS_OF_INTEGERS = {1: 4, 2: 6, 4: 11, 8: 20}


class ValuesTable(QTableView):
    """Ctrl+C asks for the selected block; arrows and the mouse move the current cell."""

    copy_wanted = Signal()
    moved = Signal()

    def __init__(self, model: ValuesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName("Values")
        self._build_cells()
        self._build_headers()
        self._build_copy()

    def fit_columns(self, dtype: DType, ends: Sequence[float | None], *, is_native: bool) -> None:
        """One width for all columns: what the longest usual element needs; `ends` are the tensor's, once known."""
        if not is_native:
            sample = _SAMPLES["complex64" if dtype.kind is Kind.COMPLEX else "float32"]
        elif dtype.kind in (Kind.INT, Kind.UINT):
            sample = max((native(end, dtype) for end in ends if end is not None), key=len, default=_integer(dtype))
        else:
            sample = _sample(dtype)
        width = max(self.fontMetrics().horizontalAdvance(sample), _NARROWEST) + 2 * theme.GROUP
        self.horizontalHeader().setDefaultSectionSize(width)

    def fit_row_labels(self) -> None:
        """Room for the longest row label of the page."""
        model = self.model()
        last = model.headerData(max(model.rowCount() - 1, 0), Qt.Orientation.Vertical)
        self._row_header.make_room_for(str(last or ""))
        self.updateGeometries()

    def go_to(self, row: int, column: int) -> None:
        """Make a cell of the page current and show it, in the middle if it was out of sight."""
        index = self.model().index(row, column)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        is_seen = self.viewport().rect().contains(self.visualRect(index))
        if not is_seen:
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def selected_block(self) -> tuple[range, range]:
        """Rows and columns of the rectangle around what is selected; empty where nothing is."""
        selection = self.selectionModel().selection()
        ranges = [selection.at(i) for i in range(selection.count())]
        if not ranges:
            return range(0), range(0)
        rows = range(min(r.top() for r in ranges), max(r.bottom() for r in ranges) + 1)
        return rows, range(min(r.left() for r in ranges), max(r.right() for r in ranges) + 1)

    def apply_theme(self) -> None:
        """Take on the colours and the fonts in force."""
        self._cells.apply_theme()
        for header in (self._row_header, self._column_header):
            header.setFont(theme.label_font())

    def _build_cells(self) -> None:
        font = QFont(self.font())
        font.setFeature(QFont.Tag("tnum"), 1)
        self.setFont(font)
        self._cells = CellDelegate(self)
        self.setItemDelegate(self._cells)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setTabKeyNavigation(False)
        self.setMinimumHeight(_LEAST_ROWS * theme.ROW)

    def _build_headers(self) -> None:
        self._row_header = IndexHeader(Qt.Orientation.Vertical, self)
        self._column_header = IndexHeader(Qt.Orientation.Horizontal, self)
        self._row_header.setDefaultSectionSize(theme.ROW)
        self.setVerticalHeader(self._row_header)
        self.setHorizontalHeader(self._column_header)

    def _build_copy(self) -> None:
        action = QAction("Copy", self)
        action.setShortcut(QKeySequence.StandardKey.Copy)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(self.copy_wanted)
        self.addAction(action)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        super().currentChanged(current, previous)
        self.moved.emit()


def _integer(dtype: DType) -> str:
    return "0" * _DIGITS_OF_INTEGERS[dtype.itemsize]


def _sample(dtype: DType) -> str:
    sample = _SAMPLES.get(dtype.name, _SAMPLES["float16"])
    return f"{sample}, {sample}" if dtype.values_per_code > 1 else sample
