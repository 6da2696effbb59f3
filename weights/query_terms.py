"""The terms of a query, each a frozen value that says whether it holds for one subject."""

from __future__ import annotations

import fnmatch
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

from weights.dtypes import BY_NAME
from weights.tree import Node, Tensor

if TYPE_CHECKING:
    from weights.patterns import Pattern
    from weights.statistics.summary import Statistics

StatsOf = Callable[[Node], "Statistics | None"]
"""Looks up the statistics of a tensor; None while they are not known."""

Answer = bool | None
"""Whether a term holds; None where that needs statistics that are not known."""


class Subject(NamedTuple):
    """What a term is asked about. `name` is in lower case with a dot at both ends; `kind` tensor, value or object."""

    node: Node
    name: str
    kind: str
    tensor: Tensor | None


class Term(Protocol):
    """One term of a query."""

    def holds(self, subject: Subject, stats_of: StatsOf) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Words:
    """Pieces of a name, in this order. A number comes as `.7.`, so that it is a whole component of the path."""

    pieces: tuple[str, ...]

    def holds(self, subject: Subject, stats_of: StatsOf) -> Answer:
        name, at = subject.name, 0
        for piece in self.pieces:
            found = name.find(piece, at)
            if found < 0:
                return False
            at = found + len(piece) - piece.endswith(".")  # a dot may end one number and begin the next
        return True


Fits = Callable[[str], bool]
"""Whether a text in lower case fits a glob."""


def glob(pattern: str) -> Fits:
    """`*` and `?`, over the whole of a text. (fnmatch writes them so that they do not backtrack.)"""
    match = re.compile(fnmatch.translate(pattern.lower().replace("[", "[[]"))).match
    return lambda text: match(text) is not None


@dataclass(frozen=True, slots=True)
class Glob:
    """The whole name fits."""

    fits: Fits

    def holds(self, subject: Subject, stats_of: StatsOf) -> Answer:
        return self.fits(subject.name[1:-1])


@dataclass(frozen=True, slots=True)
class Expression:
    """A regular expression is found in the name."""

    source: str
    pattern: Pattern = field(compare=False)

    def holds(self, subject: Subject, stats_of: StatsOf) -> Answer:
        return self.pattern.found_in(subject.name[1:-1])


@dataclass(frozen=True, slots=True)
class Shape:
    """The shape fits, given as a tuple."""

    fits: Callable[[tuple[int, ...]], bool]

    def holds(self, subject: Subject, stats_of: StatsOf) -> Answer:
        return subject.tensor is not None and self.fits(subject.tensor.shape)


def of_shape(pattern: str) -> Shape:
    """A glob over the shape, written 3072x128, or `scalar`."""
    fits = glob(pattern)
    return Shape(lru_cache(lambda shape: fits("x".join(map(str, shape)) or "scalar")))


@dataclass(frozen=True, slots=True)
class ElementType:
    """The name of the element type fits."""

    fits: Fits

    def holds(self, subject: Subject, stats_of: StatsOf) -> Answer:
        return subject.tensor is not None and self.fits(subject.tensor.dtype)


def of_type(pattern: str) -> ElementType:
    """A glob over an element type's torch name and its short name."""
    fits = glob(pattern)
    return ElementType(lru_cache(lambda name: fits(name.lower()) or (name in BY_NAME and fits(BY_NAME[name].short))))


@dataclass(frozen=True, slots=True)
class OfKind:
    """It is a tensor, a value, or an object."""

    kind: str

    def holds(self, subject: Subject, stats_of: StatsOf) -> Answer:
        return subject.kind == self.kind


@dataclass(frozen=True, slots=True)
class Not:
    """What the inner term says, turned round; the unknown stays unknown."""

    term: Term

    def holds(self, subject: Subject, stats_of: StatsOf) -> Answer:
        answer = self.term.holds(subject, stats_of)
        return None if answer is None else not answer


OPERATORS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
}
FACTS: dict[str, Callable[[Tensor], int]] = {
    "params": lambda tensor: tensor.numel,
    "bytes": lambda tensor: tensor.size,
    "dims": lambda tensor: len(tensor.shape),
}
COUNTS: dict[str, Callable[[Statistics], int]] = {
    "nan": lambda stats: stats.nan,
    "inf": lambda stats: stats.posinf + stats.neginf,
    "zeros": lambda stats: stats.zeros,
}
MEASURES: dict[str, Callable[[Statistics], float | None]] = {
    "min": lambda stats: stats.min,
    "max": lambda stats: stats.max,
    "mean": lambda stats: stats.mean,
    "std": lambda stats: stats.std,
    "absmax": lambda stats: None if stats.min is None or stats.max is None else max(abs(stats.min), abs(stats.max)),
    "l2": lambda stats: stats.l2,
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A comparison that the header of a file answers. What is not a tensor satisfies none."""

    field: str
    operator: str
    number: float

    def holds(self, subject: Subject, stats_of: StatsOf) -> Answer:
        if subject.tensor is None:
            return False
        return OPERATORS[self.operator](FACTS[self.field](subject.tensor), self.number)


@dataclass(frozen=True, slots=True)
class Statistic:
    """A comparison that needs the data: a count, a share of the elements (`number` in per cent), or a measure.

    A measure that does not exist (the mean of nothing) satisfies no comparison.
    """

    field: str
    operator: str
    number: float
    in_percent: bool = False

    def holds(self, subject: Subject, stats_of: StatsOf) -> Answer:
        if subject.tensor is None:
            return False
        stats = stats_of(subject.node)
        if stats is None:
            return None
        value = self._value(stats)
        return value is not None and OPERATORS[self.operator](value, self.number)

    def _value(self, stats: Statistics) -> float | None:
        if self.field in MEASURES:
            return MEASURES[self.field](stats)
        number = COUNTS[self.field](stats)
        if not self.in_percent:
            return number
        return 100 * number / stats.count if stats.count else None
