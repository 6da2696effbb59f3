"""Making the picture of a matrix of any size in bounded memory: band by band, in the order of the file."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from weights.errors import Unreadable
from weights.matrices.ahead import worked_ahead
from weights.matrices.elements import Reduction, floats
from weights.matrices.picture import Cell, Picture
from weights.matrices.slices import Area, Matrix, Slice, bands
from weights.matrices.sums import Sums, reduced
from weights.tensors import Stored

_BAND = 1 << 22  # bytes read at once: so many that handing bands to threads costs little beside
_SECONDS_BETWEEN_PARTIALS = 0.25
_MOST_CELLS = 1 << 24
_MOST_REPEATED = 1 << 30  # elements of a sheet that repeats itself: unlike those of a slice, each is read


@dataclass(frozen=True, slots=True)
class Step:
    """How far a picture has come; now and then with its finished part, which has the same first cell."""

    share: float
    partial: Picture | None = None


Steps = Generator[Step, None, Picture]
_Part = tuple[Area, NDArray[Any]]


def reduce(matrix: Matrix, area: Area, cell: Cell, reduction: Reduction) -> Steps:
    """The picture of an area, grown to whole cells. Each step, a place to stop, is one band.

    Raises Unreadable, FileChanged.
    """
    area = cell.around(area, matrix.rows, matrix.columns)
    _check(matrix, area, cell)
    narrow = matrix.without_repeats() if isinstance(matrix, Slice) else matrix
    if (narrow.rows, narrow.columns) != (matrix.rows, matrix.columns):
        return (yield from _repeated(narrow, matrix, area, cell, reduction))
    sums = Sums(area, cell, reduction, _dtype_of(matrix, reduction))
    due = time.monotonic() + _SECONDS_BETWEEN_PARTIALS
    done, total = 0, area.rows * area.columns
    for band, part in _parts(matrix, area, cell, reduction):
        sums.add(part, *_place(band, area, cell))
        done += band.rows * band.columns
        so_far = None
        if time.monotonic() >= due and done < total:
            finished = _finished(band, area, cell, matrix.goes_by_columns)
            so_far = sums.partial(finished) if finished is not None else None
            due = time.monotonic() + _SECONDS_BETWEEN_PARTIALS
        yield Step(done / total, so_far)
    return sums.finish()


def _repeated(narrow: Matrix, matrix: Matrix, area: Area, cell: Cell, reduction: Reduction) -> Steps:
    """From one row, or column, where all of them are alike: they may be many more than the file holds."""
    read, cell_read = area, cell
    if narrow.rows < matrix.rows:
        read, cell_read = read._replace(top=0, bottom=1), cell_read._replace(height=1)
    if narrow.columns < matrix.columns:
        read, cell_read = read._replace(left=0, right=1), cell_read._replace(width=1)
    steps = reduce(narrow, read, cell_read, reduction)
    while True:
        try:
            yield Step(next(steps).share)
        except StopIteration as end:
            values = np.ascontiguousarray(np.broadcast_to(end.value.values, cell.counts(area)))
            return Picture(values, area, cell, reduction)


def _check(matrix: Matrix, area: Area, cell: Cell) -> None:
    down, across = cell.counts(area)
    if down * across > _MOST_CELLS:
        raise Unreadable(f"a picture of {down} x {across} cells was asked for at once")
    overlap = matrix.data.overlap() if isinstance(matrix.data, Stored) else None
    if overlap is not None:
        raise Unreadable(overlap)
    if not isinstance(matrix, Slice) and matrix.data.repeats > 1 and area.rows * area.columns > _MOST_REPEATED:
        raise Unreadable(f"its {area.rows} x {area.columns} elements repeat a few; a slice shows as much")


def _dtype_of(matrix: Matrix, reduction: Reduction) -> np.dtype[Any]:
    dtype = matrix.data.dtype
    return floats(np.empty((0, 0), dtype=dtype.codes), dtype, reduction).dtype


def _parts(matrix: Matrix, area: Area, cell: Cell, reduction: Reduction) -> Iterator[_Part]:
    """The reduced bands, in order."""
    at_most = max(_BAND // matrix.data.dtype.itemsize, 1)
    work = partial(_reduced_band, matrix, cell=cell, reduction=reduction)
    return worked_ahead(matrix.data, work, bands(area, at_most, matrix.goes_by_columns))


def _reduced_band(matrix: Matrix, band: Area, cell: Cell, reduction: Reduction) -> _Part:
    codes = matrix.read(*band)
    dtype = matrix.data.dtype
    values = codes if dtype.name == "bfloat16" else floats(codes, dtype, reduction)
    phase = band.top % cell.height, band.left % cell.width
    if values.flags.c_contiguous or not values.flags.f_contiguous:
        return band, reduced(np.ascontiguousarray(values), phase, cell, reduction)
    turned = reduced(values.T, (phase[1], phase[0]), Cell(cell.width, cell.height), reduction)
    return band, turned.T


def _place(band: Area, area: Area, cell: Cell) -> tuple[int, int]:
    """How many cells down and across in the area a band begins."""
    return band.top // cell.height - area.top // cell.height, band.left // cell.width - area.left // cell.width


def _finished(band: Area, area: Area, cell: Cell, by_columns: bool) -> Area | None:
    """The part of an area whose cells are all done when this band, and all before it, are."""
    if by_columns:
        right = (band.right if band.bottom == area.bottom else band.left) // cell.width * cell.width
        return area._replace(right=right) if right > area.left else None
    bottom = (band.bottom if band.right == area.right else band.top) // cell.height * cell.height
    return area._replace(bottom=bottom) if bottom > area.top else None
