"""Pictures of matrices against plain formulas in torch."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from tests.builders.odd import ODD
from tests.generators import result_of
from tests.gui.pages.stored import stored
from weights.errors import Unreadable
from weights.matrices import reducing
from weights.matrices.elements import Reduction, floats
from weights.matrices.picture import Cell, Picture
from weights.matrices.reducing import reduce
from weights.matrices.sheets import Sheet
from weights.matrices.slices import Area, whole
from weights.matrices.sums import coarser

MEAN, LARGEST = Reduction


def picture_of(
    tensor: torch.Tensor, cell: tuple[int, int], reduction: Reduction = MEAN, area: Area | None = None
) -> Picture:
    matrix = whole(stored(tensor))
    return result_of(reduce(matrix, area or Area(0, matrix.rows, 0, matrix.columns), Cell(*cell), reduction))


def expected(tensor: torch.Tensor, cell: tuple[int, int], reduction: Reduction) -> torch.Tensor:
    """Cell by cell."""
    height, width = cell
    cells = [band.split(width, dim=1) for band in tensor.double().split(height)]
    if reduction is MEAN:
        return torch.tensor([[part.mean() for part in row] for row in cells])
    return torch.tensor([[part.flatten()[part.abs().argmax()] for part in row] for row in cells])


@pytest.fixture(params=[1 << 22, 200, 28])
def _any_band(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bands of many sizes, so that cells lie across them."""
    monkeypatch.setattr(reducing, "_BAND", request.param)


@pytest.mark.usefixtures("_any_band")
@pytest.mark.parametrize("reduction", Reduction)
@pytest.mark.parametrize("cell", [(1, 1), (3, 2), (4, 7), (100, 100)])
@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16, torch.float32, torch.float64, torch.int32])
@pytest.mark.parametrize("is_turned", [False, True])
def test_every_cell(reduction: Reduction, cell: tuple[int, int], dtype: torch.dtype, is_turned: bool) -> None:
    values = (torch.randn(13, 17, generator=torch.Generator().manual_seed(3)) * 100).to(dtype)
    tensor = values.t() if is_turned else values
    shown = torch.from_numpy(picture_of(tensor, cell, reduction).values).double()
    assert torch.allclose(shown, expected(tensor, cell, reduction), rtol=1e-6, atol=1e-6)


@given(st.data())
def test_any_area(data: st.DataObject) -> None:
    tensor = torch.arange(12 * 15, dtype=torch.float32).reshape(12, 15)
    top, left = data.draw(st.integers(0, 11)), data.draw(st.integers(0, 14))
    area = Area(top, data.draw(st.integers(top + 1, 12)), left, data.draw(st.integers(left + 1, 15)))
    cell = data.draw(st.tuples(st.integers(1, 6), st.integers(1, 6)))
    picture = picture_of(tensor, cell, MEAN, area)
    for row in range(area.top, area.bottom):
        for column in range(area.left, area.right):
            top, left = row // cell[0] * cell[0], column // cell[1] * cell[1]
            mean = tensor[top : top + cell[0], left : left + cell[1]].mean()
            assert picture.at(row, column) == pytest.approx(float(mean), rel=1e-6)


@pytest.mark.parametrize("reduction", Reduction)
def test_coarser_is_the_same_as_made_so(reduction: Reduction) -> None:
    tensor = torch.randn(29, 31, generator=torch.Generator().manual_seed(3))
    shown = coarser(picture_of(tensor, (2, 3), reduction), 3, 2)
    assert shown.cell == (6, 6)
    assert torch.allclose(torch.from_numpy(shown.values), expected(tensor, (6, 6), reduction).float(), atol=1e-6)


@pytest.mark.parametrize("reduction", Reduction)
def test_a_cell_carries_what_is_not_finite(reduction: Reduction) -> None:
    tensor = torch.ones(2, 6, dtype=torch.bfloat16)
    tensor[0, 1], tensor[1, 3], tensor[0, 5] = torch.nan, torch.inf, -torch.inf
    assert str(picture_of(tensor, (2, 2), reduction).values.tolist()) == "[[nan, inf, -inf]]"


