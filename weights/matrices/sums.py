"""Making pictures: the parts that bands of a matrix add to its cells, and pictures of pictures."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from weights.matrices import kernels
from weights.matrices.elements import Reduction
from weights.matrices.picture import Cell, Picture
from weights.matrices.slices import Area


class Sums:
    """A picture in the making: the parts of bands of the matrix are taken in, in any order."""

    def __init__(self, area: Area, cell: Cell, reduction: Reduction, dtype: np.dtype[Any]) -> None:
        """`dtype` is float32 or float64, of the elements and of the finished picture."""
        self._area, self._cell, self._reduction, self._dtype = area, cell, reduction, dtype
        self._cells = np.zeros(cell.counts(area), dtype=dtype if reduction is Reduction.MEAN else f"u{dtype.itemsize}")

    def add(self, part: NDArray[Any], down: int, across: int) -> None:
        """Take in what `reduced` made of a band whose first cell is that many cells down and across."""
        cells = self._cells[down : down + part.shape[0], across : across + part.shape[1]]
        add = np.add if self._reduction is Reduction.MEAN else np.maximum
        with np.errstate(invalid="ignore", over="ignore"):  # infinities of both signs; rounding at a type's end
            add(cells, part, out=cells, casting="same_kind")

    def partial(self, area: Area) -> Picture:
        """The picture of an area with the same first cell that is already finished."""
        down, across = self._cell.counts(area)
        return self._picture(self._cells[:down, :across].copy(), area)

    def finish(self) -> Picture:
        """The whole picture. Nothing can be added any more: it is not copied."""
        return self._picture(self._cells, self._area)

    def _picture(self, cells: NDArray[Any], area: Area) -> Picture:
        if self._reduction is Reduction.MEAN:  # shares are missing of cells that are cut off
            down, across = _last_shares(area, self._cell)
            with np.errstate(over="ignore"):  # as above
                cells[-1:] /= down
                cells[:, -1:] /= across
        else:
            cells = _turned_back(cells).view(self._dtype)
        return Picture(cells, area, self._cell, self._reduction)


def reduced(
    values: NDArray[Any],
    phase: tuple[int, int],
    cell: Cell,
    reduction: Reduction,
    last: tuple[float, float] = (1.0, 1.0),
) -> NDArray[Any]:
    """The parts of the cells that a band of a matrix reaches into, as `Sums` adds them up.

    `values` are float32, float64, or the uint16 codes of bfloat16, two-dimensional in C order; `phase` is how many rows
    and columns of its first cell lie before it. In a mean of floats, the last row and column count by the factors
    `last`.
    """
    area = Area(phase[0], phase[0] + values.shape[0], phase[1], phase[1] + values.shape[1])
    counts, sides = cell.counts(area), (cell.height, cell.width)
    if reduction is Reduction.MEAN:
        sums = np.zeros(counts)
        if values.dtype == np.uint16:
            kernels.add_bfloat16(values, sides, phase, sums)
        else:
            kernels.add_numbers(values, sides, phase, last, sums)
        return sums
    bits = values.view(f"u{values.itemsize}")
    largest = np.zeros(counts, dtype=bits.dtype)
    kernels.keep_largest(bits, bits.dtype.type(8 * bits.itemsize - 1), sides, phase, largest)
    return _as_float32(largest) if values.dtype == np.uint16 else largest


def _turned_back(bits: NDArray[Any]) -> NDArray[Any]:
    """The sign bit at its place again: see `kernels.keep_largest`."""
    one, sign = bits.dtype.type(1), bits.dtype.type(8 * bits.itemsize - 1)
    return np.asarray((bits >> one) | (bits << sign))


def _as_float32(bits: NDArray[np.uint16]) -> NDArray[np.uint32]:
    """Bits of bfloat16 as those of float32, of both of which the sign is last."""
    wide = bits.astype(np.uint32)
    return ((wide & ~np.uint32(1)) << np.uint32(16)) | (wide & np.uint32(1))


def _last_shares(area: Area, cell: Cell) -> tuple[float, float]:
    """The shares of the last row and of the last column of cells of an area that lie inside it."""
    down = area.bottom - (area.bottom - 1) // cell.height * cell.height
    across = area.right - (area.right - 1) // cell.width * cell.width
    return down / cell.height, across / cell.width


def coarser(picture: Picture, down: int, across: int) -> Picture:
    """The same with `down` x `across` cells made one. Its area must begin with a whole one of those."""
    if down == across == 1:
        return picture
    area, cell, reduction = picture.area, picture.cell, picture.reduction
    sums = Sums(area, Cell(cell.height * down, cell.width * across), reduction, picture.values.dtype)
    last = _last_shares(area, cell)
    sums.add(reduced(picture.values, (0, 0), Cell(down, across), reduction, last), 0, 0)
    return sums.finish()
