"""Where in a tensor an element is: the largest, the smallest, the next NaN. In the order of the indices."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterator
from enum import Enum
from typing import TYPE_CHECKING, Any

import numpy as np

from weights.dtypes import decode
from weights.gather import boxes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from weights.tensors import Readable

Index = tuple[int, ...]
Search = Generator[float, None, Index | None]
"""Yields the share that was searched so far and returns the index, or None where there is no such element."""

Test = Callable[[Any], Any]
"""Tells of each value in an array, complex ones by their magnitude, whether something holds: an array of bool."""

_AT_ONCE = 1 << 19  # elements between two places to stop


class Extreme(Enum):
    """Complex numbers are ordered by magnitude; NaN is passed over."""

    LARGEST = 1
    SMALLEST = 2


def extreme(data: Readable, which: Extreme) -> Search:
    """The first of the elements that are the largest or the smallest. Raises Unreadable, FileChanged."""
    best: Any = None
    place: int | None = None
    for start, values, searched in _runs(data):
        found = _extreme_of(values, which)
        if found is not None:
            value = values[found]
            if best is None or (value > best if which is Extreme.LARGEST else value < best):
                best, place = value, start + found
        yield searched
    return None if place is None else unravel(place // data.dtype.values_per_code, data.shape)


def _extreme_of(values: NDArray[Any], which: Extreme) -> int | None:
    """The position of the extreme of a run; None where all are NaN."""
    choose = np.argmax if which is Extreme.LARGEST else np.argmin
    place = int(choose(values))  # numpy lets a NaN win both
    if not np.isnan(values[place]):
        return place
    known = np.flatnonzero(~np.isnan(values))
    return int(known[choose(values[known])]) if len(known) else None


def next_nan(data: Readable, after: Index | None) -> Search:
    """The first NaN past an index; where there is none behind it, the first of all. Raises Unreadable, FileChanged."""
    beginning = 0 if after is None else (ravel(after, data.shape) + 1) * data.dtype.values_per_code
    first: int | None = None
    for start, values, searched in _runs(data):
        places = np.flatnonzero(np.isnan(values)) + start
        if len(places):
            ahead = places[np.searchsorted(places, beginning) :]
            if len(ahead):
                return unravel(int(ahead[0]) // data.dtype.values_per_code, data.shape)
            first = int(places[0]) if first is None else first
        yield searched
    return None if first is None else unravel(first // data.dtype.values_per_code, data.shape)


def first(data: Readable, holds: Test) -> Search:
    """The first element for whose value something holds. Raises Unreadable, FileChanged."""
    for start, values, searched in _runs(data):
        found = holds(values)
        place = int(found.argmax())
        if found[place]:
            return unravel((start + place) // data.dtype.values_per_code, data.shape)
        yield searched
    return None


def occurrences(data: Readable, holds: Test) -> Generator[float, None, tuple[int, Index | None]]:
    """For how many values something holds, and the index of the first. Raises Unreadable, FileChanged."""
    count, place = 0, None
    for start, values, searched in _runs(data):
        found = holds(values)
        here = int(np.count_nonzero(found))
        if here and place is None:
            place = start + int(found.argmax())
        count += here
        yield searched
    return count, None if place is None else unravel(place // data.dtype.values_per_code, data.shape)


def _runs(data: Readable) -> Iterator[tuple[int, NDArray[Any], float]]:
    """All values in the order of the indices: position of the first, values, and the share done with them."""
    if 0 in data.shape:
        return
    start = 0
    total = math.prod(data.shape) * data.dtype.values_per_code
    for box in boxes(data.shape, _AT_ONCE):
        values = np.ravel(decode(np.atleast_1d(data.read(box)), data.dtype))
        if np.iscomplexobj(values):
            with np.errstate(over="ignore"):
                values = np.abs(values.astype(np.complex128, copy=False))  # as they are counted
        yield start, values, (start + len(values)) / total
        start += len(values)


def ravel(index: Index, shape: Index) -> int:
    """The position of an index in the order of the indices; in Python's own integers, which do not overflow."""
    position = 0
    for at, dimension in zip(index, shape, strict=True):
        position = position * dimension + at
    return position


def unravel(position: int, shape: Index) -> Index:
    """The index at a position in the order of the indices."""
    index: list[int] = []
    for dimension in reversed(shape):
        position, at = divmod(position, dimension)
        index.append(at)
    return tuple(reversed(index))
