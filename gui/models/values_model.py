"""The elements of a tensor as a table: one page of a grid of any size, its values read in tiles off the main thread."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QBrush

from gui.jobs import Runner
from gui.models.plane import Index, Plane
from gui.models.qt_index import NOWHERE, AnyIndex
from weights.digits import as_float32, native
from weights.errors import WeighbridgeError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gui.models.tint import Tint
    from weights.tensors import Readable

Tile = tuple[int, int]
Tiles = dict[Tile, "NDArray[Any]"]

PAGE = 1 << 17
"""Rows, and columns, of one page: a Qt table cannot be higher than 2^31 pixels and slows down long before."""

PLACEHOLDER = "\N{MIDDLE DOT}"
_TILE_ROWS, _TILE_COLUMNS = 64, 128
_MAX_TILES = 256  # tiles kept: 2 million elements
_MAX_ASKED = 12  # tiles waiting; more were scrolled past, and are asked for again if they come back
_MAX_TEXTS = 1 << 15
_SLOT = "values"


@dataclass(frozen=True, slots=True)
class GridPage:
    """Which part of the grid the table holds: its first row and column."""

    row: int = 0
    column: int = 0

    @staticmethod
    def holding(row: int, column: int) -> GridPage:
        return GridPage(row // PAGE * PAGE, column // PAGE * PAGE)


class ValuesModel(QAbstractTableModel):
    """Cells are asked for by painting them; they show a quiet placeholder until their tile was read."""

    failed = Signal(str)

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._data: Readable | None = None
        self._plane: Plane | None = None
        self._page = GridPage()
        self._is_native = True
        self._tint: Tint | None = None
        self._tiles: OrderedDict[Tile, NDArray[Any]] = OrderedDict()
        self._texts: dict[tuple[int, int], str] = {}
        self._asked: OrderedDict[Tile, None] = OrderedDict()
        self._fetch_soon = QTimer(self, singleShot=True, interval=0)
        self._fetch_soon.timeout.connect(self._fetch)

    def show(self, data: Readable | None, plane: Plane | None, page: GridPage) -> None:
        """Show a page of the grid that `plane` lays over a tensor; nothing where they are None."""
        self._runner.cancel(_SLOT)
        self.beginResetModel()
        if data is not self._data or plane != self._plane:
            self._tiles.clear()
        self._data, self._plane, self._page = data, plane, page
        self._texts.clear()
        self._asked.clear()
        self.endResetModel()

    def set_native(self, is_native: bool) -> None:
        """Show elements in the digits of their own type, or as float32."""
        self._is_native = is_native
        self._texts.clear()
        self._all_changed()

    def set_tint(self, tint: Tint | None) -> None:
        """Colour the cells by their values; not at all where it is None."""
        self._tint = tint
        self._all_changed()

    @property
    def page(self) -> GridPage:
        return self._page

    def element(self, index: AnyIndex) -> Index | None:
        """The index in the tensor of the element that a cell shows; None where it shows none."""
        if self._plane is None or not index.isValid():
            return None
        return self._plane.index(self._page.row + index.row(), self._page.column + index.column())

    def value(self, index: AnyIndex) -> Any:
        """The element that a cell shows; None until it was read."""
        if not index.isValid():
            return None
        row, column = self._page.row + index.row(), self._page.column + index.column()
        tile = self._tiles.get((row // _TILE_ROWS, column // _TILE_COLUMNS))
        return None if tile is None else tile[row % _TILE_ROWS, column % _TILE_COLUMNS]

    def _all_changed(self) -> None:
        if self.rowCount() and self.columnCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def _text(self, index: AnyIndex) -> str:
        place = index.row(), index.column()
        text = self._texts.get(place)
        if text is not None:
            return text
        if self.element(index) is None:
            return ""
        value = self.value(index)
        if value is None:
            self._ask(index)
            return PLACEHOLDER
        if self._data is None:
            return ""
        if len(self._texts) >= _MAX_TEXTS:
            self._texts.clear()
        text = native(value, self._data.dtype) if self._is_native else as_float32(value)
        self._texts[place] = text
        return text

    def _ask(self, index: AnyIndex) -> None:
        tile = (self._page.row + index.row()) // _TILE_ROWS, (self._page.column + index.column()) // _TILE_COLUMNS
        self._asked[tile] = None
        self._asked.move_to_end(tile)
        if len(self._asked) > _MAX_ASKED:
            self._asked.popitem(last=False)
        if not self._runner.is_running(_SLOT):
            self._fetch_soon.start()

    def _fetch(self) -> None:
        data, plane = self._data, self._plane
        if data is None or plane is None or not self._asked:
            return
        wanted = list(reversed(self._asked))
        self._asked.clear()

        def work() -> Generator[None, None, Tiles]:
            read: Tiles = {}
            for tile in wanted:
                read[tile] = _read(data, plane, tile)
                yield
            return read

        self._runner.start(_SLOT, work, done=self._adopt, failed=self._fail)

    def _adopt(self, read: Tiles) -> None:
        for tile, values in read.items():
            self._tiles[tile] = values
            self._tile_changed(tile)
        while len(self._tiles) > _MAX_TILES:
            self._tiles.popitem(last=False)
        self._fetch_soon.start()

    def _tile_changed(self, tile: Tile) -> None:
        top, left = tile[0] * _TILE_ROWS - self._page.row, tile[1] * _TILE_COLUMNS - self._page.column
        bottom = min(top + _TILE_ROWS, self.rowCount()) - 1
        right = min(left + _TILE_COLUMNS, self.columnCount()) - 1
        if 0 <= top <= bottom and 0 <= left <= right:
            self.dataChanged.emit(self.index(top, left), self.index(bottom, right))

    def _fail(self, error: WeighbridgeError) -> None:
        self.failed.emit(str(error))

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        if self._plane is None or parent.isValid():
            return 0
        return max(0, min(PAGE, self._plane.rows - self._page.row))

    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:
        if self._plane is None or parent.isValid():
            return 0
        return max(0, min(PAGE, self._plane.columns - self._page.column))

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(index) if index.isValid() else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.BackgroundRole and self._tint is not None:
            return self._background(index, self._tint)
        return None

    def _background(self, index: AnyIndex, tint: Tint) -> QBrush | None:
        value = self.value(index)
        if value is None or isinstance(value, np.ndarray) or self.element(index) is None:
            return None
        return tint.brush(abs(value) if np.iscomplexobj(value) else float(value))

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if role != Qt.ItemDataRole.DisplayRole or self._plane is None:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return self._plane.column_label(self._page.column + section)
        return self._plane.row_label(self._page.row + section)


def _read(data: Readable, plane: Plane, tile: Tile) -> NDArray[Any]:
    top, left = tile[0] * _TILE_ROWS, tile[1] * _TILE_COLUMNS
    rows = top, min(top + _TILE_ROWS, plane.rows)
    columns = left, min(left + _TILE_COLUMNS, plane.columns)
    return plane.read(data, rows, columns)
