"""The compiled loops of pictures: reducing the cells of a matrix to one number each, and numbers to colours.

A *cell* is a block of elements of the matrix; `cell` is its height and width. The first element of an array is `phase`
rows and columns inside its first cell.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from weights.compiled import REORDERED, compiled

Sums = NDArray[np.float64]
Pair = tuple[int, int]


@compiled(fastmath=REORDERED)
def _add_row(values: NDArray[Any], share: float, sums: Sums) -> None:
    for column in range(len(values)):  # by index: only such loops vectorise
        sums[column] += np.float64(values[column]) * share


@compiled(fastmath=REORDERED)
def _fold(sums: Sums, width: int, phase: int, cells: Sums) -> None:
    """Add each column's sum to its cell, and begin anew."""
    first, stop = 0, width - phase
    for cell in range(len(cells)):
        total = 0.0
        for column in range(first, min(stop, len(sums))):
            total += sums[column]
            sums[column] = 0.0
        cells[cell] += total
        first, stop = stop, stop + width


@compiled(fastmath=REORDERED)
def add_numbers(values: NDArray[Any], cell: Pair, phase: Pair, last: tuple[float, float], cells: Sums) -> None:
    """Add each element's share of the mean, `value / (height * width)`, to its cell.

    The last row and column of the array count by the factors `last`: where they stand for fewer elements.
    """
    height, width = cell
    sums = np.zeros(values.shape[1])
    share = 1.0 / (height * width)
    for row in range(values.shape[0]):
        is_last = row == values.shape[0] - 1
        _add_row(values[row], share * last[0] if is_last else share, sums)
        place = row + phase[0]
        if (place + 1) % height == 0 or is_last:
            sums[-1] *= last[1]
            _fold(sums, width, phase[1], cells[place // height])


@compiled(fastmath=REORDERED)
def add_bfloat16(codes: NDArray[np.uint16], cell: Pair, phase: Pair, cells: Sums) -> None:
    """The same of bfloat16 codes, a float32's upper half, without a copy of all of them."""
    height, width = cell
    sums = np.zeros(codes.shape[1])
    bits = np.empty(codes.shape[1], dtype=np.uint32)
    values = bits.view(np.float32)
    share = 1.0 / (height * width)
    for row in range(codes.shape[0]):
        for column in range(codes.shape[1]):
            bits[column] = np.uint32(codes[row, column]) << np.uint32(16)
        _add_row(values, share, sums)
        place = row + phase[0]
        if (place + 1) % height == 0 or row == codes.shape[0] - 1:
            _fold(sums, width, phase[1], cells[place // height])


@compiled()
def keep_largest(bits: NDArray[Any], sign: Any, cell: Pair, phase: Pair, cells: NDArray[Any]) -> None:
    """Keep in each cell the element of the largest magnitude, given as a float's bits, sign last.

    With the sign bit moved behind all others, floats compare by magnitude as unsigned integers do: infinities beyond
    all numbers, NaNs beyond infinities. `sign` is the place of the sign bit, 15, 31 or 63, of the type of `bits`.
    """
    height, width = cell
    unsigned = bits.dtype.type
    largest = np.zeros(bits.shape[1], dtype=bits.dtype)
    for row in range(bits.shape[0]):
        for column in range(bits.shape[1]):
            code = bits[row, column]
            largest[column] = max(largest[column], unsigned((code << unsigned(1)) | (code >> sign)))
        place = row + phase[0]
        if (place + 1) % height == 0 or row == bits.shape[0] - 1:
            _keep_folded(largest, width, phase[1], cells[place // height])


@compiled()
def _keep_folded(largest: NDArray[Any], width: int, phase: int, cells: NDArray[Any]) -> None:
    """Keep in each cell the largest of its columns, and begin anew."""
    first, stop = 0, width - phase
    for cell in range(len(cells)):
        for column in range(first, min(stop, len(largest))):
            cells[cell] = max(cells[cell], largest[column])
            largest[column] = 0
        first, stop = stop, stop + width


@compiled()
def color(
    values: NDArray[Any], scale: float, low: float, steps: float, table: NDArray[np.uint32], out: NDArray[np.uint32]
) -> None:
    """The colour of each value: `table[(value * scale * scale - low) * steps]`, at its ends beyond them.

    The last three colours of the table are for NaN, infinity and minus infinity. `scale` is applied twice because one
    factor cannot bring the smallest float64 near one.
    """
    last = len(table) - 4
    for row in range(values.shape[0]):
        for column in range(values.shape[1]):
            value = np.float64(values[row, column])
            if np.isnan(value):
                place = last + 1
            elif np.isinf(value):
                place = last + 2 if value > 0 else last + 3
            else:
                place = int(min(max((value * scale * scale - low) * steps, 0.0), float(last)))
            out[row, column] = table[place]


def warm_up() -> None:
    """Have the loops of most pictures compiled, or fetched from where they are kept, before anyone waits for them."""
    cells, values = np.zeros((1, 1)), np.zeros((1, 1), dtype=np.float32)
    add_bfloat16(np.zeros((1, 1), dtype=np.uint16), (1, 1), (0, 0), cells)
    add_numbers(values, (1, 1), (0, 0), (1.0, 1.0), cells)
    color(values, 1.0, 0.0, 1.0, np.zeros(4, dtype=np.uint32), np.zeros((1, 1), dtype=np.uint32))
