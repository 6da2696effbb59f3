"""Which part of a matrix is on the screen, and how large: plain geometry."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from weights.matrices.picture import Cell
from weights.matrices.slices import Area

LARGEST_FITTED = 120.0
"""Pixels of an element of a matrix that is so small that it would be larger still."""
_LARGEST_ZOOMED = 80.0


@dataclass(frozen=True, slots=True)
class Frame:
    """A view of `width` x `height` pixels onto a matrix whose element (`top`, `left`), a fraction, is at its corner.

    An element is `across` pixels wide and `down` pixels high. A whole matrix fills the view, whatever its proportions;
    zooming in first makes its elements square, and keeps them so. Where they are always to be square, it fills the
    view in one direction.
    """

    rows: int
    columns: int
    width: float
    height: float
    top: float = 0.0
    left: float = 0.0
    down: float = 0.0
    across: float = 0.0
    is_square: bool = False

    @staticmethod
    def fitting(rows: int, columns: int, width: float, height: float, is_square: bool = False) -> Frame:
        """All of a matrix of at least one element."""
        empty = Frame(rows, columns, max(width, 1.0), max(height, 1.0), is_square=is_square)
        return replace(empty, down=empty.fitted_down, across=empty.fitted_across)

    @property
    def fitted_down(self) -> float:
        side = min(self.height / self.rows, LARGEST_FITTED)
        return min(side, self.width / self.columns) if self.is_square else side

    @property
    def fitted_across(self) -> float:
        side = min(self.width / self.columns, LARGEST_FITTED)
        return min(side, self.height / self.rows) if self.is_square else side

    @property
    def is_fitted(self) -> bool:
        return self.down == self.fitted_down and self.across == self.fitted_across

    @property
    def drawn_width(self) -> float:
        """Pixels of the view that the matrix takes."""
        return min((self.columns - self.left) * self.across, self.width)

    @property
    def drawn_height(self) -> float:
        return min((self.rows - self.top) * self.down, self.height)

    def fitted(self) -> Frame:
        """The view of all of the matrix."""
        return Frame.fitting(self.rows, self.columns, self.width, self.height, self.is_square)

    @property
    def area(self) -> Area:
        """The elements that are at least partly in view."""
        return Area(
            min(max(math.floor(self.top), 0), self.rows - 1),
            max(min(math.ceil(self.top + self.height / self.down), self.rows), 1),
            min(max(math.floor(self.left), 0), self.columns - 1),
            max(min(math.ceil(self.left + self.width / self.across), self.columns), 1),
        )

    def cell(self, pixel_ratio: float) -> Cell:
        """The smallest cell of whole elements that takes a pixel of the screen or more."""
        down, across = self.down * pixel_ratio, self.across * pixel_ratio
        return Cell(max(1, math.ceil(1 / down - 1e-9)), max(1, math.ceil(1 / across - 1e-9)))

    def x(self, column: float) -> float:
        """Where the left edge of a column is."""
        return (column - self.left) * self.across

    def y(self, row: float) -> float:
        return (row - self.top) * self.down

    def element(self, x: float, y: float) -> tuple[int, int] | None:
        """The row and column at a place of the view."""
        row, column = math.floor(self.top + y / self.down), math.floor(self.left + x / self.across)
        return (row, column) if 0 <= row < self.rows and 0 <= column < self.columns else None

    def moved(self, right: float, below: float) -> Frame:
        """The view so many pixels further on."""
        return self._placed(self.top + below / self.down, self.left + right / self.across)

    def zoomed(self, x: float, y: float, factor: float) -> Frame:
        """Larger, or smaller for a factor under 1, around a place of the view."""
        down, across = self._enlarged(factor) if factor > 1 else self._diminished(factor)
        top, left = self.top + y / self.down - y / down, self.left + x / self.across - x / across
        return replace(self, down=down, across=across)._placed(top, left)

    def resized(self, width: float, height: float) -> Frame:
        """The same part in a view of another size; all of the matrix if it was all."""
        fitting = Frame.fitting(self.rows, self.columns, width, height, self.is_square)
        if self.is_fitted:
            return fitting
        down, across = max(self.down, fitting.fitted_down), max(self.across, fitting.fitted_across)
        return replace(fitting, down=down, across=across)._placed(self.top, self.left)

    def _enlarged(self, factor: float) -> tuple[float, float]:
        """The smaller side of an element is brought towards the larger, then both grow."""
        most_down, most_across = max(_LARGEST_ZOOMED, self.fitted_down), max(_LARGEST_ZOOMED, self.fitted_across)
        growing = [
            side for side, most in ((self.down, most_down), (self.across, most_across)) if side < most * (1 - 1e-9)
        ]
        target = min(growing, default=0.0) * factor
        return max(self.down, min(target, most_down)), max(self.across, min(target, most_across))

    def _diminished(self, factor: float) -> tuple[float, float]:
        """The way back: both shrink, each until the whole matrix fills the view."""
        least_down, least_across = self.fitted_down, self.fitted_across
        shrinking = [
            side for side, least in ((self.down, least_down), (self.across, least_across)) if side > least * (1 + 1e-9)
        ]
        target = max(shrinking, default=math.inf) * factor
        return max(min(self.down, target), least_down), max(min(self.across, target), least_across)

    def _placed(self, top: float, left: float) -> Frame:
        """With its corner there, or as near as leaves nothing beyond the matrix in view."""
        top = min(max(top, 0.0), max(self.rows - self.height / self.down, 0.0))
        left = min(max(left, 0.0), max(self.columns - self.width / self.across, 0.0))
        return replace(self, top=top, left=left)
