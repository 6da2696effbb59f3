"""Nodes as a plain table with the share each has of a whole: the children of a branch, the largest tensors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from gui.models.qt_index import NOWHERE, AnyIndex
from weights import text
from weights.dtypes import BY_NAME
from weights.tree import Node, compact

_MAX_TEXT = 120
_FIRST = 100

SumsOf = Callable[[Node], tuple[int, int]]
"""The parameters and bytes that a node stands for."""


def listed(node: Node) -> tuple[int, int]:
    """All that is listed at and below a node."""
    return node.sums.parameters, node.sums.size


class Entry(IntEnum):
    """The columns."""

    NAME = 0
    SHAPE = 1
    TYPE = 2
    PARAMETERS = 3
    SIZE = 4
    SHARE = 5


TITLES = {
    Entry.NAME: "Name",
    Entry.SHAPE: "Shape",
    Entry.TYPE: "Type",
    Entry.PARAMETERS: "Parameters",
    Entry.SIZE: "Size",
    Entry.SHARE: "Share of bytes",
}
FIGURES = (Entry.PARAMETERS, Entry.SIZE)


class EntryModel(QAbstractTableModel):
    """The rows stand as they are given; each text is made when its row is drawn, and kept."""

    def __init__(self, name_of: Callable[[Node], str], parent: QObject | None = None) -> None:
        """`name_of` gives the text of the first column, not yet escaped."""
        super().__init__(parent)
        self._name_of = name_of
        self._nodes: Sequence[Node] = ()
        self._sums_of: SumsOf = listed
        self._whole = 0
        self._texts: dict[int, tuple[str, ...]] = {}

    def show_nodes(self, nodes: Sequence[Node], whole: int, sums_of: SumsOf = listed) -> None:
        """Show these nodes, whose bytes are shares of `whole`."""
        self.beginResetModel()
        self._nodes, self._whole, self._sums_of = nodes, whole, sums_of
        self._texts = {}
        self.endResetModel()

    def node_at(self, index: AnyIndex) -> Node:
        """The node of a valid index."""
        return self._nodes[index.row()]

    def share_at(self, index: AnyIndex) -> float:
        """The share of a row, from 0 to 1."""
        return min(self._sums_of(self.node_at(index))[1] / self._whole, 1.0) if self._whole else 0.0

    def first_texts(self, column: Entry) -> list[str]:
        """The texts of a column in the first rows: enough to tell whether and how wide it is needed."""
        return [self._row_texts(row)[column] for row in range(min(len(self._nodes), _FIRST))]

    def _row_texts(self, row: int) -> tuple[str, ...]:
        if row not in self._texts:
            node = self._nodes[row]
            name = text.visible(self._name_of(node), 300)
            self._texts[row] = (name, *_facts(node), *_sums(node, self._sums_of(node), self._whole))
        return self._texts[row]

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._nodes)

    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(Entry)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        is_text = index.isValid() and role == Qt.ItemDataRole.DisplayRole
        return self._row_texts(index.row())[index.column()] if is_text else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        is_title = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return TITLES[Entry(section)] if is_title and 0 <= section < len(Entry) else None


def child_name(node: Node) -> str:
    """A child's own part of the name, with the chain of single children below it."""
    return compact(node)[0] or text.NAMELESS


def _facts(node: Node) -> tuple[str, str]:
    """Shape and type; of a value its text and its class, of a branch how many tensors it holds."""
    _, end = compact(node)
    tensor, value = end.tensor, end.value
    if tensor is not None:
        known = BY_NAME.get(tensor.dtype)
        return text.shape(tensor.shape), known.short if known else text.visible(tensor.dtype, _MAX_TEXT)
    if value is not None:
        return text.visible(value.text, _MAX_TEXT), text.visible(value.type, _MAX_TEXT)
    return text.plural(end.sums.tensors, "tensor") if end.sums.tensors else "", ""


def _sums(node: Node, counted: tuple[int, int], whole: int) -> tuple[str, str, str]:
    """Parameters, size and share."""
    if not node.sums.tensors:
        return "", "", ""
    parameters, size = counted
    return text.short_count(parameters), text.size(size), text.share(size, whole)
