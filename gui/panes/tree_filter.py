"""Finding what a query matches, off the main thread, while it is being typed."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence, Set
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gui.jobs import Runner
from gui.models.facts import Facts
from weights import text
from weights.errors import BadQuery, WeighbridgeError
from weights.record import record
from weights.tree import Node

if TYPE_CHECKING:
    from weights.query import Query
    from weights.query_terms import Subject

_SLOT = "query"


@record
class Kept:
    """What a query leaves: the nodes that match, in the tree's order, and with them all that lie above."""

    matches: Sequence[Node]
    nodes: Set[Node]
    tensors: int
    not_scanned: int

    def in_words(self, of_tensors: int) -> str:
        """`12 of 255 tensors match`."""
        if not self.matches and not self.not_scanned:
            return "Nothing matches"
        others = len(self.matches) - self.tensors
        words = f"{text.count(self.tensors)} of {text.plural(of_tensors, 'tensor')} match"
        if others:
            words += f", and {text.plural(others, 'value')}"
        if self.not_scanned:
            words += f"; {text.count(self.not_scanned)} are not counted yet"
        return words


class TreeFilter(QObject):
    """Answers one query at a time; a new one takes the place of the one before."""

    found = Signal(object)  # Kept, or None where nothing is asked
    refused = Signal(str)  # the term that does not parse, and why

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._facts: Facts | None = None
        self._index: list[Subject] = []

    def set_facts(self, facts: Facts | None) -> None:
        """Another checkpoint is to be searched."""
        self._runner.cancel(_SLOT)
        self._facts, self._index = facts, []

    def ask(self, typed: str) -> None:
        """Find what matches; the answer comes as a signal."""
        self._runner.cancel(_SLOT)
        if self._facts is None or not typed.strip():
            self.found.emit(None)
            return
        from weights.query import parse, subjects  # not before the first paint

        try:
            query = parse(typed)
        except BadQuery as error:
            self.refused.emit(text.visible(str(error)))
            return
        facts, index = self._facts, self._index

        def work() -> Generator[None, None, tuple[list[Subject], Kept]]:
            yield
            searched = index or subjects(facts.checkpoint.root)
            return searched, (yield from keep(query, searched, facts))

        self._runner.start(_SLOT, work, done=self._deliver, failed=self._fail)

    def _deliver(self, answer: tuple[list[Subject], Kept]) -> None:
        self._index, kept = answer
        self.found.emit(kept)

    def _fail(self, error: WeighbridgeError) -> None:
        self.refused.emit(text.visible(str(error)))


def keep(query: Query, index: Sequence[Subject], facts: Facts) -> Generator[None, None, Kept]:
    """Search an index block by block; each yield is a place to stop."""
    from weights.query import search  # not before the first paint

    matches: list[Node] = []
    tensors = not_scanned = 0
    nodes: set[Node] = set()
    for block in search(query, index, facts.statistics.get):
        matches += block.found
        tensors += sum(node.tensor is not None for node in block.found)
        not_scanned += len(block.not_scanned)
        _add_with_ancestors(nodes, block.found)
        yield
    return Kept(matches, nodes, tensors, not_scanned)


def _add_with_ancestors(nodes: set[Node], found: Iterable[Node]) -> None:
    for match in found:
        node: Node | None = match
        while node is not None and node not in nodes:
            nodes.add(node)
            node = node.parent
