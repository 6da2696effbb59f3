"""What is known about the nodes of one checkpoint beyond its tree: structure, statistics that arrived, and marks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from typing import TYPE_CHECKING, Any

from gui.branches import BranchFigures, Spread
from gui.models.marks import MARK_OF, Mark, Marked, Sign, on_branch
from weights import text
from weights.checkpoint import Checkpoint
from weights.findings.finding import Finding, FindingKind
from weights.findings.plain import plain_kind
from weights.structure import Structure
from weights.tree import Node

if TYPE_CHECKING:
    from weights.statistics.summary import Statistics

_MAX_NAMES = 3


class Facts:
    """Facts by node. Statistics come in one by one; their marks climb to all nodes above."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        self.checkpoint = checkpoint
        self.structure = Structure()
        self.statistics: dict[Node, Statistics] = {}
        self.branches: Mapping[Node, BranchFigures] = {}
        self.largest = 0.0
        self._spreads: dict[Node, Spread | None] = {}
        self._marks: dict[Node, Mark] = {}
        self._found: defaultdict[Node, dict[Mark, str]] = defaultdict(dict)
        self._below: defaultdict[Node, Counter[Mark]] = defaultdict(Counter)

    def learn(self, node: Node, statistics: Statistics) -> bool:
        """Take in the statistics of a node; returns whether the scale of all the small drawings grew."""
        self.statistics[node] = statistics
        kind = plain_kind(statistics)
        self._put_mark(node, MARK_OF[kind] if kind is not None else None)
        self._spreads.pop(node, None)
        if statistics.min is None or statistics.max is None:
            return False
        reach = max(abs(statistics.min), abs(statistics.max))
        grew = reach > self.largest
        self.largest = max(float(reach), self.largest)
        return grew

    def forget_numbers(self) -> None:
        """The file is no longer the one that the numbers are of."""
        known: tuple[MutableMapping[Node, Any], ...]
        known = self.statistics, self._spreads, self._marks, self._found, self._below
        for of_nodes in known:
            of_nodes.clear()
        self.branches = {}
        self.largest = 0.0

    def spread(self, node: Node) -> Spread | None:
        """What is drawn for a node: of its own values, or of all below it."""
        if node in self.branches:
            return self.branches[node].spread
        if node not in self._spreads and node in self.statistics:
            self._spreads[node] = _spread(self.statistics[node])
        return self._spreads.get(node)

    def is_marked(self, node: Node) -> bool:
        """Whether a tensor's statistics put a mark on it."""
        return node in self._marks

    def take_in(self, findings: Iterable[Finding]) -> list[Node]:
        """Mark the tensors of findings, where their statistics do not say it; returns those that look different."""
        marked = [(MARK_OF[finding.kind], finding) for finding in findings]
        return [
            name
            for mark, finding in marked
            if mark not in (Mark.NOT_FINITE, Mark.ALL_ZERO, Mark.CONSTANT)
            for node in finding.nodes
            for name in self.names_of_same_values(node)
            if self._put_words(name, mark, _words_of_finding(finding, node))
        ]

    def _put_words(self, node: Node, mark: Mark, words: str) -> bool:
        found = self._found[node]
        if found.get(mark) == words:
            return False
        if mark not in found:
            self._climb(node, mark, 1)
        found[mark] = words
        return True

    def second_name_of(self, node: Node) -> Node | None:
        """The name that comes first in the file for the same values, where this one is a second name of them."""
        return self.structure.first_names.get(node)

    def names_of_same_values(self, node: Node) -> list[Node]:
        """A node and every other name of the very same values."""
        first = self.structure.first_names.get(node, node)
        others = self.checkpoint.shared_with(first)
        return [first, *(other for other in others if self.structure.first_names.get(other) is first)]

    def parameters(self, node: Node) -> int:
        """Parameters at and below a node, second names of the same values left out."""
        if node.parent is None:
            return self.checkpoint.totals.parameters_unique
        return node.sums.parameters - self.structure.repeated.get(node, (0, 0))[0]

    def size(self, node: Node) -> int:
        """Bytes of the values at and below a node, second names of the same values left out."""
        if node.parent is None:
            return self.checkpoint.totals.bytes_unique
        return node.sums.size - self.structure.repeated.get(node, (0, 0))[1]

    def marks(self, node: Node) -> list[Marked]:
        """The marks of a node's row, worst first."""
        return self._own_marks(node) if node.tensor is not None else self._climbed_marks(node)

    def _own_marks(self, node: Node) -> list[Marked]:
        found = []
        tensor = node.tensor
        if tensor is not None and tensor.problem is not None:
            found.append(Marked(Mark.UNREADABLE, 0, f"Cannot be read: {text.visible(tensor.problem)}"))
        mark = self._marks.get(node)
        if mark is not None:
            found.append(Marked(mark, 0, self._words(node, mark)))
        in_words = self._found.get(node, {})
        found += [Marked(mark, 0, in_words[mark]) for mark in Mark if mark in in_words]
        shared = self.checkpoint.shared_with(node)
        if shared and node not in self.structure.first_names:  # a second name says so itself
            found.append(Marked(Mark.SHARED, 0, f"Shares its storage with {_names(shared)}"))
        return found

    def _climbed_marks(self, node: Node) -> list[Marked]:
        if node.value is not None and node.value.problem is not None:
            return [Marked(Mark.UNREADABLE, 0, text.visible(node.value.problem))]
        counts = {
            Mark.UNREADABLE: node.sums.problems,
            **self._below.get(node, {}),
            Mark.SHARED: self.structure.sharing.get(node, 0),
        }
        return [on_branch(mark, counts[mark]) for mark in Mark if counts.get(mark)]

    def _put_mark(self, node: Node, mark: Mark | None) -> None:
        before = self._marks.pop(node, None)
        if mark is not None:
            self._marks[node] = mark
        if mark is before:
            return
        if before is not None:
            self._climb(node, before, -1)
        if mark is not None:
            self._climb(node, mark, 1)

    def _climb(self, node: Node, mark: Mark, step: int) -> None:
        """One tensor more or less has a mark, say all nodes above it."""
        above = node.parent
        while above is not None:
            self._below[above][mark] += step
            above = above.parent

    def _words(self, node: Node, mark: Mark) -> str:
        sign: Sign = mark.value
        if mark is not Mark.NOT_FINITE:
            return sign.of_one
        statistics = self.statistics[node]
        infinite = statistics.posinf + statistics.neginf
        parts = [f"{text.count(statistics.nan)} NaN"] if statistics.nan else []
        parts += [text.plural(infinite, "infinity", "infinities")] if infinite else []
        return f"Holds {' and '.join(parts)}"


def _words_of_finding(finding: Finding, node: Node) -> str:
    if finding.kind is FindingKind.DUPLICATE:
        return f"Holds the same bytes as {_names([other for other in finding.nodes if other is not node])}"
    return f"{finding.evidence[0].upper()}{finding.evidence[1:]}"


def _names(nodes: Sequence[Node]) -> str:
    """The first few names in words."""
    names = ", ".join(text.visible(node.name) for node in nodes[:_MAX_NAMES])
    return f"{names} and {len(nodes) - _MAX_NAMES} more" if len(nodes) > _MAX_NAMES else names


def _spread(statistics: Statistics) -> Spread | None:
    wanted = (
        statistics.min,
        statistics.quantiles.get(0.01),
        statistics.quantiles.get(0.5),
        statistics.quantiles.get(0.99),
        statistics.max,
    )
    known = [value for value in wanted if value is not None]
    return Spread(*known) if len(known) == len(wanted) else None
