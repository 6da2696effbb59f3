"""Zero rows and columns, against numpy."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from tests.generators import result_of
from tests.gui.pages.stored import stored
from weights.findings import zero_lines as module
from weights.findings.zero_lines import ZeroLines, zero_lines

sparse = arrays(np.int8, array_shapes(min_dims=2, max_dims=4, max_side=6), elements=st.integers(-1, 1), fill=st.just(0))


def expected(values: np.ndarray) -> tuple[ZeroLines | None, ZeroLines | None]:
    lines = [values.reshape(len(values), -1), *([values.T] if values.ndim == 2 else [])]
    found = [
        ZeroLines(int(zero.sum()), len(zero), int(zero.argmax())) if zero.any() and each.shape[1] > 1 else None
        for each in lines
        for zero in [(each == 0).all(axis=1)]
    ]
    return found[0], found[1] if len(found) > 1 else None


@given(values=sparse, turned=st.booleans(), at_once=st.integers(1, 40))
def test_they_are_those_that_numpy_finds(values: np.ndarray, turned: bool, at_once: int) -> None:
    tensor = (
        torch.from_numpy(values.T.copy()).permute(*reversed(range(values.ndim))) if turned else torch.from_numpy(values)
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_AT_ONCE", at_once)
        assert result_of(zero_lines(stored(tensor))) == expected(values)


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16, torch.float8_e4m3fn, torch.float64, torch.complex64])
def test_a_negative_zero_is_zero_and_a_nan_is_not(dtype: torch.dtype) -> None:
    tensor = torch.ones(4, 3).to(dtype)
    tensor[1] = torch.tensor(-0.0).to(dtype)
    tensor[2] = torch.tensor(float("nan")).to(dtype)
    assert result_of(zero_lines(stored(tensor))) == (ZeroLines(1, 4, 1), None)


def test_two_values_in_a_byte_are_both_looked_at() -> None:
    codes = torch.tensor([[0x08, 0x80], [0x08, 0x10]], dtype=torch.uint8).view(torch.float4_e2m1fn_x2)
    assert result_of(zero_lines(stored(codes))) == (ZeroLines(1, 2, 0), ZeroLines(1, 2, 0))
