"""A tensor of any rank as one matrix, read in blocks of rows as numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from weights.dtypes import DType, Kind, decode
from weights.errors import Unreadable
from weights.gather import boxes
from weights.record import record
from weights.spectra.cost import WIDEST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from weights.tensors import Readable

_AT_ONCE = 1 << 21  # elements of a block


@record
class Unfolding:
    """The matrix with a tensor's first axis along one side and all others along the other.

    Its rows run along the first axis, as the file has them, unless it were `WIDEST` times as wide as high then: which
    way round it is, and in which order its rows come, is nothing to its singular values, but wide rows would have to
    be held all at once.
    """

    data: Readable

    @property
    def rows(self) -> int:
        return self._sides[self._is_turned]

    @property
    def columns(self) -> int:
        return self._sides[not self._is_turned]

    @property
    def _sides(self) -> tuple[int, int]:
        """The length of the tensor's first axis, and the product of the others."""
        first, *rest = self.data.shape
        return first, math.prod(rest) * self.data.dtype.values_per_code

    @property
    def _is_turned(self) -> bool:
        first, rest = self._sides
        return rest > WIDEST * first

    @property
    def element(self) -> str:
        """What the elements of a block are: float32, float64, complex64 or complex128, whichever holds all values."""
        return _element(self.data.dtype)

    def blocks(self) -> Iterator[NDArray[Any]]:
        """All rows, as arrays of shape (n, columns). Raises Unreadable, for NaN and infinities too, and FileChanged."""
        shape = self.data.shape
        if not self._is_turned:
            for box in boxes(shape, max(_AT_ONCE, self.columns)):
                yield self._values(self.data.read(box)).reshape(-1, self.columns)
            return
        for box in boxes(shape[1:], max(1, _AT_ONCE // self.columns)):
            values = self._values(self.data.read(((0, self.columns), *box)))
            yield np.ascontiguousarray(values.reshape(self.columns, -1).T)

    def _values(self, codes: NDArray[Any]) -> NDArray[Any]:
        values = decode(codes, self.data.dtype).astype(self.element, copy=False)
        if not np.isfinite(values).all():
            raise Unreadable("it holds NaN or infinite values, and so has no singular values")
        return values


def _element(dtype: DType) -> str:
    if dtype.kind is Kind.COMPLEX:
        return "complex128" if dtype.itemsize == 16 else "complex64"
    is_wide = dtype.itemsize > 4 or (dtype.itemsize == 4 and not dtype.is_float)
    return "float64" if is_wide else "float32"
