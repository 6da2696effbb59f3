"""The terms of a query, each a frozen value that says whether it holds.

Most are asked about a Subject, which the headers of a file give; `Measured` is asked about statistics.
"""

from __future__ import annotations

import fnmatch
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from weights.dtypes import BY_NAME
from weights.tree import Node, Tensor

if TYPE_CHECKING:
    from weights.statistics.summary import Statistics

_Asked_contra = TypeVar("_Asked_contra", contravariant=True)


class Subject(NamedTuple):
    """What a term is asked about. `name` is in lower case with a dot at both ends; `kind` tensor, value or object."""

    node: Node
    name: str
    kind: str
    tensor: Tensor | None


class Term(Protocol[_Asked_contra]):
    """One term of a query."""

    def holds(self, asked: _Asked_contra) -> bool: ...


@dataclass(frozen=True, slots=True)
class Not(Term[_Asked_contra]):
    """What the inner term says, turned round."""

    term: Term[_Asked_contra]

    def holds(self, asked: _Asked_contra) -> bool:
        return not self.term.holds(asked)


@dataclass(frozen=True, slots=True)
class Words:
    """Pieces of a name, in this order. A number comes as `.7.`, so that it is a whole component of the path."""

    pieces: tuple[str, ...]

    def holds(self, asked: Subject) -> bool:
        name, at = asked.name, 0
        for piece in self.pieces:
            found = name.find(piece, at)
            if found < 0:
                return False
            at = found + len(piece) - piece.endswith(".")  # a dot may end one number and begin the next
        return True


Fits = Callable[[str], object]
"""Gives something true where a text in lower case fits."""


def glob(pattern: str) -> Fits:
    """`*` and `?`, over the whole of a text. (fnmatch writes them so that they do not backtrack.)"""
    return re.compile(fnmatch.translate(pattern.lower().replace("[", "[[]"))).match


@dataclass(frozen=True, slots=True)
class Named:
    """The name fits: a glob, or a regular expression, whose text is the `source`."""

    source: str
    fits: Fits = field(compare=False)

    def holds(self, asked: Subject) -> bool:
        return bool(self.fits(asked.name[1:-1]))


@dataclass(frozen=True, slots=True)
class Shape:
    """The shape fits, given as a tuple."""

    fits: Callable[[tuple[int, ...]], object]

    def holds(self, asked: Subject) -> bool:
        return asked.tensor is not None and bool(self.fits(asked.tensor.shape))


def of_shape(pattern: str) -> Shape:
    """A glob over the shape, written 3072x128, or `scalar`."""
    fits = glob(pattern)
    return Shape(lru_cache(lambda shape: fits("x".join(map(str, shape)) or "scalar")))


@dataclass(frozen=True, slots=True)
class ElementType:
    """The name of the element type fits."""

    fits: Fits

    def holds(self, asked: Subject) -> bool:
        return asked.tensor is not None and bool(self.fits(asked.tensor.dtype))


def of_type(pattern: str) -> ElementType:
    """A glob over an element type's torch name and its short name."""
    fits = glob(pattern)
    return ElementType(lru_cache(lambda name: fits(name.lower()) or (name in BY_NAME and fits(BY_NAME[name].short))))


@dataclass(frozen=True, slots=True)
class OfKind:
    """It is a tensor, a value, or an object."""

    kind: str

    def holds(self, asked: Subject) -> bool:
        return asked.kind == self.kind


OPERATORS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
}


@dataclass(frozen=True, slots=True)
class Stated:
    """A comparison that the header of a file answers. What is not a tensor satisfies none."""

    read: Callable[[Tensor], float | None]
    compare: Callable[[float, float], bool]
    number: float

    def holds(self, asked: Subject) -> bool:
        value = None if asked.tensor is None else self.read(asked.tensor)
        return value is not None and self.compare(value, self.number)


@dataclass(frozen=True, slots=True)
class Measured:
    """A comparison that the data answers. What has no statistics, as it is no tensor, satisfies none.

    Nor does a measure that does not exist (the mean of nothing).
    """

    read: Callable[[Statistics], float | None]
    compare: Callable[[float, float], bool]
    number: float

    def holds(self, asked: Statistics | None) -> bool:
        value = None if asked is None else self.read(asked)
        return value is not None and self.compare(value, self.number)


def share(read: Callable[[Statistics], float | None]) -> Callable[[Statistics], float | None]:
    """Of a count: per cent of all elements; None where there are none."""

    def per_cent(statistics: Statistics) -> float | None:
        number = read(statistics)
        return 100 * number / statistics.count if number is not None and statistics.count else None

    return per_cent
