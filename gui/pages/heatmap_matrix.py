"""Which matrix of a tensor is pictured, and what its rows and columns are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gui.models.plane import Slice as Plane
from gui.pages.heatmap_image import Axes
from weights.matrices.sheets import Sheet, has_tiles
from weights.matrices.slices import Matrix, Slice, whole

if TYPE_CHECKING:
    from weights.tensors import Readable


def matrix_of(data: Readable, plane: Plane | None, *, wants_tiles: bool) -> Matrix:
    """Kernels as tiles where they are small; else the two axes of the plane; a tensor without a plane as one row."""
    if wants_tiles and has_tiles(data.shape):
        return Sheet(data)
    if plane is None:
        return whole(data)
    return Slice(data, plane.row_axis, plane.column_axis, plane.at)


def axes_of(matrix: Matrix) -> Axes:
    """What stands beside its picture."""
    rank = len(matrix.data.shape)
    if isinstance(matrix, Sheet):
        return Axes("axis 0", "axis 1", matrix.tile)
    if isinstance(matrix, Slice) and rank > 2:
        return Axes(f"axis {matrix.row_axis}", f"axis {matrix.column_axis}")
    return Axes() if rank == 2 else Axes("", "index" if rank else "")
