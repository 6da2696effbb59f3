"""How much of what a page shows is known, and how the page says what is missing."""

from __future__ import annotations

from gui.shown import Known
from weights import text
from weights.record import record
from weights.tree import Node

_APART = "; "


@record
class Coverage:
    """Of some tensors: how many have their numbers here, were counted but are no longer kept, cannot be read."""

    tensors: int = 0
    counted: int = 0
    unkept: int = 0
    unreadable: int = 0

    def __add__(self, other: Coverage) -> Coverage:
        return Coverage(
            self.tensors + other.tensors,
            self.counted + other.counted,
            self.unkept + other.unkept,
            self.unreadable + other.unreadable,
        )

    @property
    def is_whole(self) -> bool:
        """Whether nothing more can become known."""
        return self.counted + self.unkept + self.unreadable == self.tensors

    def words(self, kind: str) -> str:
        """All that is missing, in words, `kind` being what is counted: a tensor, a layer."""
        parts = [f"{text.count(self.counted)} of {text.plural(self.tensors, kind)} counted"]
        if not self.is_whole:
            parts.append("Scan all in the View menu")
        if self.unkept:
            parts.append(
                f"the distributions of {text.count(self.unkept)} are no longer kept: select one to count it again"
            )
        if self.unreadable:
            parts.append(f"{text.count(self.unreadable)} cannot be read")
        return _APART.join(parts)


def coverage_of(known: Known, node: Node, *, has_numbers: bool) -> Coverage:
    """Of one tensor, whose numbers were looked up."""
    if has_numbers:
        return Coverage(1, counted=1)
    if node.tensor is None or not node.tensor.is_readable:
        return Coverage(1, unreadable=1)
    return Coverage(1, unkept=int(known.statistics(node) is not None))
