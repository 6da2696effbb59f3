"""What lies below a branch, summed: for a job, from the distributions known so far."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass

from gui.pages.coverage import Coverage, coverage_of
from gui.pages.ridge_drawing import Profile, profile
from gui.shown import Shown
from weights.dtypes import DType
from weights.statistics.distribution import Distribution
from weights.statistics.summary import Statistics
from weights.statistics.sums import Sums
from weights.tree import Node

MOST_CHILDREN = 256
"""So many children are drawn; more would not fit a frame."""


@dataclass(frozen=True, slots=True, eq=False)
class Total:
    """The values of one element type below a branch."""

    distribution: Distribution
    statistics: Statistics


@dataclass(frozen=True, slots=True, eq=False)
class Child:
    """One part of a branch, with the profile of its values of each element type."""

    node: Node
    profiles: dict[DType, Profile]


@dataclass(frozen=True, slots=True, eq=False)
class BranchNumbers:
    """Sums over a branch: one total for each element type, that of most values first.

    `coverage` says how many of its tensors, each set of values once, are in the totals. `parts` is how many it divides
    into, of which `children` are the first.
    """

    totals: Sequence[Total]
    children: Sequence[Child]
    coverage: Coverage
    parts: int


def branch_numbers(shown: Shown) -> Generator[None, None, BranchNumbers]:
    """Sum what is known below the node on show; each yield is a place to stop."""
    summing = _Summing(shown)
    children: list[Child] = []
    parts = _parts(shown.node)
    for part, tensors in parts:
        sums = yield from summing.add(tensors)
        if len(children) < MOST_CHILDREN:
            profiles: dict[DType, Profile] = {}
            for total in sums.totals():
                profiles[total.dtype] = profile(total)
                yield
            children.append(Child(part, profiles))
    totals: list[Total] = []
    for total in summing.sums.totals():
        totals.append(Total(total, total.statistics()))
        yield
    return BranchNumbers(totals, children, summing.coverage, len(parts))


def _parts(branch: Node) -> list[tuple[Node, list[Node]]]:
    """What a branch divides into, each part with its tensors; one that is a tensor itself is its own first part."""
    branch = _dividing(branch)
    own = [(branch, [branch])] if branch.tensor is not None else []
    below = [(child, [node for node in child.walk() if node.tensor is not None]) for child in branch.children]
    return [*own, *((part, tensors) for part, tensors in below if tensors)]


def _dividing(branch: Node) -> Node:
    """The first node from a branch downwards that has more than one part."""
    while branch.tensor is None:
        parts = [child for child in branch.children if child.sums.tensors]
        if len(parts) != 1 or not parts[0].children:
            break
        branch = parts[0]
    return branch


class _Summing:
    """The sum over a branch, part by part, in which a second name of the same values counts for nothing."""

    def __init__(self, shown: Shown) -> None:
        self.sums = Sums()
        self.coverage = Coverage()
        self._known = shown.known
        self._first_names = shown.structure.first_names
        self._seen: set[Node] = set()

    def add(self, tensors: Iterable[Node]) -> Generator[None, None, Sums]:
        """Add a part's tensors; returns the sum of that part, in which what earlier parts hold too is counted."""
        part, fresh = Sums(), Sums()
        own: set[Node] = set()
        for node in tensors:
            yield
            first = self._first_names.get(node, node)
            if first in own:
                continue
            own.add(first)
            numbers = self._known.numbers(node)
            if numbers is not None:
                part.add(numbers.distribution)
            if first not in self._seen:
                self.coverage += coverage_of(self._known, node, has_numbers=numbers is not None)
                if numbers is not None:
                    fresh.add(numbers.distribution)
        self._seen |= own
        for total in fresh.totals():
            self.sums.add(total)
        return part
