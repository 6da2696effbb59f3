"""Findings for a view: a row for each group of them, and below it a row for each tensor where there are several."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from itertools import islice

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt

from gui.labels import plain_tip
from gui.models.marks import MARK_OF, Sign
from gui.models.qt_index import NOWHERE, AnyIndex
from weights import text
from weights.findings.finding import Group
from weights.record import record
from weights.tree import Node, full_name

_MAX_NAME = 300
_MOST_BELOW = 1000


class Part(IntEnum):
    """The columns."""

    KIND = 0
    PLACE = 1
    EVIDENCE = 2


@record
class Place:
    """Where a row leads: a tensor and, where the evidence speaks of one, a value in it."""

    node: Node
    index: tuple[int, ...] | None


class _Row:
    """One row with its texts. `place` is None where it only opens; `below` says how many rows it opens to."""

    __slots__ = ("below", "children", "group", "parent", "place", "position", "texts")

    def __init__(self, group: Group, texts: tuple[str, ...], position: int, place: Place | None = None) -> None:
        self.group, self.texts, self.position, self.place = group, texts, position, place
        self.below = 0
        self.children: list[_Row] = []
        self.parent: _Row | None = None


class FindingModel(QAbstractItemModel):
    """Shows groups of findings; a column for what it is, one for where, and one for the evidence."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[_Row] = []
        self._replaced: list[_Row] = []

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show these, in their order."""
        self.beginResetModel()
        self._replaced = self._rows  # indexes point at rows without holding them, until the view has let go
        self._rows = [_row_of(group, position) for position, group in enumerate(groups)]
        self.endResetModel()

    def place(self, index: AnyIndex) -> Place | None:
        """Where a row leads; None where it only opens."""
        row = self._row(index)
        return row.place if row is not None else None

    def key(self, index: AnyIndex) -> tuple[object, ...]:
        """What tells a row from all others, also after more was found."""
        row = self._row(index)
        return () if row is None else (row.group.kind, row.group.title, row.place and row.place.node)

    def sign(self, index: AnyIndex) -> Sign | None:
        """The symbol of a row at the top."""
        row = self._row(index)
        return MARK_OF[row.group.kind].value if row is not None and row.parent is None else None

    def _row(self, index: AnyIndex) -> _Row | None:
        row = index.internalPointer() if index.isValid() else None
        return row if isinstance(row, _Row) else None

    def index(self, row: int, column: int, parent: AnyIndex = NOWHERE) -> QModelIndex:
        above = self._row(parent)
        rows = self._rows if above is None else _opened(above)
        is_there = 0 <= row < len(rows) and 0 <= column < len(Part)
        return self.createIndex(row, column, rows[row]) if is_there else QModelIndex()

    def parent(self, index: AnyIndex = NOWHERE) -> QModelIndex:  # type: ignore[override]  # of the two, the model's
        row = self._row(index)
        above = row.parent if row is not None else None
        return QModelIndex() if above is None else self.createIndex(above.position, 0, above)

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        if parent.isValid() and parent.column() > 0:
            return 0
        above = self._row(parent)
        return len(self._rows) if above is None else above.below

    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:
        return len(Part)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._row(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.texts[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip("  ·  ".join(part for part in row.texts if part))
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == Part.KIND:
            return ", ".join(part for part in row.texts if part)
        return None


def _row_of(group: Group, position: int) -> _Row:
    first, tensors = group.findings[0], group.tensors
    evidence = first.evidence if len(group.findings) == 1 else f"in {text.plural(tensors, 'tensor')}"
    texts = (group.kind.value, text.visible(group.title, _MAX_NAME), evidence)
    if tensors == 1:
        return _Row(group, texts, position, Place(first.nodes[0], first.index))
    row = _Row(group, texts, position)
    row.below = min(tensors, _MOST_BELOW + 1)
    return row


def _opened(row: _Row) -> list[_Row]:
    """The rows below one, made when first asked for; of very many, the last says how many are left out."""
    if not row.children and row.below:
        group = row.group
        pairs = ((finding, node) for finding in group.findings for node in finding.nodes)
        for position, (finding, node) in enumerate(islice(pairs, _MOST_BELOW)):
            words = finding.evidence if len(group.findings) > 1 else ""
            texts = ("", text.visible(full_name(node), _MAX_NAME), words)
            row.children.append(_Row(group, texts, position, Place(node, finding.index)))
        if row.below > _MOST_BELOW:
            more = f"and {text.count(group.tensors - _MOST_BELOW)} more"
            row.children.append(_Row(group, ("", more, ""), _MOST_BELOW))
        for below in row.children:
            below.parent = row
    return row.children
