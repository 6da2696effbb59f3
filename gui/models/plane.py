"""How a tensor of any rank lies on a grid: which index each cell shows, and which block of the tensor a part needs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from weights.dtypes import decode

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from weights.tensors import Readable

Index = tuple[int, ...]
Span = tuple[int, int]

WRAP = 10
"""Columns that a vector is wrapped into: ten, so that a row's first index and a column's offset add up at a glance."""


class Plane(Protocol):
    """A grid of cells over a tensor of some shape."""

    @property
    def shape(self) -> tuple[int, ...]: ...

    @property
    def rows(self) -> int: ...

    @property
    def columns(self) -> int: ...

    def index(self, row: int, column: int) -> Index | None:
        """The index of the element in a cell; None for a cell past the end of a wrapped vector."""

    def cell(self, index: Index) -> tuple[int, int]:
        """The row and column of an element of this grid."""

    def row_label(self, row: int) -> str: ...

    def column_label(self, column: int) -> str: ...

    def read(self, data: Readable, rows: Span, columns: Span) -> NDArray[Any]:
        """Decoded values of a part of the grid, shape (rows, columns), and a last axis of 2 where two share a code.

        Cells past the end of a wrapped vector hold zeros. Raises Unreadable, FileChanged.
        """


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A vector or a scalar, read like text: from left to right, row after row."""

    shape: tuple[int, ...]

    @property
    def length(self) -> int:
        return self.shape[0] if self.shape else 1

    @property
    def rows(self) -> int:
        return -(-self.length // WRAP)

    @property
    def columns(self) -> int:
        return min(self.length, WRAP)

    def index(self, row: int, column: int) -> Index | None:
        position = row * WRAP + column
        if position >= self.length:
            return None
        return (position,) if self.shape else ()

    def cell(self, index: Index) -> tuple[int, int]:
        return divmod(index[0], WRAP) if index else (0, 0)

    def row_label(self, row: int) -> str:
        return str(row * WRAP) if self.shape else ""

    def column_label(self, column: int) -> str:
        return f"+{column}" if self.shape else ""

    def read(self, data: Readable, rows: Span, columns: Span) -> NDArray[Any]:
        first, stop = rows[0] * WRAP, min(rows[1] * WRAP, self.length)
        values = decoded(data, ((first, stop),)) if self.shape else decoded(data, ())[np.newaxis]
        missing = (rows[1] - rows[0]) * WRAP - len(values)
        padded = np.pad(values, [(0, missing), *((0, 0) for _ in values.shape[1:])])
        return padded.reshape(-1, WRAP, *values.shape[1:])[:, columns[0] : columns[1]]


@dataclass(frozen=True, slots=True)
class Slice:
    """Two axes of a tensor as rows and columns, at a fixed index along each other axis (`at`, one entry an axis)."""

    shape: tuple[int, ...]
    row_axis: int
    column_axis: int
    at: Index

    @property
    def rows(self) -> int:
        return self.shape[self.row_axis] if 0 not in self.shape else 0

    @property
    def columns(self) -> int:
        return self.shape[self.column_axis] if 0 not in self.shape else 0

    def index(self, row: int, column: int) -> Index | None:
        position = list(self.at)
        position[self.row_axis], position[self.column_axis] = row, column
        return tuple(position)

    def cell(self, index: Index) -> tuple[int, int]:
        return index[self.row_axis], index[self.column_axis]

    def row_label(self, row: int) -> str:
        return str(row)

    def column_label(self, column: int) -> str:
        return str(column)

    def read(self, data: Readable, rows: Span, columns: Span) -> NDArray[Any]:
        box = [(position, position + 1) for position in self.at]
        box[self.row_axis], box[self.column_axis] = rows, columns
        values = decoded(data, tuple(box))
        others = [axis for axis in range(len(self.shape)) if axis not in (self.row_axis, self.column_axis)]
        rest = range(len(self.shape), values.ndim)
        values = values.transpose(self.row_axis, self.column_axis, *rest, *others)
        return values.reshape(values.shape[: 2 + len(rest)])

    def with_axes(self, row_axis: int, column_axis: int) -> Slice:
        """The same place seen along other axes."""
        return replace(self, row_axis=row_axis, column_axis=column_axis)

    def through(self, index: Index) -> Slice:
        """The parallel slice that an element lies in."""
        return replace(self, at=index)


def plane_of(shape: tuple[int, ...]) -> Slice | Wrapped:
    """The grid a tensor is first shown on: its last two axes, at the start of all others."""
    if len(shape) < 2:
        return Wrapped(shape)
    return Slice(shape, len(shape) - 2, len(shape) - 1, (0,) * len(shape))


def decoded(data: Readable, box: tuple[Span, ...]) -> NDArray[Any]:
    """The values of a block in its own shape, with a last axis of 2 added where two values share a code."""
    codes = data.read(box)
    if data.dtype.values_per_code == 1:
        return np.asarray(decode(codes, data.dtype))
    return decode(codes[..., np.newaxis], data.dtype)
