"""One level of the tree: the rows below a row, restricted to what matches a filter, in the order asked for."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence, Set

from gui.models.facts import Facts
from gui.models.order import NATURAL, Order, sorted_in_pieces, sorted_nodes
from gui.models.row import Row
from weights import text
from weights.tree import Node

MAX_ROWS = 2000
"""A level with more rows is cut into ranges of this many: laying out 100,000 rows would hold the window."""


Levels = Mapping[Node, Sequence[Node]]
"""Of nodes with very many children: those that a filter leaves, in the order asked for."""


def sorted_levels(facts: Facts, order: Order, kept: Set[Node] | None) -> Generator[None, None, Levels]:
    """Sort the levels that are too long to be sorted when they are opened; each yield is a place to stop."""
    levels: dict[Node, Sequence[Node]] = {}
    for position, node in enumerate(facts.checkpoint.root.walk()):
        if position % MAX_ROWS == 0:
            yield
        if len(node.children) > MAX_ROWS:
            levels[node] = yield from sorted_in_pieces(_remaining(node, kept), facts, order)
    return levels


def rows_below(row: Row, facts: Facts, order: Order, kept: Set[Node] | None, levels: Levels) -> list[Row]:
    """The rows below a row. `kept`: the nodes that a filter leaves, with all above them; None without a filter."""
    if row.members is not None:
        return _rows(row, row.members, kept)
    nodes = levels.get(row.node)
    if nodes is None:
        nodes = _remaining(row.node, kept)
        nodes = nodes if order == NATURAL else sorted_nodes(nodes, facts, order)
    if len(nodes) <= MAX_ROWS:
        return _rows(row, nodes, kept)
    return [
        _range(row, position, nodes[start : start + MAX_ROWS])
        for position, start in enumerate(range(0, len(nodes), MAX_ROWS))
    ]


def has_rows_below(row: Row, kept: Set[Node] | None) -> bool:
    """Whether a row can be opened; found without building anything."""
    if row.members is not None:
        return True
    children = row.node.children
    return bool(children) if kept is None else any(child in kept for child in children)


def _remaining(node: Node, kept: Set[Node] | None) -> Sequence[Node]:
    return node.children if kept is None else [child for child in node.children if child in kept]


def _rows(parent: Row, nodes: Sequence[Node], kept: Set[Node] | None) -> list[Row]:
    rows = []
    for position, node in enumerate(nodes):
        label, end = _chain(node, kept)
        rows.append(Row(end, label, first=node, parent=parent, position=position))
    return rows


def _chain(node: Node, kept: Set[Node] | None) -> tuple[str, Node]:
    """As `weights.tree.compact`, over what a filter leaves: `0.attention.wq.weight` is one row."""
    label = node.label
    while node.content is None:
        only = _only_child(node, kept)
        if only is None:
            break
        node = only
        label = f"{label}.{node.label}"
    return label, node


def _only_child(node: Node, kept: Set[Node] | None) -> Node | None:
    """The one child that a filter leaves; None where it leaves several."""
    found: Node | None = None
    for child in node.children:
        if kept is None or child in kept:
            if found is not None:
                return None
            found = child
    return found


def _range(parent: Row, position: int, members: Sequence[Node]) -> Row:
    label = f"{members[0].label} {text.ELLIPSIS} {members[-1].label}"
    return Row(parent.node, label, parent=parent, position=position, members=members)
