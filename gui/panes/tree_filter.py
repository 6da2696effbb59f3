"""Finding what a query matches, off the main thread, while it is being typed."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence, Set
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

from gui.jobs import Runner
from gui.models.facts import Facts
from weights import text
from weights.errors import WeighbridgeError
from weights.record import record
from weights.tree import Node

if TYPE_CHECKING:
    from weights.completion import Vocabulary
    from weights.query import Query
    from weights.query_terms import Subject

_SLOT = "query"
_INDEX = "index"
_BETWEEN = 500  # milliseconds between two answers to the same query while statistics arrive


@record
class Kept:
    """What a query leaves: the nodes that match, in the tree's order, and with them all that lie above."""

    matches: Sequence[Node]
    nodes: Set[Node]
    tensors: int
    not_scanned: int = 0
    unreadable: int = 0

    def in_words(self, of_tensors: int) -> str:
        """`12 of 255 tensors match, 143 not scanned`."""
        if not self.matches and not self.not_scanned:
            return "Nothing matches" + self._unreadable_in_words()
        others = len(self.matches) - self.tensors
        words = f"{text.count(self.tensors)} of {text.plural(of_tensors, 'tensor')} match"
        if others:
            words += f", and {text.plural(others, 'value')}"
        if self.not_scanned:
            words += f", {text.count(self.not_scanned)} not scanned"
        return words + self._unreadable_in_words()

    def _unreadable_in_words(self) -> str:
        return f", {text.count(self.unreadable)} cannot be read" if self.unreadable else ""


class TreeFilter(QObject):
    """Answers one query at a time; a new one takes the place of the one before."""

    found = Signal(object)  # Kept, or None where nothing is asked
    more_found = Signal(object)  # Kept: the same query again, after more statistics became known
    refused = Signal(str)  # the term that does not parse, and why
    vocabulary_found = Signal(object)  # Vocabulary

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._facts: Facts | None = None
        self._index: Sequence[Subject] | None = None
        self._typed = ""
        self._awaits_statistics = False
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_BETWEEN)
        self._again.timeout.connect(self._ask_again)

    def set_facts(self, facts: Facts | None) -> None:
        """Another checkpoint is to be searched."""
        self._runner.cancel(_SLOT)
        self._runner.cancel(_INDEX)
        self._again.stop()
        self._facts, self._index = facts, None
        self._awaits_statistics = False

    def prepare(self) -> None:
        """Make, once for a checkpoint, the index that queries are asked of and the words they can be made of."""
        facts = self._facts
        if facts is None or self._index is not None or self._runner.is_running(_INDEX):
            return

        def work() -> Generator[None, None, tuple[Sequence[Subject], Vocabulary]]:
            from weights.completion import vocabulary_of  # not before the first paint
            from weights.query import index_of  # not before the first paint

            index = yield from index_of(facts.checkpoint.root)
            return index, (yield from vocabulary_of(index))

        self._runner.start(_INDEX, work, done=self._take_index, failed=self._fail)

    def ask(self, typed: str) -> None:
        """Find what matches; the answer comes as a signal, once there is something to search."""
        self._runner.cancel(_SLOT)
        self._again.stop()
        self._typed = typed
        self._awaits_statistics = False
        if self._facts is None or not typed.strip():
            self.found.emit(None)
        elif self._index is None:
            self.prepare()
        else:
            self._search(self.found)

    def take_in_statistics(self) -> None:
        """Statistics of more tensors are known: what waited for them may match."""
        if self._awaits_statistics and not self._again.isActive():
            self._again.start()

    def _ask_again(self) -> None:
        if self._runner.is_running(_SLOT):
            self._again.start()
        else:
            self._search(self.more_found)

    def _take_index(self, made: tuple[Sequence[Subject], Vocabulary]) -> None:
        self._index, vocabulary = made
        self.vocabulary_found.emit(vocabulary)
        if self._typed.strip():
            self._search(self.found)

    def _search(self, answered: SignalInstance) -> None:
        facts, index, typed = self._facts, self._index, self._typed
        if facts is None or index is None:
            return

        def work() -> Generator[None, None, Kept]:
            from weights.query import parse  # not before the first paint

            yield
            return (yield from keep(parse(typed), index, facts))

        def done(kept: Kept) -> None:
            if not kept.not_scanned:
                self._awaits_statistics = False
                self._again.stop()
            answered.emit(kept)

        self._awaits_statistics = True  # as far as is known: some may come while it is searched
        self._runner.start(_SLOT, work, done=done, failed=self._fail)

    def _fail(self, error: WeighbridgeError) -> None:
        self.refused.emit(text.visible(str(error)))


def keep(query: Query, index: Sequence[Subject], facts: Facts) -> Generator[None, None, Kept]:
    """Search an index block by block; each yield is a place to stop."""
    from weights.query import search  # not before the first paint

    matches: list[Node] = []
    tensors = not_scanned = unreadable = 0
    nodes: set[Node] = set()
    for block in search(query, index, facts.statistics.get):
        matches += block.found
        tensors += sum(node.tensor is not None for node in block.found)
        not_scanned += len(block.not_scanned)
        unreadable += len(block.unreadable)
        _add_with_ancestors(nodes, block.found)
        yield
    return Kept(matches, nodes, tensors, not_scanned, unreadable)


def _add_with_ancestors(nodes: set[Node], found: Iterable[Node]) -> None:
    for match in found:
        node: Node | None = match
        while node is not None and node not in nodes:
            nodes.add(node)
            node = node.parent
