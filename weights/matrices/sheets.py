"""Kernels as a sheet of tiles: of `[out, in, height, width]`, `out` goes down and `in` across."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from weights.tensors import Readable

if TYPE_CHECKING:
    from numpy.typing import NDArray

Index = tuple[int, ...]
_LARGEST_TILE = 16


@dataclass(frozen=True, slots=True)
class Sheet:
    """A matrix of the tiles of a tensor of four axes, side by side without gaps."""

    data: Readable

    @property
    def tile(self) -> tuple[int, int]:
        """Rows and columns of a tile."""
        return self.data.shape[2], self.data.shape[3]

    @property
    def rows(self) -> int:
        return 0 if 0 in self.data.shape else self.data.shape[0] * self.data.shape[2]

    @property
    def columns(self) -> int:
        return 0 if 0 in self.data.shape else self.data.shape[1] * self.data.shape[3]

    @property
    def goes_by_columns(self) -> bool:
        return False

    def index(self, row: int, column: int) -> Index:
        """The index in the tensor of an element of the sheet."""
        height, width = self.tile
        return row // height, column // width, row % height, column % width

    def read(self, top: int, bottom: int, left: int, right: int) -> NDArray[Any]:
        """Codes of shape (bottom - top, right - left). Raises Unreadable, FileChanged, IndexError."""
        height, width = self.tile
        down, across = (top // height, -(-bottom // height)), (left // width, -(-right // width))
        codes = self.data.read((down, across, (0, height), (0, width)))
        count_down, count_across = down[1] - down[0], across[1] - across[0]
        sheet = codes.transpose(0, 2, 1, 3).reshape(count_down * height, count_across * width)
        first_row, first_column = down[0] * height, across[0] * width
        return sheet[top - first_row : bottom - first_row, left - first_column : right - first_column]


def has_tiles(shape: tuple[int, ...]) -> bool:
    """Whether a tensor of this shape is first seen as a sheet: four axes, of which the last two are small."""
    return len(shape) == 4 and max(shape[2:]) <= _LARGEST_TILE and max(shape[2:]) > 1
