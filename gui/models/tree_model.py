"""The tree of a checkpoint for a view: rows are made when their parent is first opened, never all at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from types import MappingProxyType

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from gui.models import cells
from gui.models.columns import Column
from gui.models.facts import Facts
from gui.models.level import Levels, has_rows_below, rows_below
from gui.models.order import NATURAL, Order
from gui.models.row import Row, label_of_root
from weights.tree import Node

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class TreeModel(QAbstractItemModel):
    """Shows one checkpoint under one root row, in an order, and restricted to the nodes a filter keeps."""

    # Not `dataChanged`, which has a view ask its model a dozen things about each row.
    numbers_changed = Signal()  # of any rows
    marks_changed = Signal(object)  # Sequence[QModelIndex]: of these

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._facts: Facts | None = None
        self._kept: Set[Node] | None = None
        self._order = NATURAL
        self._levels: Levels = MappingProxyType({})
        self._root: Row | None = None
        self._replaced: list[Row | None] = []

    def show_nodes(
        self,
        facts: Facts | None,
        kept: Set[Node] | None = None,
        order: Order = NATURAL,
        levels: Levels = MappingProxyType({}),
    ) -> None:
        """Show a checkpoint anew. `kept`: what a filter leaves, with all nodes above; None for everything.

        `levels`: those that are sorted already, as it takes long.
        """
        self.beginResetModel()
        # Indexes point at rows without holding them: the old ones stay until the view has let go of its indexes.
        self._replaced.append(self._root)
        QTimer.singleShot(0, self, self._replaced.clear)
        self._facts, self._kept, self._order, self._levels = facts, kept, order, levels
        self._root = None if facts is None else Row(facts.checkpoint.root, label_of_root(facts))
        self.endResetModel()

    @property
    def facts(self) -> Facts | None:
        return self._facts

    def row_at(self, index: Index) -> Row | None:
        """The row of an index; None for the invalid one."""
        row = index.internalPointer() if index.isValid() else None
        return row if isinstance(row, Row) else None

    def can_open(self, row: Row) -> bool:
        """Whether a row has rows below it."""
        return has_rows_below(row, self._kept)

    def find(self, node: Node) -> QModelIndex:
        """The index of a node's row, made if need be; invalid where a filter leaves it out."""
        rows = self._rows_to(node)
        return self._index_of(rows[-1]) if rows and _shows(rows[-1], node) else QModelIndex()

    def forget_texts(self) -> None:
        """Something became known about many nodes."""
        for row in self._made_rows():
            row.forget()
        self.layoutChanged.emit()

    def refresh(self, nodes: Set[Node], marked: Set[Node]) -> None:
        """Numbers of nodes became known, and marks of some: their rows change, where they were made."""
        self._forget(row for row in self._made_rows() if row.node in nodes)
        with_marks = [row for row in self._made_rows() if row.node in marked]
        for row in with_marks:
            row.forget()
        if with_marks:
            self.marks_changed.emit([self._index_of(row) for row in with_marks])

    def refresh_branches(self) -> None:
        """Numbers of all branches became known."""
        self._forget(row for row in self._made_rows() if row.node.tensor is None)

    def _forget(self, rows: Iterable[Row]) -> None:
        are_there = False
        for row in rows:
            row.forget()
            are_there = True
        if are_there:
            self.numbers_changed.emit()

    def _rows_to(self, node: Node) -> list[Row]:
        """The rows from the root's down to a node's, as far as there can be any."""
        rows = [self._root] if self._root is not None else []
        for step in _way(node)[1:]:
            if rows and not _shows(rows[-1], step):
                below = self._below(rows[-1], step)
                if below is None:
                    break
                rows.append(below)
        return rows

    def _children(self, row: Row) -> list[Row]:
        if row.children is None and self._facts is not None:
            row.children = rows_below(row, self._facts, self._order, self._kept, self._levels)
        return row.children or []

    def _below(self, row: Row, node: Node) -> Row | None:
        """The row below `row` that shows a child of its node, looking into ranges."""
        for child in self._children(row):
            if child.members is not None and node in child.members:
                return self._below(child, node)
            if child.members is None and child.first is node:
                return child
        return None

    def _made_rows(self) -> Iterator[Row]:
        waiting = [self._root] if self._root is not None else []
        while waiting:
            row = waiting.pop()
            yield row
            waiting += row.children or []

    def _index_of(self, row: Row) -> QModelIndex:
        return self.createIndex(row.position, 0, row)

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        above = self.row_at(parent)
        if above is None:
            is_root = row == 0 and self._root is not None and not parent.isValid()
            return self.createIndex(0, column, self._root) if is_root and 0 <= column < len(Column) else QModelIndex()
        children = self._children(above)
        if not (0 <= row < len(children) and 0 <= column < len(Column)) or parent.column() > 0:
            return QModelIndex()
        return self.createIndex(row, column, children[row])

    def parent(self, index: Index = _NOWHERE) -> QModelIndex:  # type: ignore[override]
        row = self.row_at(index)
        return self._index_of(row.parent) if row is not None and row.parent is not None else QModelIndex()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        row = self.row_at(parent)
        if row is None:
            return int(self._root is not None)
        return len(self._children(row)) if parent.column() == 0 else 0

    def hasChildren(self, parent: Index = _NOWHERE) -> bool:
        row = self.row_at(parent)
        if row is None:
            return self._root is not None
        return parent.column() == 0 and self.can_open(row)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index)
        return None if row is None or self._facts is None else cells.cell(row, index.column(), role, self._facts)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return cells.header(section, orientation, role)


def _way(node: Node) -> list[Node]:
    """The nodes from the root down to a node."""
    way = [node]
    while way[-1].parent is not None:
        way.append(way[-1].parent)
    return way[::-1]


def _shows(row: Row, node: Node) -> bool:
    """Whether a node is one of the chain that a row shows."""
    step: Node | None = row.node
    while step is not None and step is not row.first:
        if step is node:
            return True
        step = step.parent
    return step is node
