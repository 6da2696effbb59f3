"""A tensor as a `.npy` file, block by block.

The format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
"""

from __future__ import annotations

import io
import math
import os
from collections.abc import Generator
from typing import Any

import numpy as np
from numpy.lib import format as npy_format
from numpy.typing import NDArray

from weights.dtypes import DType, Kind, decode
from weights.export.ordered import in_order, values_shape
from weights.export.writing import Written, draft
from weights.tensors import Readable


def write_npy(
    data: Readable, path: os.PathLike[str] | str, *, as_codes: bool = False, may_replace: bool = False
) -> Generator[Written, None, None]:
    """Write a tensor; each yield is a place to stop. Raises Unreadable, FileChanged, CannotWrite.

    Types that numpy lacks are widened to float32 (complex32 to complex64), or `as_codes` kept bit for bit as unsigned
    integers.
    """
    dtype = _values(np.zeros(1, dtype=data.dtype.codes), data.dtype, as_codes).dtype
    shape = data.shape if as_codes else values_shape(data)
    header = _header(shape, dtype)
    done, total = len(header), len(header) + math.prod(shape) * dtype.itemsize
    with draft(path, may_replace=may_replace, size=total) as file:
        file.write(header)
        for codes in in_order(data):
            if codes is not None:
                values = np.ascontiguousarray(_values(codes, data.dtype, as_codes))
                file.write(values.view(np.uint8).data)
                done += values.nbytes
            yield Written(done, total)


def _header(shape: tuple[int, ...], dtype: np.dtype[Any]) -> bytes:
    file = io.BytesIO()
    npy_format.write_array_header_1_0(
        file, {"descr": npy_format.dtype_to_descr(dtype), "fortran_order": False, "shape": shape}
    )
    return file.getvalue()


def _values(codes: NDArray[Any], dtype: DType, as_codes: bool) -> NDArray[Any]:
    """Codes as the file is to hold them; two values of one where a code holds two."""
    if as_codes:
        return codes
    if dtype.kind is Kind.BOOL:
        return np.asarray(codes != 0)
    return np.asarray(codes if dtype.in_numpy else decode(codes, dtype))
