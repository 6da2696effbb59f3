"""Bringing the elements of a stored tensor together: whole runs where it is dense, pieces where it is strided."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

from weights.errors import Unreadable
from weights.source import BLOCK

if TYPE_CHECKING:
    from weights.source import Source
    from weights.tensors import Box, Stored

# A strided box is read as one span if that reads at most this many times what is wanted, or is small anyway.
_MAX_WASTE = 4
_SMALL_SPAN = 1 << 16
_MAX_BOX = 1 << 30
_CACHE_LINE = 64


def blocks(tensor: Stored) -> Iterator[NDArray[Any]]:
    """See `Readable.blocks`. A repeated (stride 0) axis is walked once."""
    source = _source(tensor)
    overlap = tensor.overlap()
    if overlap:
        raise Unreadable(overlap)
    if tensor.numel == 0:
        return
    axes = sorted(
        ((stride, d) for d, stride in zip(tensor.shape, tensor.strides, strict=True) if stride and d > 1), reverse=True
    )
    shape, strides = tuple(d for _, d in axes), tuple(stride for stride, _ in axes)
    if tensor.is_run:
        shape, strides = (tensor.extent,), (1,)
    buffer = _aligned_buffer(min(BLOCK, tensor.numel * tensor.dtype.itemsize))
    for box in boxes(shape, BLOCK // tensor.dtype.itemsize):
        start = tensor.offset + sum(first * stride for (first, _), stride in zip(box, strides, strict=True))
        lengths = tuple(stop - first for first, stop in box)
        if strides == (1,):
            yield _run(tensor, source, start, lengths[0], buffer)
        else:
            yield _box(tensor, source, start, lengths, strides).reshape(-1)


def read(tensor: Stored, box: Box) -> NDArray[Any]:
    """See `Readable.read`; at most 1 GiB at once."""
    source = _source(tensor)
    if len(box) != len(tensor.shape):
        raise IndexError(f"a block of {len(box)} axes from a tensor of {len(tensor.shape)}")
    for (first, stop), dimension in zip(box, tensor.shape, strict=True):
        if not 0 <= first <= stop <= dimension:
            raise IndexError(f"{first} to {stop} of {dimension}")
    lengths = tuple(stop - first for first, stop in box)
    if math.prod(lengths) * tensor.dtype.itemsize > _MAX_BOX:
        raise Unreadable("a block of more than 1 GiB was asked for at once")
    start = tensor.offset + sum(first * stride for (first, _), stride in zip(box, tensor.strides, strict=True))
    return _box(tensor, source, start, lengths, tensor.strides)


def _aligned_buffer(size: int) -> memoryview:
    """So many bytes from the start of a cache line on; the kernel copies to 16 bytes off it several times slower."""
    spare = np.empty(size + _CACHE_LINE, dtype=np.uint8)
    first = -spare.ctypes.data % _CACHE_LINE
    return spare.data[first : first + size]


def _source(tensor: Stored) -> Source:
    problem = tensor.problem()
    if problem or tensor.storage.source is None:
        raise Unreadable(problem or "its values are not in the file")
    return tensor.storage.source


def boxes(shape: tuple[int, ...], at_most: int) -> Iterator[Box]:
    """Cut a shape into blocks of at most so many elements, each a run in the order of the indices."""
    if not shape:
        yield ()
        return
    inner = math.prod(shape[1:])
    if inner > at_most:
        for index in range(shape[0]):
            for rest in boxes(shape[1:], at_most):
                yield ((index, index + 1), *rest)
        return
    rows = max(1, at_most // inner)
    whole = tuple((0, d) for d in shape[1:])
    for first in range(0, shape[0], rows):
        yield ((first, min(first + rows, shape[0])), *whole)


def _run(tensor: Stored, source: Source, start: int, length: int, buffer: memoryview) -> NDArray[Any]:
    itemsize = tensor.dtype.itemsize
    view = buffer[: length * itemsize]
    source.read_into(start * itemsize, view)
    codes = np.frombuffer(view, dtype=tensor.dtype.codes)
    if not tensor.storage.big_endian:
        return codes
    if tensor.dtype.name == "complex32":  # two halves in one code: each is swapped by itself
        return codes.view(np.uint16).byteswap().view(np.uint32)
    return codes.byteswap()


def _box(
    tensor: Stored, source: Source, start: int, lengths: tuple[int, ...], strides: tuple[int, ...]
) -> NDArray[Any]:
    """A block as a new array, from the element at `start` on."""
    out = np.empty(lengths, dtype=tensor.dtype.codes)
    _fill(tensor, source, start, strides, out)
    return out


def _fill(tensor: Stored, source: Source, start: int, strides: tuple[int, ...], out: NDArray[Any]) -> None:
    if out.size == 0:
        return
    extent = 1 + sum((d - 1) * stride for d, stride in zip(out.shape, strides, strict=True))
    distinct = math.prod(d for d, stride in zip(out.shape, strides, strict=True) if stride)
    itemsize = tensor.dtype.itemsize
    if extent * itemsize <= max(_SMALL_SPAN, _MAX_WASTE * distinct * itemsize):
        codes = _run(tensor, source, start, extent, memoryview(bytearray(extent * itemsize)))
        out[...] = as_strided(codes, out.shape, tuple(stride * codes.itemsize for stride in strides), writeable=False)
        return
    axis = max(range(out.ndim), key=lambda i: strides[i] * (out.shape[i] > 1))
    inner = (*strides[:axis], *strides[axis + 1 :])
    for index in range(out.shape[axis]):
        _fill(tensor, source, start + index * strides[axis], inner, out[(slice(None),) * axis + (index,)])
