"""Matrices in tensors, against torch's own indexing."""

import pytest
import torch

from tests.builders.odd import ODD
from tests.gui.pages.stored import stored
from weights.matrices.slices import Area, Slice, bands, whole

CUBE = torch.arange(3 * 4 * 5).reshape(3, 4, 5)


@pytest.mark.parametrize(("row_axis", "column_axis"), [(0, 1), (1, 0), (0, 2), (2, 0), (1, 2), (2, 1)])
def test_any_two_axes(row_axis: int, column_axis: int) -> None:
    matrix = Slice(stored(CUBE), row_axis, column_axis, (2, 3, 1))
    other = 3 - row_axis - column_axis
    expected = CUBE.select(other, (2, 3, 1)[other])
    expected = expected if row_axis < column_axis else expected.t()
    read = matrix.read(0, matrix.rows, 0, matrix.columns)
    assert read.tolist() == expected.tolist()
    assert CUBE[matrix.index(1, 2)] == expected[1, 2]


@pytest.mark.parametrize("name", ODD)
def test_every_tensor_is_a_matrix(name: str) -> None:
    data = stored(ODD[name]())
    matrix = whole(data)
    if matrix.rows:
        assert matrix.read(0, matrix.rows, 0, matrix.columns).shape == (matrix.rows, matrix.columns)
    else:
        assert 0 in data.shape


def test_a_vector_is_one_row() -> None:
    matrix = whole(stored(torch.arange(7)))
    assert (matrix.rows, matrix.columns) == (1, 7)
    assert matrix.index(0, 3) == (3,)


def test_knows_what_is_better_read_by_columns() -> None:
    assert whole(stored(CUBE[0].t())).goes_by_columns
    assert not whole(stored(CUBE)).goes_by_columns


@pytest.mark.parametrize("by_columns", [False, True])
@pytest.mark.parametrize("at_most", [1, 3, 10, 1000])
def test_bands_cover_an_area_once(at_most: int, by_columns: bool) -> None:
    covered = torch.zeros(9, 9)
    for part in bands(Area(1, 8, 2, 9), at_most, by_columns):
        assert part.rows * part.columns <= at_most
        covered[part.top : part.bottom, part.left : part.right] += 1
    assert covered.sum() == 49
    assert covered.max() == 1
