"""A matrix, or an area of one, as a picture: one number for each cell of so many rows and columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from weights.matrices.elements import Reduction
from weights.matrices.slices import Area


class Cell(NamedTuple):
    """How many rows and columns of a matrix make one cell of a picture. Cells are counted from row 0 and column 0."""

    height: int
    width: int

    def around(self, area: Area, rows: int, columns: int) -> Area:
        """The area grown to whole cells of a matrix of so many rows and columns, whose last ones may be smaller."""
        top, left = area.top // self.height * self.height, area.left // self.width * self.width
        bottom, right = -(-area.bottom // self.height) * self.height, -(-area.right // self.width) * self.width
        return Area(top, min(bottom, rows), left, min(right, columns))

    def counts(self, area: Area) -> tuple[int, int]:
        """Rows and columns of cells that an area reaches into."""
        down = -(-area.bottom // self.height) - area.top // self.height
        across = -(-area.right // self.width) - area.left // self.width
        return down, across


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """`values` has one float32 or float64 for each cell that `area`, which begins with a whole cell, reaches into."""

    values: NDArray[Any]
    area: Area
    cell: Cell
    reduction: Reduction

    @property
    def is_exact(self) -> bool:
        """Whether each element of the matrix is a cell of its own."""
        return self.cell == (1, 1)

    def at(self, row: int, column: int) -> float | None:
        """What the picture shows at an element of the matrix; None where it does not reach."""
        area = self.area
        if not (area.top <= row < area.bottom and area.left <= column < area.right):
            return None
        return float(self.values[(row - area.top) // self.cell.height, (column - area.left) // self.cell.width])

    def part(self, area: Area) -> Picture:
        """What it shows of an area inside its own, of whole cells."""
        cell = self.cell
        top, left = (area.top - self.area.top) // cell.height, (area.left - self.area.left) // cell.width
        down, across = cell.counts(area)
        values = np.ascontiguousarray(self.values[top : top + down, left : left + across])
        return Picture(values, area, cell, self.reduction)
