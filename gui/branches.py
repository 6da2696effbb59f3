"""What the tensors below each branch hold together, for the rows of the tree."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Generator, Iterable, Mapping, Set

from gui.counting import Figures
from weights.record import record
from weights.tensors import Readable
from weights.tree import Node

_NODES_A_STEP = 200
_SHARES = (0.01, 0.5, 0.99)


@record
class Spread:
    """What the small drawing of a distribution shows: least, 1 %, median, 99 % and greatest value."""

    low: float
    low_percent: float
    median: float
    high_percent: float
    high: float


@record
class BranchFigures:
    """Over all tensors below a branch that are known, each under its first name: the spread is None without values."""

    count: int
    nan: int
    zeros: int
    spread: Spread | None


def sum_branches(
    root: Node, second_names: Set[Node], known: Mapping[Readable, Figures]
) -> Generator[None, None, dict[Node, BranchFigures]]:
    """The figures of every branch that has a row of its own and known tensors below it; each yield is a place to stop.

    Children come before their parents, so that no more sums are held than the tree is deep.
    """
    found: dict[Node, BranchFigures] = {}
    below: defaultdict[Node, list[Figures | _Total]] = defaultdict(list)
    for position, node in enumerate(reversed(list(root.walk()))):
        if position % _NODES_A_STEP == 0:
            yield
        parts = below.pop(node, [])
        data = node.tensor.data if node.tensor is not None else None
        if data is not None and data in known and node not in second_names:
            parts.append(known[data])
        if parts and (len(node.children) > 1 or (node.children and node.content is not None)):
            total = _Total(parts)
            parts, found[node] = [total], total.figures()
        if node.parent is not None:
            below[node.parent] += parts
    return found


class _Total:
    """The sum of tensors, and of sums of tensors."""

    def __init__(self, parts: Iterable[Figures | _Total]) -> None:
        from weights.statistics.outline import no_counts  # heavy: numpy, which the first paint does not wait for

        self._cells = no_counts()
        self._count = self._nan = self._zeros = 0
        self._low, self._high = math.inf, -math.inf
        for part in parts:
            if isinstance(part, _Total):
                self._add_total(part)
            else:
                self._add_tensor(part)

    def _add_total(self, other: _Total) -> None:
        self._cells += other._cells
        self._count += other._count
        self._nan += other._nan
        self._zeros += other._zeros
        self._low, self._high = min(self._low, other._low), max(self._high, other._high)

    def _add_tensor(self, figures: Figures) -> None:
        statistics = figures.statistics
        figures.outline.add_to(self._cells)
        self._count += statistics.count
        self._nan += statistics.nan
        self._zeros += statistics.zeros
        if statistics.min is not None and statistics.max is not None:
            self._low, self._high = min(self._low, statistics.min), max(self._high, statistics.max)

    def figures(self) -> BranchFigures:
        return BranchFigures(self._count, self._nan, self._zeros, self._spread())

    def _spread(self) -> Spread | None:
        from weights.statistics.outline import quantiles  # heavy: numpy

        found = quantiles(self._cells, _SHARES)
        if found is None:
            return None
        low, high = float(self._low), float(self._high)
        low_percent, median, high_percent = (min(max(value, low), high) for value in found)
        return Spread(low, low_percent, median, high_percent, high)
