"""All tensors of a checkpoint by their full names, in any order, for a view that draws only what is on screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from types import MappingProxyType

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from gui.models import cells
from gui.models.columns import Column
from gui.models.facts import Facts
from gui.models.row import Row
from weights.tree import Node, full_name

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class FlatModel(QAbstractTableModel):
    """A list of tensors as its owner ordered and filtered it. Rows are made when they are first drawn."""

    numbers_changed = Signal()  # of any rows
    marks_changed = Signal(object)  # Sequence[QModelIndex]: of these

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._facts: Facts | None = None
        self._nodes: Sequence[Node] = ()
        self._rows: list[Row | None] = []
        self._places: Mapping[Node, int] = {}

    def show_nodes(self, facts: Facts | None, places: Mapping[Node, int] = MappingProxyType({})) -> None:
        """Show tensors, each at its place in the list; `places` is in their order and counts from 0."""
        self.beginResetModel()
        self._facts, self._places, self._nodes = facts, places, list(places)
        self._rows = [None] * len(places)
        self.endResetModel()

    @property
    def facts(self) -> Facts | None:
        return self._facts

    def row_at(self, index: Index) -> Row | None:
        """The row of an index; None for the invalid one."""
        return self._row(index.row()) if index.isValid() else None

    def find(self, node: Node) -> QModelIndex:
        """The index of a tensor's row; invalid where it is not in the list."""
        place = self._places.get(node)
        return QModelIndex() if place is None else self.index(place, 0)

    def forget_texts(self) -> None:
        """Something became known about many tensors."""
        self._rows = [None] * len(self._nodes)
        self.layoutChanged.emit()

    def refresh(self, nodes: Set[Node], marked: Set[Node]) -> None:
        """Numbers of nodes became known, and marks of some: the rows that were made of them change."""
        if self._forget(nodes):
            self.numbers_changed.emit()
        with_marks = self._forget(marked)
        if with_marks:
            self.marks_changed.emit([self.index(place, 0) for place in with_marks])

    def _forget(self, nodes: Set[Node]) -> list[int]:
        """Drop the rows that were made of nodes; returns where they are."""
        places = [place for node in nodes if (place := self._places.get(node)) is not None]
        made = [place for place in places if self._rows[place] is not None]
        for place in made:
            self._rows[place] = None
        return made

    def _row(self, place: int) -> Row:
        row = self._rows[place]
        if row is None:
            node = self._nodes[place]
            row = self._rows[place] = Row(node, full_name(node), position=place)
        return row

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._nodes)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index)
        return None if row is None or self._facts is None else cells.cell(row, index.column(), role, self._facts)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return cells.header(section, orientation, role)

    def match(
        self,
        start: Index,
        role: int,
        value: object,
        hits: int = 1,
        flags: Qt.MatchFlag = Qt.MatchFlag.MatchStartsWith,
    ) -> list[QModelIndex]:
        """Typing ahead: compare the names themselves, as making 100,000 rows to compare their texts takes too long."""
        wanted = str(value).lower()
        places = (*range(start.row(), len(self._nodes)), *range(start.row()))
        found = (self.index(place, 0) for place in places if self._nodes[place].name.lower().startswith(wanted))
        return [index for _, index in zip(range(hits), found, strict=False)]
