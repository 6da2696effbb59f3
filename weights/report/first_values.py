"""The first values of a tensor, in the order of its indices: as its own type has them, and as float32."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from weights import digits
from weights.dtypes import DType, Kind, decode
from weights.layout import Box
from weights.tensors import Readable

Number = bool | int | float | str | list[float | str]


@dataclass(frozen=True, slots=True, eq=False)
class FirstValues:
    """`values` is one-dimensional, as `weights.dtypes.decode` gives them."""

    values: NDArray[Any]
    dtype: DType

    def native_texts(self) -> list[str]:
        """In the fewest digits that the tensor's own type needs."""
        return [digits.native(value, self.dtype) for value in self.values]

    def float32_texts(self) -> list[str]:
        """In the fewest digits that float32 needs."""
        return [digits.as_float32(value) for value in self.values]

    def native_numbers(self) -> list[Number]:
        """As JSON has them: exact; NaN and infinities as strings, complex ones as pairs."""
        values = self.values.astype(bool) if self.dtype.kind is Kind.BOOL else self.values
        return [_number(value) for value in values.tolist()]

    def float32_numbers(self) -> list[Number]:
        """The same after rounding to float32 (complex ones to pairs of float32)."""
        narrow = np.complex64 if self.dtype.kind is Kind.COMPLEX else np.float32
        with np.errstate(over="ignore"):  # a float64 beyond float32 is rightly an infinity here
            return [_number(value) for value in self.values.astype(narrow).tolist()]


def _number(value: complex) -> Number:
    if isinstance(value, complex):
        return [_real(value.real), _real(value.imag)]
    return _real(value) if isinstance(value, float) else value


def _real(value: float) -> float | str:
    if math.isnan(value):
        return "NaN"
    return value if math.isfinite(value) else ("Infinity" if value > 0 else "-Infinity")


def read_first(data: Readable, number: int) -> FirstValues:
    """At most `number` values. Raises Unreadable, FileChanged."""
    codes = data.read(first_box(data.shape, number))
    return FirstValues(decode(codes, data.dtype).reshape(-1)[:number], data.dtype)


def first_box(shape: tuple[int, ...], number: int) -> Box:
    """The smallest block from the beginning that holds the first `number` elements; fewer than twice as many."""
    box: list[tuple[int, int]] = []
    missing = number
    for dimension in reversed(shape):
        length = min(dimension, missing)
        box.append((0, length))
        missing = -(-missing // dimension) if dimension else 0
    return tuple(reversed(box))
