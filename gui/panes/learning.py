"""Taking the numbers of very many tensors into the tree and the flat list, a few milliseconds at a time."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator, Set
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from gui.models.facts import Facts
from gui.models.flat_model import FlatModel
from gui.models.tree_model import TreeModel
from weights.findings.finding import Group
from weights.tree import Node

if TYPE_CHECKING:
    from weights.statistics.summary import Statistics

_SLICE = 0.004  # seconds


class Learning(QObject):
    """What waits to be taken in, in order. Rows that nobody has looked at yet cost nothing."""

    learned = Signal(bool)  # some of it; whether the scale of all the small drawings grew

    def __init__(self, tree_model: TreeModel, flat_model: FlatModel, parent: QObject) -> None:
        super().__init__(parent)
        self._models = tree_model, flat_model
        self._facts: Facts | None = None
        self._waiting: deque[tuple[Node, Statistics]] = deque()
        self._next = QTimer(self, interval=0, singleShot=True)
        self._next.timeout.connect(self._learn_some)

    def set_facts(self, facts: Facts | None) -> None:
        """Other facts: whatever waits does not belong to them."""
        self._facts = facts
        self._waiting.clear()

    def take_in(self, known: Iterable[tuple[Node, Statistics]]) -> None:
        """Take in statistics soon."""
        self._waiting.extend(known)
        self._next.start()

    def learn(self, known: Iterable[tuple[Node, Statistics]]) -> None:
        """Take in statistics at once."""
        if self._facts is None:
            return
        facts, grew = self._facts, False
        nodes: set[Node] = set()
        marked: set[Node] = set()
        for node, statistics in known:
            was_marked = facts.is_marked(node)
            grew |= facts.learn(node, statistics)
            nodes.add(node)
            if was_marked or facts.is_marked(node):
                marked.update((node, *_above(node)))
        self._refresh(nodes - marked, marked)
        self.learned.emit(grew)

    def mark(self, groups: Iterable[Group]) -> None:
        """Take in findings at once, those among them that are new."""
        if self._facts is not None:
            nodes = set(self._facts.take_in(finding for group in groups for finding in group.findings))
            self._refresh(set(), nodes.union(*map(_above, nodes)))

    def _refresh(self, nodes: Set[Node], marked: Set[Node]) -> None:
        for model in self._models:
            model.refresh(nodes, marked)

    def _learn_some(self) -> None:
        self.learn(self._taken_until(time.monotonic() + _SLICE))
        if self._waiting:
            self._next.start()

    def _taken_until(self, end: float) -> Iterator[tuple[Node, Statistics]]:
        while self._waiting and time.monotonic() < end:
            yield self._waiting.popleft()


def _above(node: Node) -> Iterator[Node]:
    while node.parent is not None:
        node = node.parent
        yield node
