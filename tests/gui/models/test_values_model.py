"""The table of values: what it shows against torch, page by page, whatever the shape."""

import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from gui.jobs import Runner
from gui.models.plane import Slice, plane_of
from gui.models.values_model import PAGE, PLACEHOLDER, GridPage, ValuesModel
from tests.gui.pages.stored import stored
from weights.tensors import Stored


def shown(qtbot: QtBot, model: ValuesModel, row: int, column: int) -> str:
    """The text of a cell, once it has been read."""
    index = model.index(row, column)
    qtbot.waitUntil(lambda: index.data() != PLACEHOLDER)
    return str(index.data())


@pytest.fixture
def model(runner: Runner) -> ValuesModel:
    return ValuesModel(runner)


def test_is_a_sound_model(qtbot: QtBot, model: ValuesModel) -> None:
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.QtTest)
    for tensor in (torch.randn(5, 7), torch.arange(25), torch.tensor(1.5)):
        model.show(stored(tensor), plane_of(tuple(tensor.shape)), GridPage())
        shown(qtbot, model, 0, 0)
    model.show(None, None, GridPage())
    assert model.rowCount() == 0


@pytest.mark.parametrize(
    ("dtype", "expected"),
    [
        (torch.float32, "−0.1"),
        (torch.float64, "−0.1"),
        (torch.float16, "−0.1"),
        (torch.bfloat16, "−0.1"),
        (torch.float8_e4m3fn, "−0.1"),
        (torch.complex64, "−0.1+0i"),
    ],
)
def test_native_digits_are_the_fewest(qtbot: QtBot, model: ValuesModel, dtype: torch.dtype, expected: str) -> None:
    tensor = torch.tensor([[-0.1]], dtype=torch.float64).to(dtype)
    model.show(stored(tensor), plane_of((1, 1)), GridPage())
    assert shown(qtbot, model, 0, 0) == expected


def test_float32_shows_what_a_bfloat16_really_is(qtbot: QtBot, model: ValuesModel) -> None:
    tensor = torch.tensor([[-0.1]], dtype=torch.bfloat16)
    model.show(stored(tensor), plane_of((1, 1)), GridPage())
    model.set_native(False)
    assert float(shown(qtbot, model, 0, 0).replace("−", "-")) == pytest.approx(tensor.item(), rel=1e-7)


@pytest.mark.parametrize("view", ["plain", "transposed", "every third column", "offset"])
def test_strided_tensors_read_as_torch_reads_them(qtbot: QtBot, model: ValuesModel, view: str) -> None:
    whole = torch.arange(200 * 30).reshape(200, 30)
    tensor = {
        "plain": whole,
        "transposed": whole.t(),
        "every third column": whole[:, ::3],
        "offset": whole[17:, 5:],
    }[view]
    model.show(stored(tensor), plane_of(tuple(tensor.shape)), GridPage())
    for row, column in ((0, 0), (13, 9), (tensor.shape[0] - 1, tensor.shape[1] - 1)):
        assert shown(qtbot, model, row, column) == str(tensor[row, column].item())


def test_a_slice_of_four_axes_shows_any_two_of_them(qtbot: QtBot, model: ValuesModel) -> None:
    tensor = torch.arange(3 * 4 * 5 * 6).reshape(3, 4, 5, 6)
    model.show(stored(tensor), Slice((3, 4, 5, 6), row_axis=2, column_axis=0, at=(0, 3, 0, 4)), GridPage())
    assert (model.rowCount(), model.columnCount()) == (5, 3)
    assert shown(qtbot, model, 4, 2) == str(tensor[2, 3, 4, 4].item())
    assert model.element(model.index(4, 2)) == (2, 3, 4, 4)


def test_a_vector_is_wrapped_and_ends_where_it_ends(qtbot: QtBot, model: ValuesModel) -> None:
    model.show(stored(torch.arange(25)), plane_of((25,)), GridPage())
    assert (model.rowCount(), model.columnCount()) == (3, 10)
    assert shown(qtbot, model, 2, 4) == "24"
    assert model.index(2, 5).data() == ""
    assert model.element(model.index(2, 5)) is None


def test_headers_hold_indices(model: ValuesModel) -> None:
    model.show(stored(torch.zeros(25)), plane_of((25,)), GridPage())
    assert model.headerData(2, Qt.Orientation.Vertical) == "20"
    assert model.headerData(3, Qt.Orientation.Horizontal) == "+3"


def test_the_last_of_ten_to_the_ninth_rows_is_reachable(qtbot: QtBot, model: ValuesModel) -> None:
    rows = 10**9
    one = stored(torch.tensor([2.5]))
    data = Stored(one.storage, one.dtype, (rows, 3), (0, 0))
    model.show(data, plane_of(data.shape), GridPage.holding(rows - 1, 0))
    last = model.rowCount() - 1
    assert last < PAGE
    assert model.element(model.index(last, 2)) == (rows - 1, 2)
    assert shown(qtbot, model, last, 2) == "2.5"


def test_a_read_that_fails_says_why(qtbot: QtBot, model: ValuesModel) -> None:
    whole = stored(torch.zeros(4, 4))
    model.show(Stored(whole.storage, whole.dtype, (9, 9), (9, 1)), plane_of((9, 9)), GridPage())
    with qtbot.waitSignal(model.failed) as failure:
        model.index(0, 0).data()
    assert failure.args is not None
    assert "reaches byte" in failure.args[0]
