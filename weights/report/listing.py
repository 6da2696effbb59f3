"""What `inspect` was asked for and what it found: the entries to list, what was read of them, and what went wrong."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from weights.checkpoint import Checkpoint, Problem
from weights.record import record
from weights.tree import Container, Node, Value, full_name

if TYPE_CHECKING:
    from weights.query import Query
    from weights.report.first_values import FirstValues
    from weights.report.reading import Scanned
    from weights.statistics.summary import Statistics


@record
class Wishes:
    """What to list, and what besides names and shapes: statistics, and so many first values of each tensor."""

    query: Query | None = None
    statistics: bool = False
    first_values: int = 0
    workers: int = 1


@record
class Listing:
    """The entries to show: tensors in the file's order, everything else in the tree's.

    `failures` says of a tensor why its data could not be read when that was tried.
    """

    checkpoint: Checkpoint
    wishes: Wishes
    tensors: Sequence[Node]
    others: Sequence[Node]
    statistics: Mapping[Node, Statistics] = MappingProxyType({})
    first_values: Mapping[Node, FirstValues] = MappingProxyType({})
    failures: Mapping[Node, str] = MappingProxyType({})
    problems: Sequence[Problem] = ()

    def problem_of(self, node: Node) -> str | None:
        """Why a tensor cannot be read, or could not when it was tried."""
        return (node.tensor.problem if node.tensor else None) or self.failures.get(node)

    def shortcomings(self) -> Sequence[Problem]:
        """The problems that kept something from being listed.

        A tensor that was saved without values, on the meta device, lacks nothing until its values are wished for.
        """
        if self.wishes.statistics or self.wishes.first_values:
            return self.problems
        shape_only = {full_name(node) for node in self.tensors if node.tensor and node.tensor.storage is None}
        return [problem for problem in self.problems if problem.where not in shape_only]


def describe(node: Node) -> tuple[str, str]:
    """The type and, as bounded text, the content of an entry that is not a tensor. Not escaped yet."""
    match node.content:
        case Value(type=kind, text=held):
            return kind, held
        case Container(type=kind, length=length):
            return kind, f"{length} entries"
    raise TypeError(f"{node.name} is neither a value nor an object")


def gather(
    checkpoint: Checkpoint, wishes: Wishes, known: Mapping[Node, Statistics] = MappingProxyType({})
) -> Generator[Scanned, None, Listing]:
    """Choose the entries and read what is wished of them; each yield is a place to stop.

    What is known already is not scanned again. Raises FileChanged: a listing is never a mixture.
    """
    tensors, others = _matching(wishes.query, checkpoint)
    statistics: dict[Node, Statistics] = {}
    failures: dict[Node, str] = {}
    damage: Sequence[Problem] = ()
    first_values: dict[Node, FirstValues] = {}
    if wishes.statistics or wishes.first_values:
        from weights.report import reading  # heavy: numpy, which a listing of names never needs

        if wishes.statistics:
            missing = [node for node in tensors if node not in known]
            statistics = {**known, **(yield from reading.scan(missing, wishes.workers, failures))}
            damage = [*reading.damage(checkpoint, tensors)]
            tensors = _matching_when_scanned(wishes.query, tensors, statistics, failures)
        if wishes.first_values:
            first_values = reading.first_values(tensors, wishes.first_values, failures)
    checkpoint.check_unchanged()
    return Listing(
        checkpoint=checkpoint,
        wishes=wishes,
        tensors=tensors,
        others=others,
        statistics=statistics,
        first_values=first_values,
        failures=failures,
        problems=[*checkpoint.problems, *_problems(others, statistics, failures), *damage],
    )


def _matching(query: Query | None, checkpoint: Checkpoint) -> tuple[Sequence[Node], Sequence[Node]]:
    """The tensors and the other entries that a query leaves before anything is scanned: what may match stays."""
    others = [node for node in checkpoint.root.walk() if node.is_entry and node.tensor is None]
    if query is None:
        return checkpoint.tensors, others
    from weights.query import search_all, subject  # only where there is a query

    tensors = search_all(query, [subject(node) for node in checkpoint.tensors])
    left = search_all(query, [subject(node) for node in others])
    return tensors.not_scanned if query.needs_statistics else tensors.found, left.found


def _matching_when_scanned(
    query: Query | None, tensors: Sequence[Node], statistics: Mapping[Node, Statistics], failures: Mapping[Node, str]
) -> Sequence[Node]:
    """What a query leaves of the tensors that might match. Those whose scan failed stay, to be listed as failed."""
    if query is None or not query.needs_statistics:
        return tensors
    from weights.query import search_all, subject  # only where there is a query

    found = set(search_all(query, [subject(node) for node in tensors], statistics.get).found)
    return [node for node in tensors if node in found or node in failures]


def _problems(
    others: Iterable[Node], statistics: Mapping[Node, Statistics], failures: Mapping[Node, str]
) -> Iterator[Problem]:
    """What is wrong besides what the reader said of the file."""
    for node in others:
        if node.value is not None and node.value.problem is not None:
            yield Problem(full_name(node), node.value.problem)
    for node, figures in statistics.items():
        if figures.problem is not None:
            yield Problem(full_name(node), figures.problem)
    for node, message in failures.items():
        yield Problem(full_name(node), message)
