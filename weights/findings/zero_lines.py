"""Rows and columns of a tensor that hold nothing but zeros."""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import TYPE_CHECKING, Any

import numpy as np

from weights.dtypes import decode
from weights.gather import boxes
from weights.record import record
from weights.tensors import Readable, Stored

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from weights.dtypes import DType

_AT_ONCE = 1 << 19  # elements between two places to stop
_MOST_LINES = 1 << 26  # each takes a byte while they are looked for


@record
class ZeroLines:
    """How many lines along an axis are all zero, of how many, and which is the first."""

    count: int
    lines: int
    first: int


def zero_lines(data: Readable) -> Generator[None, None, tuple[ZeroLines | None, ZeroLines | None]]:
    """The zero rows and the zero columns of a tensor that holds values, in at least two axes.

    Rows are slices along the first axis; only a matrix has columns. None where there are none, or where a line holds
    less than two values. Takes a byte for each line; of more than 64 M of them nothing is said. Each yield is a place
    to stop. Raises Unreadable, FileChanged.
    """
    turned = _turned(data)
    if turned is not None:
        return (yield from zero_lines(turned))[::-1]
    rows, columns = data.shape[0], data.shape[1] if len(data.shape) == 2 else 0
    if max(rows, columns) > _MOST_LINES:
        return None, None
    used_rows, used_columns = np.zeros(rows, dtype=bool), np.zeros(columns, dtype=bool)
    for box in boxes(data.shape, _AT_ONCE):
        used = _is_used(data.read(box), data.dtype)
        used = used.reshape(len(used), -1)
        used_rows[slice(*box[0])] |= used.any(axis=1)
        if columns:
            used_columns[slice(*box[1])] |= used.any(axis=0)
        yield
    return _unused(used_rows, math.prod(data.shape[1:])), _unused(used_columns, rows)


def _turned(data: Readable) -> Readable | None:
    """A matrix that lies in the file column by column, with its axes exchanged, so that it is read in order."""
    if not isinstance(data, Stored) or len(data.shape) != 2 or data.strides[0] >= data.strides[1]:
        return None
    return data._replace(shape=data.shape[::-1], strides=data.strides[::-1])


def _is_used(codes: NDArray[Any], dtype: DType) -> NDArray[np.bool_]:
    """Which codes stand for a value other than zero; of two values in a code, at least one of them."""
    used = np.asarray(decode(codes, dtype) != 0)
    return used if used.shape == codes.shape else np.any(used.reshape(*codes.shape, -1), axis=-1)


def _unused(used: NDArray[np.bool_], length: int) -> ZeroLines | None:
    """What is to be said of lines of this length."""
    count = len(used) - int(np.count_nonzero(used))
    return ZeroLines(count, len(used), int(used.argmin())) if count and length > 1 else None
