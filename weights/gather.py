"""Bringing the elements of a stored tensor together: whole runs where it is dense, pieces where it is strided."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

from weights.dtypes import DType, Kind
from weights.errors import Unreadable
from weights.layout import Box, Shape, Strides, dense_strides, extent, is_run, lengths_of, start_of
from weights.source import BLOCK, Source

# A strided box is read as one span if that reads at most this many times what is wanted, or is small anyway.
_MAX_WASTE = 4
_SMALL_SPAN = 1 << 16
_MAX_BOX = 1 << 30
_CACHE_LINE = 64


@dataclass(frozen=True, slots=True, eq=False)
class Elements:
    """Where elements come from and what they are: everything about a stored tensor but its shape."""

    source: Source
    dtype: DType
    big_endian: bool
    conjugated: bool = False
    negated: bool = False

    def run(self, start: int, length: int, buffer: memoryview) -> NDArray[Any]:
        """The codes of `length` elements from the one at `start` on, in a buffer with room for them."""
        itemsize = self.dtype.itemsize
        view = buffer[: length * itemsize]
        self.source.read_into(start * itemsize, view)
        codes = np.frombuffer(view, dtype=self.dtype.codes)
        if self.big_endian:
            codes = self._swapped(codes)
        return self._turned(codes) if self.conjugated or self.negated else codes

    def _swapped(self, codes: NDArray[Any]) -> NDArray[Any]:
        if self.dtype.name == "complex32":  # two halves in one code: each is swapped by itself
            return codes.view(np.uint16).byteswap().view(np.uint32)
        return codes.byteswap()

    def _turned(self, codes: NDArray[Any]) -> NDArray[Any]:
        """The codes with the signs of a conjugated or negated view: of complex numbers, real part first."""
        if self.dtype.kind not in (Kind.FLOAT, Kind.COMPLEX):
            return np.asarray(np.negative(codes))
        parts = 2 if self.dtype.kind is Kind.COMPLEX else 1
        bits = codes.view(f"u{self.dtype.itemsize // parts}").reshape(-1, parts)
        flips = np.array([self.negated, self.negated != self.conjugated][:parts], dtype=bits.dtype)
        return np.asarray(bits ^ (flips << (8 * bits.itemsize - 1))).reshape(-1).view(codes.dtype)


def blocks(elements: Elements, offset: int, shape: Shape, strides: Strides) -> Iterator[NDArray[Any]]:
    """See `Readable.blocks`. A repeated (stride 0) axis is walked once."""
    if 0 in shape:
        return
    if is_run(shape, strides):
        yield from _runs(elements, offset, extent(shape, strides))
        return
    axes = sorted(((stride, d) for d, stride in zip(shape, strides, strict=True) if stride and d > 1), reverse=True)
    distinct, steps = tuple(d for _, d in axes), tuple(stride for stride, _ in axes)
    for box in boxes(distinct, BLOCK // elements.dtype.itemsize):
        yield _box(elements, offset + start_of(box, steps), lengths_of(box), steps).reshape(-1)


def read(elements: Elements, offset: int, shape: Shape, strides: Strides, box: Box) -> NDArray[Any]:
    """See `Readable.read`; at most 1 GiB at once."""
    if len(box) != len(shape):
        raise IndexError(f"a block of {len(box)} axes from a tensor of {len(shape)}")
    for (first, stop), dimension in zip(box, shape, strict=True):
        if not 0 <= first <= stop <= dimension:
            raise IndexError(f"{first} to {stop} of {dimension}")
    lengths = lengths_of(box)
    if math.prod(lengths) * elements.dtype.itemsize > _MAX_BOX:
        raise Unreadable("a block of more than 1 GiB was asked for at once")
    return _box(elements, offset + start_of(box, strides), lengths, strides)


def boxes(shape: Shape, at_most: int) -> Iterator[Box]:
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


def _runs(elements: Elements, offset: int, length: int) -> Iterator[NDArray[Any]]:
    """Neighbouring elements, block by block, all in one buffer."""
    step = BLOCK // elements.dtype.itemsize
    buffer = _aligned_buffer(min(length, step) * elements.dtype.itemsize)
    for first in range(0, length, step):
        yield elements.run(offset + first, min(step, length - first), buffer)


def _aligned_buffer(size: int) -> memoryview:
    """So many bytes from the start of a cache line on; the kernel copies to 16 bytes off it several times slower."""
    spare = np.empty(size + _CACHE_LINE, dtype=np.uint8)
    first = -spare.ctypes.data % _CACHE_LINE
    return spare.data[first : first + size]


def _box(elements: Elements, start: int, lengths: Shape, strides: Strides) -> NDArray[Any]:
    """A block as a new array, from the element at `start` on."""
    if _is_in_order(lengths, strides):
        size = math.prod(lengths)
        return elements.run(start, size, _aligned_buffer(size * elements.dtype.itemsize)).reshape(lengths)
    out = np.empty(lengths, dtype=elements.dtype.codes)
    _fill(elements, start, strides, out)
    return out


def _is_in_order(lengths: Shape, strides: Strides) -> bool:
    """Whether the elements of a block lie side by side in the order of its indices, so that they need no copying."""
    wanted = zip(lengths, strides, dense_strides(lengths), strict=True)
    return 0 not in lengths and all(stride == dense or length == 1 for length, stride, dense in wanted)


def _fill(elements: Elements, start: int, strides: Strides, out: NDArray[Any]) -> None:
    if out.size == 0:
        return
    itemsize, reach = elements.dtype.itemsize, extent(out.shape, strides)
    distinct = math.prod(d for d, stride in zip(out.shape, strides, strict=True) if stride)
    if reach * itemsize <= max(_SMALL_SPAN, _MAX_WASTE * distinct * itemsize):
        codes = elements.run(start, reach, memoryview(bytearray(reach * itemsize)))
        out[...] = as_strided(codes, out.shape, tuple(stride * codes.itemsize for stride in strides), writeable=False)
        return
    axis = max(range(out.ndim), key=lambda i: strides[i] * (out.shape[i] > 1))
    middle, before = out.shape[axis] // 2, (slice(None),) * axis
    _fill(elements, start, strides, out[(*before, slice(middle))])
    _fill(elements, start + middle * strides[axis], strides, out[(*before, slice(middle, None))])
