"""Norm, mean and largest magnitude of each row or column of a tensor, streamed in blocks through two threads.

A row is an index of the first axis together with all the other axes, a column an index of the last one. A stored tensor
is read in the order in which it lies in the file, whatever the order of its axes; a broadcast axis is read once.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from weights.dtypes import BY_NAME, DType, Kind, decode
from weights.errors import Unreadable
from weights.gather import boxes
from weights.layout import Box, lengths_of
from weights.matrices import row_kernels
from weights.matrices.ahead import worked_ahead
from weights.matrices.measures import Along, RowMeasures
from weights.matrices.row_sums import RowSums, sums_of
from weights.tensors import Readable, Stored

MOST_LINES = 1 << 24
_AT_ONCE = 1 << 20  # values of a block

Measuring = Generator[float, None, RowMeasures]
"""Yields the share that is done and returns the measures."""


def row_measures(data: Readable, along: Along) -> Measuring:
    """Measure all rows or columns of a tensor of at least one axis; each step is a block, a place to stop.

    Sums are float64. Raises Unreadable, FileChanged.
    """
    axis = along.axis(len(data.shape))
    lines, length = data.shape[axis], math.prod(data.shape[:axis] + data.shape[axis + 1 :])
    if lines > MOST_LINES:
        raise Unreadable(f"it has {lines} {along}; at most {MOST_LINES} are measured")
    way = _way_through(data, axis)
    sums = RowSums.of_nothing(way.data.shape[way.kept])
    done, whole = 0, math.prod(way.data.shape)
    for (first, stop), part, values in _summed(way):
        sums.add(part, first, stop)
        done += values
        yield done / whole
    measured = length * data.dtype.values_per_code
    return sums.broadcast(lines, way.repeats).measures(along, measured)


@dataclass(frozen=True, slots=True)
class _Way:
    """A tensor in the order it is best read in; `kept` is the axis that lines are an index of.

    Each value that is read stands for `repeats` of its line.
    """

    data: Readable
    kept: int
    repeats: int = 1


def _way_through(data: Readable, axis: int) -> _Way:
    """The axes by descending stride, those that repeat cut to one index. Raises Unreadable for tangled views."""
    if not isinstance(data, Stored):
        return _Way(data, axis)
    overlap = data.overlap()
    if overlap is not None:
        raise Unreadable(overlap)
    order = sorted(range(len(data.shape)), key=lambda each: data.strides[each], reverse=True)
    shape = tuple(min(data.shape[each], 1) if data.strides[each] == 0 else data.shape[each] for each in order)
    repeats = math.prod(d for each, d in enumerate(data.shape) if data.strides[each] == 0 and each != axis)
    cut = data._replace(shape=shape, strides=tuple(data.strides[each] for each in order))
    return _Way(cut, order.index(axis), repeats)


_Summed = tuple[tuple[int, int], RowSums, int]
"""The span of lines of a block, its sums, and how many elements it has."""


def _summed(way: _Way) -> Iterator[_Summed]:
    """The sums of all blocks, in order."""
    shape = way.data.shape
    return worked_ahead(way.data, partial(_sum_box, way), boxes(shape, _AT_ONCE) if 0 not in shape else ())


def _sum_box(way: _Way, box: Box) -> _Summed:
    lengths = lengths_of(box)
    values = _numbers(way.data.read(box), way.data.dtype)
    block = values.reshape(math.prod(lengths[: way.kept]), lengths[way.kept], -1)
    return box[way.kept], sums_of(block), math.prod(lengths)


def _numbers(codes: NDArray[Any], dtype: DType) -> NDArray[Any]:
    """Stored codes as floats: float32 where that is exact, else float64; of complex numbers the magnitudes.

    Two values that share a code lie side by side.
    """
    if dtype.kind is Kind.BOOL:
        return np.asarray(codes != 0, dtype=np.float32)
    if dtype.name == "float16":
        values = np.empty(codes.size, np.float32)
        row_kernels.look_up(np.ravel(codes).view(np.uint16), _halves(), values)
        return values
    decoded = np.asarray(decode(np.ascontiguousarray(codes)[..., np.newaxis], dtype))
    if np.iscomplexobj(decoded):
        return np.asarray(np.abs(decoded.astype(np.complex128)))
    return decoded.astype(np.result_type(decoded.dtype, np.float32), copy=False)


@cache
def _halves() -> NDArray[np.float32]:
    """The value of each code of float16, which the processor converts several times slower."""
    with np.errstate(invalid="ignore"):  # signalling NaNs
        return np.asarray(decode(np.arange(1 << 16, dtype=np.uint16).view(np.float16), BY_NAME["float16"]))
