"""Marks of rows: what deserves a second look, each with a symbol, a colour's role, and words."""

from __future__ import annotations

from enum import Enum

from weights import text
from weights.record import record


@record
class Sign:
    """How a mark is drawn and said. `of_many` follows a number of tensors."""

    icon: str
    role: str
    of_one: str
    of_many: tuple[str, str]


class Mark(Enum):
    """In the order in which they are drawn: worst first."""

    UNREADABLE = Sign("unreadable", "bad", "Cannot be read", ("tensor cannot be read", "tensors cannot be read"))
    NOT_FINITE = Sign(
        "nan", "bad", "Holds NaN or infinities", ("tensor holds NaN or infinities", "tensors hold NaN or infinities")
    )
    ALL_ZERO = Sign("zero", "attention", "All values are zero", ("tensor is all zero", "tensors are all zero"))
    CONSTANT = Sign("constant", "attention", "All values are the same", ("tensor is constant", "tensors are constant"))
    SHARED = Sign("shared", "faint", "Shares its storage", ("tensor shares its storage", "tensors share storage"))


@record
class Marked:
    """A mark on one row: on a tensor itself, where `count` is 0, or on that many tensors below."""

    mark: Mark
    count: int
    words: str

    @property
    def figure(self) -> str:
        """What stands beside the symbol."""
        return text.short_count(self.count) if self.count else ""


def on_branch(mark: Mark, count: int) -> Marked:
    """A mark that climbed from so many tensors."""
    return Marked(mark, count, text.plural(count, *mark.value.of_many))
