"""What the models of the tree and of the flat list answer for a cell: both show the same rows in the same columns."""

from __future__ import annotations

from PySide6.QtCore import Qt

from gui.models.columns import LOOKS, Column
from gui.models.facts import Facts
from gui.models.row import Row, second_name, tooltip


def cell(row: Row, column: int, role: int, facts: Facts) -> object:
    """The answer of a model's `data` for one cell."""
    if role == Qt.ItemDataRole.DisplayRole:
        return row.texts(facts)[column]
    if role == Qt.ItemDataRole.ToolTipRole:
        return tooltip(row, facts)
    if role == Qt.ItemDataRole.AccessibleTextRole and column == Column.NAME:
        marks = "".join(f", {marked.words}" for marked in row.marks(facts))
        return f"{row.texts(facts)[column]}{second_name(row.node, facts)}{marks}"
    return None


def header(section: int, orientation: Qt.Orientation, role: int) -> object:
    """The answer of a model's `headerData`."""
    if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(Column):
        return None
    look = LOOKS[Column(section)]
    if role == Qt.ItemDataRole.DisplayRole:
        return look.title
    if role == Qt.ItemDataRole.ToolTipRole:
        return look.tooltip
    return None