@pytest.mark.usefixtures("_any_band")
def test_the_mean_of_both_infinities_is_nan_wherever_they_lie() -> None:
    tensor = torch.zeros(16, 6)
    tensor[0, 0], tensor[15, 5] = torch.inf, -torch.inf
    assert np.isnan(picture_of(tensor, (16, 6)).values).all()


@pytest.mark.parametrize("reduction", Reduction)
def test_the_largest_float64_shows(reduction: Reduction) -> None:
    assert picture_of(ODD["huge"](), (3, 1), reduction).values[0].tolist() == [1e308, -1e308, 1e308, -1e308, 1.5e308]


@pytest.mark.parametrize("reduction", Reduction)
@pytest.mark.parametrize("name", [name for name in ODD if ODD[name]().numel()])
def test_one_cell_an_element_shows_the_elements(name: str, reduction: Reduction) -> None:
    matrix = whole(stored(ODD[name]()))
    area = Area(0, matrix.rows, 0, matrix.columns)
    shown = result_of(reduce(matrix, area, Cell(1, 1), reduction)).values
    assert str(shown) == str(floats(matrix.read(*area), matrix.data.dtype, reduction))
    assert shown.dtype.name in ("float32", "float64")


def test_complex_numbers_show_their_magnitude() -> None:
    tensor = torch.tensor([[3 + 4j, 0j]])
    assert picture_of(tensor, (1, 1)).values.tolist() == [[5, 0]]


def test_partial_pictures_grow_to_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reducing, "_BAND", 40)
    monkeypatch.setattr(reducing, "_SECONDS_BETWEEN_PARTIALS", 0.0)
    tensor = torch.arange(60.0).reshape(12, 5)
    whole_one = picture_of(tensor, (4, 1)).values
    steps = list(reduce(whole(stored(tensor)), Area(0, 12, 0, 5), Cell(4, 1), MEAN))
    partials = [step.partial for step in steps if step.partial is not None]
    assert [partial.area.bottom for partial in partials] == [4, 4, 8, 8]
    assert all((partial.values == whole_one[: len(partial.values)]).all() for partial in partials)
    assert steps[-1].share == 1


@pytest.mark.parametrize("shape", [(10**9, 5), (5, 10**9), (10**6, 10**6)])
def test_what_is_repeated_is_read_once(shape: tuple[int, int]) -> None:
    values = torch.tensor([[1.0, 2, 3, 4, 5]])
    tensor = values if shape[1] == 5 else values.t() if shape[0] == 5 else values[:, 1:2]
    cell = Cell(-(-shape[0] // 10), -(-shape[1] // 10))
    matrix = whole(stored(tensor.expand(shape)))
    shown = result_of(reduce(matrix, Area(0, shape[0], 0, shape[1]), cell, MEAN)).values
    assert (torch.from_numpy(shown) == tensor.expand(cell.counts(Area(0, shape[0], 0, shape[1])))).all()


def test_a_tangle_is_refused() -> None:
    data = stored(torch.zeros(9000))._replace(shape=(8000, 1000), strides=(1, 1))
    with pytest.raises(Unreadable, match="overlapping"):
        next(reduce(whole(data), Area(0, 8000, 0, 1000), Cell(9, 9), MEAN))


def test_a_sheet_that_repeats_itself_without_end_is_refused() -> None:
    sheet = Sheet(stored(torch.ones(1, 1, 3, 3).expand(1 << 20, 1 << 20, 3, 3)))
    area = Area(0, sheet.rows, 0, sheet.columns)
    with pytest.raises(Unreadable, match="repeat"):
        result_of(reduce(sheet, area, Cell(1 << 12, 1 << 12), MEAN))
