"""Tensors of any rank as one matrix of numbers."""

import numpy as np
import pytest
import torch

from tests.builders.odd import ODD
from tests.gui.pages.stored import stored
from weights.errors import Unreadable
from weights.spectra import unfolding
from weights.spectra.cost import WIDEST
from weights.spectra.unfolding import Unfolding


def is_sound(tensor: torch.Tensor) -> bool:
    return tensor.dim() > 1 and tensor.numel() > 0 and bool(torch.isfinite(tensor.to(torch.complex128)).all())


READABLE = [name for name, make in ODD.items() if is_sound(make())]


@pytest.mark.parametrize("at_once", [1, 50, 1 << 21])
@pytest.mark.parametrize("name", READABLE)
def test_blocks_are_the_first_axis_by_all_others(name: str, at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unfolding, "_AT_ONCE", at_once)
    tensor = ODD[name]()
    matrix = Unfolding(stored(tensor))
    rows = np.concatenate([np.empty((0, matrix.columns)), *matrix.blocks()])
    expected = tensor.to(torch.complex128 if tensor.is_complex() else torch.float64).reshape(tensor.shape[0], -1)
    expected = expected if expected.shape[1] <= WIDEST * expected.shape[0] else expected.T
    assert rows.tolist() == expected.tolist()
    assert (matrix.rows, matrix.columns) == expected.shape


@pytest.mark.parametrize("bad", [torch.nan, torch.inf])
def test_what_is_not_finite_is_said(bad: float) -> None:
    tensor = torch.ones(6, 4)
    tensor[5, 3] = bad
    with pytest.raises(Unreadable, match="NaN or infinite"):
        list(Unfolding(stored(tensor)).blocks())


@pytest.mark.parametrize(
    ("dtype", "element"),
    [
        (torch.bfloat16, "float32"),
        (torch.int16, "float32"),
        (torch.int32, "float64"),
        (torch.float64, "float64"),
        (torch.complex64, "complex64"),
        (torch.complex128, "complex128"),
    ],
)
def test_elements_hold_every_value(dtype: torch.dtype, element: str) -> None:
    matrix = Unfolding(stored(torch.ones(3, 2, dtype=dtype)))
    assert matrix.element == element
    assert next(matrix.blocks()).dtype == element
