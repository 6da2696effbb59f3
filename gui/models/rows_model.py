"""A sheet of rows, or columns, as a table of Qt: the texts of a line are made when it is drawn, and kept."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from gui.models.qt_index import NOWHERE, AnyIndex
from gui.models.rows_sheet import Figure, RowsSheet

_MOST_TEXTS = 1 << 12
_TIPS = {
    Figure.INDEX: "The index along its axis, from 0",
    Figure.LABEL: "What it stands for",
    Figure.L2: "The square root of the sum of the squares of the finite values; a dash where it is beyond float64",
    Figure.MEAN: "The mean of the finite values",
    Figure.LARGEST: "The largest magnitude of a finite value",
    Figure.ZEROS: "How many values are 0",
    Figure.NOT_FINITE: "How many values are NaN or infinite",
}


class RowsModel(QAbstractTableModel):
    """Shows the lines of a sheet, in its order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sheet: RowsSheet | None = None
        self._texts: dict[int, tuple[str, ...]] = {}

    def show(self, sheet: RowsSheet | None) -> None:
        """Show a sheet; nothing where it is None."""
        self.beginResetModel()
        self.sheet = sheet
        self._texts.clear()
        self.endResetModel()

    def line(self, row: int) -> int | None:
        """The index in the tensor of the line that a row of the table shows; None where it shows none."""
        return int(self.sheet.listed[row]) if self.sheet is not None and 0 <= row < self.rowCount() else None

    def _texts_of(self, sheet: RowsSheet, line: int) -> tuple[str, ...]:
        texts = self._texts.get(line)
        if texts is None:
            if len(self._texts) >= _MOST_TEXTS:
                self._texts.clear()
            texts = self._texts[line] = tuple(sheet.shown(line, column) for column in Figure)
        return texts

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        return 0 if parent.isValid() or self.sheet is None else len(self.sheet.listed)

    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(Figure)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.line(index.row()) if index.isValid() and role == Qt.ItemDataRole.DisplayRole else None
        return None if line is None or self.sheet is None else self._texts_of(self.sheet, line)[index.column()]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(Figure):
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return _TIPS[Figure(section)]
        if role != Qt.ItemDataRole.DisplayRole or self.sheet is None:
            return None
        return self.sheet.title(Figure(section))
