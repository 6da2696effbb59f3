"""Finding things in a checkpoint by name, and statistics as they would arrive."""

from __future__ import annotations

from gui.shown import Known, NothingKnown, Shown
from weights.checkpoint import Checkpoint
from weights.statistics.summary import QUANTILES, Statistics
from weights.structure import Structure, examine
from weights.tree import Node


def node_of(checkpoint: Checkpoint, name: str) -> Node:
    """The node with a full name."""
    return next(node for node in checkpoint.root.walk() if node.name == name)


def statistics(
    count: int = 32, *, nan: int = 0, zeros: int = 0, least: float = -1.0, greatest: float = 2.0
) -> Statistics:
    """Statistics of values that lie evenly between two; what no test asks for is None."""
    quantiles = {q: least + q * (greatest - least) for q in QUANTILES}
    return Statistics(
        count,
        count - nan,
        nan,
        0,
        0,
        zeros,
        least,
        greatest,
        None,
        0.5,
        None,
        None,
        None,
        None,
        None,
        None,
        quantiles,
        0.0,
    )


def structure_of(checkpoint: Checkpoint) -> Structure:
    """The structure of a checkpoint, worked out at once."""
    steps = examine(checkpoint)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: Structure = end.value
            return result


def shown(checkpoint: Checkpoint, node: Node, known: Known | None = None) -> Shown:
    """A place as a page is handed it; by default nothing is known beside its structure."""
    return Shown(checkpoint, node, structure_of(checkpoint), known or NothingKnown())
