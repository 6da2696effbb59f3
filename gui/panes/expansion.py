"""Opening branches of the tree by the program: only as many rows as can be laid out without holding the window."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from PySide6.QtCore import QModelIndex

from gui.models.tree_model import TreeModel
from gui.panes.tree_view import TreeView
from weights.structure import Structure
from weights.tree import Node

A_FEW = 300
"""Rows that open by themselves: a filter's matches, the largest stack."""
MANY = 1500
"""Rows that open when the user asks for everything below a branch."""


class Opened:
    """The branches that are open where nothing is filtered: some open by themselves, others by the user."""

    def __init__(self, view: TreeView, model: TreeModel) -> None:
        self._view, self._model = view, model
        self._nodes: set[Node] = set()

    def begin(self, root: Node | None) -> None:
        """Another tree, of which the root is open."""
        self._nodes = set() if root is None else {root}

    def add(self, nodes: Iterable[Node]) -> None:
        """These are open too."""
        self._nodes.update(nodes)

    def note(self, index: QModelIndex, *, is_open: bool) -> None:
        """The user opened or closed a row."""
        row = self._model.row_at(index)
        if row is not None and row.members is None:
            (self._nodes.add if is_open else self._nodes.discard)(row.node)

    def show(self) -> None:
        """Open them in the view, upper levels first."""
        for node in sorted(self._nodes, key=_depth):
            self._view.setExpanded(self._model.find(node), True)


def _depth(node: Node) -> int:
    depth = 0
    while node.parent is not None:
        node, depth = node.parent, depth + 1
    return depth


def first_opened(structure: Structure) -> list[Node]:
    """The nodes that are open at first: the way down to the largest stack, and the stack if it is not very long."""
    opened: list[Node] = []
    for node in structure.way:
        if len(node.children) > A_FEW:
            break
        opened.append(node)
    return opened


def expand_below(view: TreeView, model: TreeModel, top: QModelIndex, at_most: int) -> None:
    """Open a row and what lies below it, upper levels first, until so many rows are shown."""
    waiting = deque([top])
    shown = 0
    while waiting and shown < at_most:
        index = waiting.popleft()
        if not model.hasChildren(index):
            continue
        number = model.rowCount(index)
        if shown and shown + number > at_most:
            break
        view.setExpanded(index, True)
        shown += number
        waiting.extend(model.index(row, 0, index) for row in range(number))


def next_tensor(view: TreeView, model: TreeModel, start: QModelIndex, step: int) -> QModelIndex:
    """The next row with a tensor below (1) or above (-1) a row, opening closed branches on the way."""
    index = start
    while index.isValid():
        if step > 0:
            view.setExpanded(index, True)
            index = view.indexBelow(index)
        else:
            index = _last_below(view, model, view.indexAbove(index))
        row = model.row_at(index)
        if row is not None and row.node.tensor is not None and row.members is None:
            return index
    return index


def _last_below(view: TreeView, model: TreeModel, index: QModelIndex) -> QModelIndex:
    """The last row at or below a row that was closed, which is opened; a row that was open stays where it is."""
    while index.isValid() and model.hasChildren(index) and not view.isExpanded(index):
        view.setExpanded(index, True)
        index = model.index(model.rowCount(index) - 1, 0, index)
    return index
