"""Every element of a tensor in the order of its indices, however it is laid out, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from weights import gather
from weights.layout import Box, dense_strides, lengths_of
from weights.tensors import Readable, Stored

_PIECE = 1 << 22  # bytes that are read at once
_GATHERED = 1 << 26  # bytes of a tensor that lies across its own order: the more at once, the less is read in vain


def in_order(data: Readable) -> Iterator[NDArray[Any] | None]:
    """The codes as one-dimensional arrays, each good until the next is asked for; None is a mere place to stop.

    Unlike `Readable.blocks`, in the order of the indices and with repeated elements repeated. Raises Unreadable,
    FileChanged.
    """
    if 0 in data.shape:
        return
    if isinstance(data, Stored) and data.strides == dense_strides(data.shape):
        yield from data.blocks()
        return
    axis = _axis_across(data)
    for box in gather.boxes(data.shape, (_PIECE if axis is None else _GATHERED) // data.dtype.itemsize):
        if axis is None:
            yield data.read(box).reshape(-1)
        else:
            yield from _gathered(data, box, axis)


def values_shape(data: Readable) -> tuple[int, ...]:
    """The shape of a tensor's values: where two of them share a code, the last axis is twice as long."""
    if data.dtype.values_per_code == 1:
        return data.shape
    last = data.shape[-1] if data.shape else 1
    return (*data.shape[:-1], last * data.dtype.values_per_code)


def _axis_across(data: Readable) -> int | None:
    """The axis to cut a block along where elements lie in another order than that of their indices; else None."""
    if not isinstance(data, Stored):
        return None
    steps = [stride for stride, length in zip(data.strides, data.shape, strict=True) if stride and length > 1]
    if all(outer >= inner for outer, inner in pairwise(steps)):
        return None
    return max(range(len(data.shape)), key=lambda axis: data.strides[axis] * (data.shape[axis] > 1))


def _gathered(data: Readable, box: Box, axis: int) -> Iterator[NDArray[Any] | None]:
    """A block put together from pieces, each of which lies close together in the file."""
    whole = np.empty(lengths_of(box), dtype=data.dtype.codes)
    first, stop = box[axis]
    step = max(1, (stop - first) * _PIECE // max(whole.nbytes, 1))
    for begin in range(first, stop, step):
        end = min(begin + step, stop)
        part = (*box[:axis], (begin, end), *box[axis + 1 :])
        whole[(*(slice(None),) * axis, slice(begin - first, end - first))] = data.read(part)
        yield None
    flat = whole.reshape(-1)
    length = _PIECE // whole.itemsize
    yield from (flat[begin : begin + length] for begin in range(0, flat.size, length))
