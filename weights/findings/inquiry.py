"""Looking for everything worth a second look in a checkpoint, tensor by tensor, as its figures become known."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from weights import find
from weights.checkpoint import Checkpoint
from weights.errors import Unreadable
from weights.findings import evidence
from weights.findings.duplicates import Duplicates
from weights.findings.finding import Finding, FindingKind, Group, Index, grouped
from weights.findings.plain import is_at_limit, largest, may_have_zero_lines, plain_kind
from weights.findings.storages import unreferenced
from weights.findings.zero_lines import zero_lines
from weights.structure import Structure
from weights.tensors import Readable, Stored
from weights.tree import Node

if TYPE_CHECKING:
    from weights.statistics.summary import Statistics

Steps = Generator[object, None, None]
"""Each yield is a place to stop; what is yielded says nothing."""


class Inquiry:
    """What is asked about one checkpoint, and the answers so far. It belongs to one job at a time.

    What follows from the figures alone costs nothing; the values are read again only where the figures say that there
    is something to find.
    """

    def __init__(self, checkpoint: Checkpoint, structure: Structure) -> None:
        self._checkpoint, self._structure = checkpoint, structure
        self._places: Mapping[Node, int] = {}
        self._waiting: set[Node] = set()
        self._found: list[Finding] = []
        self._duplicates = Duplicates()
        self._total = 0
        self._is_prepared = False

    def prepare(self) -> Generator[None, None, None]:
        """What the headers tell; comes before everything else, and does nothing the second time."""
        if self._is_prepared:
            return
        yield
        self._places = {node: place for place, node in enumerate(self._checkpoint.tensors)}
        yield
        second_names = self._structure.first_names
        self._waiting = {node for node in self._places if node not in second_names and _data(node) is not None}
        self._total = len(self._waiting)
        self._found += yield from unreferenced(self._checkpoint, self._places)
        self._is_prepared = True

    def examine(self, node: Node, statistics: Statistics) -> Steps:
        """What a tensor's figures and values tell; nothing for a second name of the same. Raises FileChanged."""
        node = self._structure.first_names.get(node, node)
        data = _data(node)
        if data is None or node not in self._waiting:
            return
        self._waiting.remove(node)
        try:
            yield from self._look_at_figures(node, data, statistics)
            if may_have_zero_lines(data, statistics):
                yield from self._look_for_zero_lines(node, data)
            yield from self._duplicates.add(node, data, statistics)
        except Unreadable:
            return  # where it is damaged is said where it is counted

    @property
    def findings(self) -> list[Finding]:
        """All that was found so far, in the order in which it is listed."""
        return sorted([*self._found, *map(self._duplicate, self._duplicates.groups)], key=lambda each: each.rank)

    @property
    def groups(self) -> list[Group]:
        """The same, with what is alike but for its layer together."""
        return grouped(self.findings, self._structure)

    @property
    def revision(self) -> int:
        """A number that grows whenever there is more to tell."""
        return len(self._found) + self._duplicates.read

    @property
    def examined(self) -> int:
        """How many tensors were looked at, second names of the same left out."""
        return self._total - len(self._waiting)

    @property
    def waiting(self) -> int:
        """How many can be looked at once they are counted."""
        return len(self._waiting)

    def _add(self, kind: FindingKind, node: Node, words: str, index: Index | None = None) -> None:
        self._found.append(Finding(kind, [node], self._places[node], words, index))

    def _look_at_figures(self, node: Node, data: Readable, statistics: Statistics) -> Steps:
        kind = plain_kind(statistics)
        if kind is FindingKind.NOT_FINITE:
            index = yield from find.first(_once(data), lambda values: ~np.isfinite(values))
            self._add(kind, node, evidence.not_finite(statistics, index), index)
        elif kind is not None:
            self._add(kind, node, evidence.all_the_same(statistics))
        if is_at_limit(data.dtype, statistics):
            yield from self._look_at_limit(node, data, largest(data.dtype))

    def _look_at_limit(self, node: Node, data: Readable, limit: float) -> Steps:
        count, index = yield from find.occurrences(_once(data), lambda values: np.abs(values) == limit)
        words = evidence.at_limit(count * data.repeats, limit, data.dtype, index)
        self._add(FindingKind.AT_LIMIT, node, words, index)

    def _look_for_zero_lines(self, node: Node, data: Readable) -> Steps:
        rows, columns = yield from zero_lines(data)
        if rows is not None:
            first = (rows.first, *[0] * (len(data.shape) - 1))
            self._add(FindingKind.ZERO_ROWS, node, evidence.zero_rows(rows, len(data.shape)), first)
        if columns is not None:
            self._add(FindingKind.ZERO_COLUMNS, node, evidence.zero_columns(columns), (0, columns.first))

    def _duplicate(self, nodes: Sequence[Node]) -> Finding:
        nodes = sorted(nodes, key=self._places.__getitem__)
        size = nodes[0].tensor.size if nodes[0].tensor is not None else 0
        words = evidence.same_bytes(len(nodes), size)
        return Finding(FindingKind.DUPLICATE, nodes, self._places[nodes[0]], words)


def _data(node: Node) -> Readable | None:
    tensor = node.tensor
    return tensor.data if tensor is not None and tensor.problem is None else None


def _once(data: Readable) -> Readable:
    """A tensor without the axes along which its values repeat: what is found at index 0 of them is the first."""
    if not isinstance(data, Stored) or data.repeats < 2:
        return data
    shape = tuple(1 if stride == 0 else d for d, stride in zip(data.shape, data.strides, strict=True))
    return data._replace(shape=shape)
