"""In which order rows stand: the key of each column, and sorting a long list in pieces.

One call that sorts 100,000 rows holds the interpreter, and so the window, for longer than a person should notice.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Generator, Sequence
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any

from gui.models.columns import Column
from gui.models.facts import Facts
from weights.record import record
from weights.tree import Node

if TYPE_CHECKING:
    from weights.statistics.summary import Statistics

Key = Callable[[Node, Facts], Any]
"""What a column sorts a node by; None where it has nothing there."""

_PIECE = 2000


@record
class Order:
    """By which column rows are sorted, and which way."""

    column: Column = Column.NAME
    descending: bool = False


NATURAL = Order()
"""The order of the tree itself: by name, numbers as numbers."""


def sorted_nodes(nodes: Sequence[Node], facts: Facts, order: Order) -> list[Node]:
    """Siblings by a column; those that have nothing there come last either way. By name, as the tree has them."""
    if order.column is Column.NAME:
        return _as_they_are(nodes, order)
    pairs, rest = _keyed(nodes, facts, KEYS[order.column])
    pairs.sort(key=itemgetter(0), reverse=order.descending)
    return [node for _, node in pairs] + rest


def sorted_in_pieces(nodes: Sequence[Node], facts: Facts, order: Order) -> Generator[None, None, list[Node]]:
    """As `sorted_nodes`, for any number of nodes in the tree's order; each yield is a place to stop."""
    if order.column is Column.NAME:
        yield
        return _as_they_are(nodes, order)
    runs: list[list[tuple[Any, Node]]] = []
    rest: list[Node] = []
    for start in range(0, len(nodes), _PIECE):
        pairs, without = _keyed(nodes[start : start + _PIECE], facts, KEYS[order.column])
        pairs.sort(key=itemgetter(0), reverse=order.descending)
        runs.append(pairs)
        rest += without
        yield
    result: list[Node] = []
    for _, node in heapq.merge(*runs, key=itemgetter(0), reverse=order.descending):
        result.append(node)
        if len(result) % _PIECE == 0:
            yield
    return result + rest


def _as_they_are(nodes: Sequence[Node], order: Order) -> list[Node]:
    return list(reversed(nodes) if order.descending else nodes)


def _keyed(nodes: Sequence[Node], facts: Facts, key: Key) -> tuple[list[tuple[Any, Node]], list[Node]]:
    """The nodes that have a key, with it, and those that have none."""
    keyed = [(key(node, facts), node) for node in nodes]
    return [pair for pair in keyed if pair[0] is not None], [node for value, node in keyed if value is None]


def _statistic(read: Callable[[Statistics], float | None]) -> Key:
    def key(node: Node, facts: Facts) -> float | None:
        statistics = facts.statistics.get(node)
        return None if statistics is None else read(statistics)

    return key


def _shape(node: Node, _: Facts) -> tuple[int, ...] | None:
    return node.tensor.shape if node.tensor is not None else None


def _type(node: Node, _: Facts) -> str | None:
    if node.tensor is not None:
        return node.tensor.dtype
    return node.value.type if node.value is not None else None


def _parameters(node: Node, facts: Facts) -> int | None:
    return facts.parameters(node) if node.sums.tensors else None


def _size(node: Node, facts: Facts) -> int | None:
    return facts.size(node) if node.sums.tensors else None


def _share_of_zeros(statistics: Statistics) -> float | None:
    return statistics.zeros / statistics.count if statistics.count else None


KEYS: dict[Column, Key] = {  # of all columns but the name
    Column.SHAPE: _shape,
    Column.TYPE: _type,
    Column.PARAMETERS: _parameters,
    Column.SIZE: _size,
    Column.BYTES: _size,
    Column.STD: _statistic(attrgetter("std")),
    Column.MIN: _statistic(attrgetter("min")),
    Column.MAX: _statistic(attrgetter("max")),
    Column.ZEROS: _statistic(_share_of_zeros),
    Column.NAN: _statistic(attrgetter("nan")),
    Column.DISTRIBUTION: _statistic(attrgetter("std")),
}
