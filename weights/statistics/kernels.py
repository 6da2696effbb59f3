"""The compiled loops of counting: codes, cells, and sums over blocks of floats.

They are compiled on their first call, never at import, and let go of the GIL while they run. What vectorises is
plain numpy elsewhere; these are the loops that numpy does several times slower or not at all.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from weights.compiled import REORDERED, compiled


@compiled()
def count_bytes(codes: NDArray[np.uint8], even: NDArray[np.int64], odd: NDArray[np.int64]) -> None:
    """Add each code's occurrences to `even` or `odd` (256 each): two tables, so that runs of one code do not wait."""
    whole = len(codes) // 8 * 8
    low = np.uint64(0xFF)
    for word in codes[:whole].view(np.uint64):
        even[word & low] += 1
        odd[(word >> np.uint64(8)) & low] += 1
        even[(word >> np.uint64(16)) & low] += 1
        odd[(word >> np.uint64(24)) & low] += 1
        even[(word >> np.uint64(32)) & low] += 1
        odd[(word >> np.uint64(40)) & low] += 1
        even[(word >> np.uint64(48)) & low] += 1
        odd[word >> np.uint64(56)] += 1
    for code in codes[whole:]:
        even[code] += 1


@compiled()
def count_pairs_of_bytes(codes: NDArray[np.uint16], even: NDArray[np.int64], odd: NDArray[np.int64]) -> None:
    """Add each 16-bit code's occurrences to `even` or `odd` (65,536 each)."""
    whole = len(codes) // 4 * 4
    low = np.uint64(0xFFFF)
    for word in codes[:whole].view(np.uint64):
        even[word & low] += 1
        odd[(word >> np.uint64(16)) & low] += 1
        even[(word >> np.uint64(32)) & low] += 1
        odd[word >> np.uint64(48)] += 1
    for code in codes[whole:]:
        even[code] += 1


@compiled()
def count_cells(bits: NDArray[Any], shift: Any, magnitude: Any, cells: NDArray[np.int64]) -> None:
    """Count floats, given as unsigned integers of 32 or 64 bits, by their upper 16 bits; zeros of either sign are not.

    `shift` (16 or 48) and `magnitude` (all bits but the sign) are scalars of the type of `bits`.
    """
    for code in bits:
        cells[code >> shift] += (code & magnitude) != 0


@compiled()
def count_inside(
    bits: NDArray[Any], shift: Any, slots: NDArray[np.int16], inner_shift: Any, inner: Any, table: NDArray[np.int64]
) -> None:
    """Count the bits below the upper 16 (`code >> inner_shift & inner`) of the floats in chosen cells.

    `slots` gives the row of `table` for each of the 65,536 cells, or -1.
    """
    for code in bits:
        slot = slots[code >> shift]
        if slot >= 0:
            table[slot, (code >> inner_shift) & inner] += 1


@compiled(fastmath=REORDERED)
def sums(values: NDArray[Any]) -> tuple[float, float, float, int]:
    """Sum, sum of magnitudes, sum of squares (in float64) and number of zeros of finite floats."""
    total = 0.0
    absolute = 0.0
    squares = 0.0
    zeros = 0
    for index in range(len(values)):  # by index: only such loops vectorise
        value = np.float64(values[index])
        total += value
        absolute += abs(value)
        squares += value * value
        zeros += value == 0
    return total, absolute, squares, zeros


@compiled(fastmath=REORDERED)
def central_sums(values: NDArray[Any], mean: float) -> tuple[float, float, float]:
    """Sums of the second, third and fourth powers of the deviations from `mean`."""
    second = 0.0
    third = 0.0
    fourth = 0.0
    for index in range(len(values)):  # by index: only such loops vectorise
        deviation = values[index] - mean
        square = deviation * deviation
        second += square
        third += square * deviation
        fourth += square * square
    return second, third, fourth


def warm_up() -> None:
    """Have the loop that most tensors need compiled, or fetched from where it is kept, before anyone waits for it."""
    table = np.zeros(1 << 16, dtype=np.int64)
    count_pairs_of_bytes(np.zeros(4, dtype=np.uint16), table, table.copy())
