"""The compiled loops of rows and columns: sums over a block of shape (outer, kept, inner) for each index of `kept`.

Numpy does these several times slower, for it converts the whole block to float64 first.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from weights.compiled import REORDERED, compiled


@compiled(fastmath=REORDERED)
def add_sums(values: NDArray[Any], total: NDArray[np.float64], squares: NDArray[np.float64]) -> None:
    """Add the sums of finite floats and of their squares."""
    outer, kept, inner = values.shape
    for a in range(outer):
        if inner == 1:  # by `kept`: the loop that vectorises is the one along neighbours in memory
            for k in range(kept):
                value = np.float64(values[a, k, 0])
                total[k] += value
                squares[k] += value * value
            continue
        for k in range(kept):
            sum_of_row = 0.0
            squares_of_row = 0.0
            for b in range(inner):
                value = np.float64(values[a, k, b])
                sum_of_row += value
                squares_of_row += value * value
            total[k] += sum_of_row
            squares[k] += squares_of_row


@compiled()
def count_zeros(values: NDArray[Any], zeros: NDArray[np.int64]) -> None:
    """Add how many values are 0, of either sign."""
    outer, kept, inner = values.shape
    for a in range(outer):
        if inner == 1:
            for k in range(kept):
                zeros[k] += values[a, k, 0] == 0
            continue
        for k in range(kept):
            zeros_of_row = 0
            for b in range(inner):
                zeros_of_row += values[a, k, b] == 0
            zeros[k] += zeros_of_row


@compiled()
def look_up(codes: NDArray[np.uint16], table: NDArray[np.float32], values: NDArray[np.float32]) -> None:
    """The value of each of a run of 16-bit codes."""
    for index in range(len(codes)):
        values[index] = table[codes[index]]
