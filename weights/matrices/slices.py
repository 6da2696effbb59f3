"""A tensor of any rank seen as a matrix: two of its axes, at fixed indices along the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from weights.layout import Box
from weights.tensors import Readable, Stored

if TYPE_CHECKING:
    from numpy.typing import NDArray

Index = tuple[int, ...]


class Area(NamedTuple):
    """A part of a matrix: its rows from `top` to before `bottom`, and its columns from `left` to before `right`."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def rows(self) -> int:
        return self.bottom - self.top

    @property
    def columns(self) -> int:
        return self.right - self.left


class Matrix(Protocol):
    """Anything two-dimensional whose codes can be read."""

    @property
    def data(self) -> Readable: ...

    @property
    def rows(self) -> int: ...

    @property
    def columns(self) -> int: ...

    @property
    def goes_by_columns(self) -> bool:
        """Whether a column lies closer together in the file than a row, so that it is better read by columns."""

    def index(self, row: int, column: int) -> Index:
        """The index in the tensor of an element."""

    def read(self, top: int, bottom: int, left: int, right: int) -> NDArray[Any]:
        """The codes of an area, of shape (rows, columns). Raises Unreadable, FileChanged, IndexError."""


@dataclass(frozen=True, slots=True)
class Slice:
    """A matrix in a tensor. Its rows run along `row_axis`; None makes a single row. Columns likewise.

    `fixed` has an entry for each axis of the tensor; those of the two axes are not looked at.
    """

    data: Readable
    row_axis: int | None
    column_axis: int | None
    fixed: Index

    @property
    def rows(self) -> int:
        return self._length(self.row_axis)

    @property
    def columns(self) -> int:
        return self._length(self.column_axis)

    @property
    def goes_by_columns(self) -> bool:
        if self.row_axis is None or self.column_axis is None or not isinstance(self.data, Stored):
            return False
        return self.data.strides[self.row_axis] < self.data.strides[self.column_axis]

    def without_repeats(self) -> Slice:
        """The same, with one row where a broadcast axis makes all of them alike, and one column likewise."""
        if not isinstance(self.data, Stored):
            return self
        strides = self.data.strides
        row_axis, column_axis = (
            axis if axis is None or strides[axis] else None for axis in (self.row_axis, self.column_axis)
        )
        fixed = tuple(at if stride else 0 for at, stride in zip(self.fixed, strides, strict=True))
        return Slice(self.data, row_axis, column_axis, fixed)

    def index(self, row: int, column: int) -> Index:
        """The index in the tensor of an element of the matrix."""
        return tuple(first for first, _ in self.box(row, row + 1, column, column + 1))

    def box(self, top: int, bottom: int, left: int, right: int) -> Box:
        """The block of the tensor that holds the rows and columns from the first to before the last."""
        spans = [(place, place + 1) for place in self.fixed]
        if self.row_axis is not None:
            spans[self.row_axis] = (top, bottom)
        if self.column_axis is not None:
            spans[self.column_axis] = (left, right)
        return tuple(spans)

    def read(self, top: int, bottom: int, left: int, right: int) -> NDArray[Any]:
        """Codes of shape (bottom - top, right - left). Raises Unreadable, FileChanged, IndexError."""
        codes = self.data.read(self.box(top, bottom, left, right))
        turned = self.row_axis is not None and self.column_axis is not None and self.row_axis > self.column_axis
        shape = (bottom - top, right - left)
        return codes.reshape(shape[::-1]).T if turned else codes.reshape(shape)

    def _length(self, axis: int | None) -> int:
        if 0 in self.data.shape:
            return 0
        return 1 if axis is None else self.data.shape[axis]


def whole(data: Readable) -> Slice:
    """The matrix a tensor is first seen as: its last two axes at the start of all others; a vector is one row."""
    rank = len(data.shape)
    row_axis = rank - 2 if rank > 1 else None
    return Slice(data, row_axis, rank - 1 if rank else None, (0,) * rank)


def bands(area: Area, at_most: int, by_columns: bool) -> Iterator[Area]:
    """Cut an area into parts of about `at_most` elements, in the order in which they are best read."""
    if by_columns:
        for turned in bands(Area(area.left, area.right, area.top, area.bottom), at_most, by_columns=False):
            yield Area(turned.left, turned.right, turned.top, turned.bottom)
        return
    width = min(area.columns, at_most)
    height = max(1, at_most // max(width, 1))
    for top in range(area.top, area.bottom, height):
        for left in range(area.left, area.right, max(width, 1)):
            yield Area(top, min(top + height, area.bottom), left, min(left + width, area.right))
