"""Elements of any type as the floats that pictures are made of."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from weights.dtypes import DType, Kind, decode


class Reduction(StrEnum):
    """What a cell of several elements shows: their mean, or the one of largest magnitude with its sign.

    A NaN in a cell is what it shows, and so is an infinity; a mean of both infinities is NaN.
    """

    MEAN = "mean"
    LARGEST = "largest magnitude"


def floats(codes: NDArray[Any], dtype: DType, reduction: Reduction) -> NDArray[Any]:
    """Codes as float32 where that holds every element exactly, else as float64; in their own shape.

    Complex numbers by their magnitude, integers of more than 53 bits rounded. Two values that share a code are reduced
    to one.
    """
    if dtype.kind is Kind.BOOL:
        return np.asarray(codes != 0, dtype=np.float32)
    if dtype.values_per_code == 2:
        return _of_pairs(decode(codes[..., np.newaxis], dtype), reduction)
    values = decode(codes, dtype)
    if dtype.kind is Kind.COMPLEX:
        return np.abs(values.astype(np.complex128))
    return np.asarray(values, dtype=np.float32 if dtype.itemsize <= 2 or dtype.name == "float32" else np.float64)


def _of_pairs(pairs: NDArray[Any], reduction: Reduction) -> NDArray[Any]:
    if reduction is Reduction.MEAN:
        return np.asarray(pairs.mean(axis=-1, dtype=np.float32))
    first, second = pairs[..., 0], pairs[..., 1]
    return np.where(np.abs(second) > np.abs(first), second, first)
