"""Kernels as a sheet of tiles, against torch's own permutation."""

import pytest
import torch

from tests.gui.pages.stored import stored
from weights.matrices.sheets import Sheet, has_tiles

KERNELS = torch.arange(3 * 4 * 5 * 6).reshape(3, 4, 5, 6)
SHEET = Sheet(stored(KERNELS))
EXPECTED = KERNELS.permute(0, 2, 1, 3).reshape(15, 24)


@pytest.mark.parametrize("area", [(0, 15, 0, 24), (4, 5, 0, 24), (3, 12, 5, 7), (14, 15, 23, 24), (5, 5, 6, 6)])
def test_any_area(area: tuple[int, int, int, int]) -> None:
    top, bottom, left, right = area
    assert SHEET.read(*area).tolist() == EXPECTED[top:bottom, left:right].tolist()


def test_index_of_a_cell() -> None:
    assert (SHEET.rows, SHEET.columns) == (15, 24)
    assert KERNELS[SHEET.index(7, 13)] == EXPECTED[7, 13]


@pytest.mark.parametrize(
    ("shape", "answer"), [((64, 3, 7, 7), True), ((64, 3, 1, 1), False), ((8, 8, 40, 40), False), ((9, 9), False)]
)
def test_small_kernels_are_tiles(shape: tuple[int, ...], answer: bool) -> None:
    assert has_tiles(shape) is answer
