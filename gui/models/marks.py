"""Marks of rows: what deserves a second look, each with a symbol, a colour's role, and words."""

from __future__ import annotations

from enum import Enum

from weights import text
from weights.findings.finding import FindingKind
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
    AT_LIMIT = Sign(
        "limit",
        "attention",
        "Holds values at its type's limit",
        ("tensor holds values at its type's limit", "tensors hold values at their type's limit"),
    )
    ALL_ZERO = Sign("zero", "attention", "All values are zero", ("tensor is all zero", "tensors are all zero"))
    CONSTANT = Sign("constant", "attention", "All values are the same", ("tensor is constant", "tensors are constant"))
    ZERO_ROWS = Sign("zero-rows", "attention", "Has zero rows", ("tensor has zero rows", "tensors have zero rows"))
    ZERO_COLUMNS = Sign(
        "zero-columns", "attention", "Has zero columns", ("tensor has zero columns", "tensors have zero columns")
    )
    DUPLICATE = Sign(
        "duplicate",
        "faint",
        "Holds the same bytes as another",
        ("tensor holds the same bytes as another", "tensors hold the same bytes as others"),
    )
    UNREFERENCED = Sign(
        "unreferenced",
        "faint",
        "Lies in a storage that is mostly out of reach",
        ("tensor lies in a storage mostly out of reach", "tensors lie in storages mostly out of reach"),
    )
    SHARED = Sign("shared", "faint", "Shares its storage", ("tensor shares its storage", "tensors share storage"))


MARK_OF = {kind: Mark[kind.name] for kind in FindingKind}
"""Every finding is a mark; not every mark is a finding."""


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
