"""A tensor as a reference: element type, shape, and where its values lie, until someone looks at them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from weights import layout
from weights.dtypes import DType
from weights.errors import Unreadable
from weights.layout import Box
from weights.source import Source

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from weights.gather import Elements

MAX_RANK = 64
_MAX_OVERLAP = 16
_MAX_ELEMENTS = (1 << 63) - 1
_MAX_COUNTED = 1 << 53  # a count beyond is no whole float64, and sums of a thousand such must fit 64 bits


class Readable(Protocol):
    """Anything whose values can be read. It has no name: names belong to the nodes of a tree.

    Two that are equal hold the same values, and so it serves as the key of what is known of them.
    """

    @property
    def dtype(self) -> DType: ...

    @property
    def shape(self) -> tuple[int, ...]: ...

    @property
    def repeats(self) -> int:
        """How many times each stored element appears in the tensor (over 1 for a broadcast one, 0 for an empty one)."""

    def blocks(self) -> Iterator[NDArray[Any]]:
        """Every stored element once, as one-dimensional arrays of codes of about 1 MiB, in the order of the file.

        The arrays share one buffer: each is good until the next is asked for. Raises Unreadable, FileChanged.
        """

    def read(self, box: Box) -> NDArray[Any]:
        """The codes of a block, in the block's shape, as a new array. Raises Unreadable, FileChanged, IndexError."""


class Storage(NamedTuple):
    """A run of elements in a file that one or more tensors look at.

    `size` is its length in bytes as the checkpoint states it; `source` holds what is there, and is None where the
    bytes were never saved (the meta device) or are missing. `crc` is the CRC-32 that `source` should have and that
    nobody has compared yet; 0 where there is none.
    """

    key: str
    size: int
    source: Source | None
    file_size: int
    big_endian: bool = False
    device: str = "cpu"
    crc: int = 0


class Stored(NamedTuple):
    """A tensor laid over a storage: element offset, shape and strides, all in elements. Equal ones are the same view.

    `conjugated` and `negated`: torch has such views, whose storage holds the values with their former signs.
    """

    storage: Storage
    dtype: DType
    shape: tuple[int, ...]
    strides: tuple[int, ...]
    offset: int = 0
    conjugated: bool = False
    negated: bool = False

    @property
    def numel(self) -> int:
        return math.prod(self.shape)

    @property
    def repeats(self) -> int:
        return layout.repeats(self.shape, self.strides)

    @property
    def extent(self) -> int:
        """Elements from the first to the last one reached; 0 for an empty tensor."""
        return layout.extent(self.shape, self.strides)

    def parts(self, size: int) -> list[Stored]:
        """Its stored elements as tensors of at most `size` bytes that can be read at the same time.

        Only this tensor itself where it cannot be cut, or where its bytes are better read in order.
        """
        source, length = self.storage.source, size // self.dtype.itemsize
        if self.extent <= length or not layout.is_run(self.shape, self.strides) or source is None or source.sequential:
            return [self]
        return [
            self._replace(shape=(min(length, self.extent - first),), strides=(1,), offset=self.offset + first)
            for first in range(0, self.extent, length)
        ]

    def problem(self) -> str | None:
        """Why this tensor cannot be read, in one sentence; None where it can. All in Python's own integers."""
        shape, strides, storage = self.shape, self.strides, self.storage
        if len(shape) != len(strides):
            return f"its shape has {len(shape)} dimensions but its strides have {len(strides)}"
        if len(shape) > MAX_RANK:
            return f"it has {len(shape)} dimensions; at most {MAX_RANK} are possible"
        if min((*shape, *strides, self.offset)) < 0:
            return "its shape, strides or offset are negative"
        numel = math.prod(shape)
        needed = (self.offset + layout.extent(shape, strides)) * self.dtype.itemsize if numel else 0
        if needed > storage.size:
            return f"it reaches byte {needed} of a storage of {storage.size} bytes"
        if numel > _MAX_ELEMENTS:
            return "its shape has more elements than any tensor can have"
        if storage.source is None:
            return "its values are not in the file"
        if needed > storage.source.size:
            return f"it reaches byte {needed} of a storage of which the file holds {storage.source.size} bytes"
        return None

    def overlap(self) -> str | None:
        """Why its values are not counted: it would take longer than the file is large, or overflow; None otherwise."""
        if self.numel > _MAX_COUNTED:
            return f"its {self.numel} elements, most of them repeated, are more than are counted"
        distinct = self.numel // max(self.repeats, 1)
        if distinct <= _MAX_OVERLAP * self.extent + 4096:
            return None
        return (
            f"its {self.numel} elements are overlapping views of only {self.extent} stored ones; they are not counted"
        )

    def blocks(self) -> Iterator[NDArray[Any]]:
        from weights import gather  # heavy: numpy, which a listing never needs

        elements = self._elements()
        overlap = self.overlap()
        if overlap is not None:
            raise Unreadable(overlap)
        return gather.blocks(elements, self.offset, self.shape, self.strides)

    def read(self, box: Box) -> NDArray[Any]:
        from weights import gather  # heavy: numpy, which a listing never needs

        return gather.read(self._elements(), self.offset, self.shape, self.strides, box)

    def _elements(self) -> Elements:
        from weights import gather  # heavy: numpy, which a listing never needs

        problem, source = self.problem(), self.storage.source
        if problem is not None or source is None:
            raise Unreadable(problem or "its values are not in the file")
        return gather.Elements(source, self.dtype, self.storage.big_endian, self.conjugated, self.negated)
