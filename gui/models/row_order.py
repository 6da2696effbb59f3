"""Which rows, or columns, of a tensor are listed and in what order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from weights.matrices.measures import Measure, RowMeasures
from weights.matrices.outlying import Lines, Outlying


class Sort(StrEnum):
    IN_ORDER = "in order"
    ASCENDING = "ascending"
    DESCENDING = "descending"


class Group(StrEnum):
    """Lines that may be listed alone."""

    ALL = "all"
    ZERO = "all zero"
    BELOW = "far below"
    ABOVE = "far above"
    NOT_FINITE = "NaN or Inf"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be seen of the measures of a tensor."""

    measure: Measure = Measure.L2
    sort: Sort = Sort.IN_ORDER
    group: Group = Group.ALL


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """A tensor's rows or columns: what is measured of each, and which stand apart."""

    measures: RowMeasures
    outlying: Outlying

    def members(self, group: Group) -> Lines | None:
        """The lines of a group; None for all."""
        outlying = self.outlying
        return {
            Group.ALL: None,
            Group.ZERO: outlying.zero,
            Group.BELOW: outlying.below,
            Group.ABOVE: outlying.above,
            Group.NOT_FINITE: outlying.not_finite,
        }[group]

    def count(self, group: Group) -> int:
        members = self.members(group)
        return len(self.measures) if members is None else len(members)


@dataclass(frozen=True, slots=True, eq=False)
class Arrangement:
    """A wish fulfilled: all lines in order, the measure of each in that order (NaN where it has none), those listed."""

    wish: Wish
    order: Lines
    series: NDArray[np.float64]
    listed: Lines

    def draws_like(self, other: Arrangement) -> bool:
        """Whether another one of the same measures is drawn alike: no more than the lines listed differ."""
        return (self.wish.measure, self.wish.sort) == (other.wish.measure, other.wish.sort)

    def place_of(self, line: int) -> int:
        """Where a line stands in `order`."""
        return line if self.wish.sort is Sort.IN_ORDER else int(np.flatnonzero(self.order == line)[0])

    def row_of(self, line: int) -> int | None:
        """Where a line stands among those listed; None where it is not."""
        found = np.flatnonzero(self.listed == line)
        return int(found[0]) if len(found) else None


def arrange(measured: Measured, wish: Wish) -> Arrangement:
    """Sort lines, equal ones by their index and those without a measure last, and pick the group that is wished for."""
    values = measured.measures.by(wish.measure)
    values = np.where(np.isfinite(values), values, np.nan)
    match wish.sort:
        case Sort.IN_ORDER:
            order = np.arange(len(values))
        case Sort.ASCENDING:
            order = np.argsort(values, kind="stable")
        case Sort.DESCENDING:
            order = np.argsort(-values, kind="stable")
    members = measured.members(wish.group)
    return Arrangement(wish, order, values[order], order if members is None else order[np.isin(order, members)])
