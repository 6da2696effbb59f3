"""The compiled loops against numpy, at the edges of their words."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from weights.compiled import compiled
from weights.statistics import kernels


@settings(deadline=None)
@given(arrays(np.uint8, st.integers(0, 40)))
def test_bytes(codes: NDArray[np.uint8]) -> None:
    even, odd = np.zeros((2, 256), dtype=np.int64)
    kernels.count_bytes(codes, even, odd)
    np.testing.assert_array_equal(even + odd, np.bincount(codes, minlength=256))


@settings(deadline=None)
@given(arrays(np.uint16, st.integers(0, 40)))
def test_pairs_of_bytes(codes: NDArray[np.uint16]) -> None:
    even, odd = np.zeros((2, 1 << 16), dtype=np.int64)
    kernels.count_pairs_of_bytes(codes, even, odd)
    np.testing.assert_array_equal(even + odd, np.bincount(codes, minlength=1 << 16))


@pytest.mark.parametrize(("kind", "shift"), [("u4", 16), ("u8", 48)])
def test_cells_leave_zeros_out(kind: str, shift: int) -> None:
    sign = 1 << (shift + 15)
    bits = np.array([0, sign, 1, sign | 1, 5 << shift, sign - 1], dtype=kind)
    cells = np.zeros(1 << 16, dtype=np.int64)
    kernels.count_cells(bits, bits.dtype.type(shift), bits.dtype.type(sign - 1), cells)
    assert np.flatnonzero(cells).tolist() == [0, 5, 0x7FFF, 0x8000]


def test_loops_compile_where_nothing_can_be_cached() -> None:
    """A function that lies in no file has nowhere to keep its machine code."""
    namespace: dict[str, object] = {}
    exec("def double(x):\n    return 2 * x\n", namespace)
    double: Callable[[int], int] = compiled()(namespace["double"])  # type: ignore[type-var]
    assert double(21) == 42
