"""Where the elements of a tensor lie on the grid."""

import torch
from hypothesis import given
from hypothesis import strategies as st

from gui.models.plane import Slice, decoded, plane_of
from tests.gui.pages.stored import stored


@given(st.integers(1, 200), st.data())
def test_a_wrapped_vector_knows_where_each_element_is(length: int, data: st.DataObject) -> None:
    plane = plane_of((length,))
    position = data.draw(st.integers(0, length - 1))
    row, column = plane.cell((position,))
    assert row < plane.rows
    assert column < plane.columns
    assert plane.index(row, column) == (position,)


def test_any_block_of_any_two_axes_equals_that_of_torch() -> None:
    tensor = torch.randn(3, 4, 5)
    plane = Slice((3, 4, 5), row_axis=2, column_axis=0, at=(0, 1, 0))
    block = plane.read(stored(tensor), (1, 4), (0, 2))
    assert torch.equal(torch.from_numpy(block.copy()), tensor[0:2, 1, 1:4].t())


def test_axes_can_change_places() -> None:
    plane = plane_of((3, 4)).with_axes(1, 0)  # type: ignore[union-attr]
    assert (plane.rows, plane.columns) == (4, 3)
    assert plane.index(2, 1) == (1, 2)


def test_a_scalar_is_one_cell() -> None:
    plane = plane_of(())
    assert (plane.rows, plane.columns, plane.index(0, 0)) == (1, 1, ())
    assert plane.read(stored(torch.tensor(2.5)), (0, 1), (0, 1)).tolist() == [[2.5]]


def test_two_values_in_one_code_stay_in_one_cell() -> None:
    data = stored(torch.tensor([[0x21, 0x43]], dtype=torch.uint8).view(torch.float4_e2m1fn_x2))
    assert decoded(data, ((0, 1), (0, 2))).tolist() == [[[0.5, 1.0], [1.5, 2.0]]]
