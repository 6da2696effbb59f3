"""Putting rows in order off the main thread: sorting 100,000 of them would hold the window."""

from __future__ import annotations

from collections.abc import Callable, Generator

from gui.jobs import Runner
from gui.models.facts import Facts
from gui.models.level import Levels, sorted_levels
from gui.models.order import NATURAL, Order, sorted_in_pieces
from gui.panes.tree_filter import Kept
from weights.errors import WeighbridgeError
from weights.tree import Node

_SLOT = "order"


class Ordering:
    """One order at a time; another takes the place of the one that is not there yet."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def cancel(self) -> None:
        """What was asked for is not wanted any more."""
        self._runner.cancel(_SLOT)

    def sort_list(self, facts: Facts, kept: Kept | None, order: Order, show: Callable[[dict[Node, int]], None]) -> None:
        """The tensors, each with its place in the list."""

        def work() -> Generator[None, None, dict[Node, int]]:
            nodes = facts.checkpoint.root.walk() if kept is None else kept.matches
            ordered = yield from sorted_in_pieces([node for node in nodes if node.tensor is not None], facts, order)
            return {node: place for place, node in enumerate(ordered)}

        self._runner.start(_SLOT, work, done=show, failed=_leave_unordered)

    def sort_tree(self, facts: Facts, kept: Kept | None, order: Order, show: Callable[[Levels], None]) -> None:
        """The levels of the tree that are too long to be sorted when they are opened; at once if nothing is sorted."""
        nodes = None if kept is None else kept.nodes
        if order == NATURAL:
            show({})
        else:
            self._runner.start(_SLOT, lambda: sorted_levels(facts, order, nodes), done=show, failed=_leave_unordered)


def _leave_unordered(_: WeighbridgeError) -> None:
    """The rows stay as they were, and nothing is wrong."""
