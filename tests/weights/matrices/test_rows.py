"""Rows and columns measured block by block, against torch and numpy in float64."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from tests.builders.odd import ODD
from tests.gui.pages.stored import stored
from tests.weights.test_find import outcome
from weights.dtypes import BY_NAME
from weights.errors import Unreadable
from weights.matrices import rows
from weights.matrices.measures import Along, RowMeasures
from weights.matrices.rows import row_measures
from weights.source import Memory
from weights.tensors import Storage, Stored

BLOCKS = (1, 7, 64, 1 << 20)
KINDS = [torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.float8_e5m2, torch.int64, torch.int8]


def measured(data: torch.Tensor | Stored, along: Along) -> RowMeasures:
    return outcome(row_measures(stored(data) if isinstance(data, torch.Tensor) else data, along))


def lines_of(tensor: torch.Tensor, along: Along) -> torch.Tensor:
    """The values as a matrix of float64, or complex128, with a row for each line."""
    wide = tensor.to(torch.complex128 if tensor.is_complex() else torch.float64)
    lines = wide if along is Along.ROWS else wide.movedim(-1, 0)
    return lines.abs().reshape(lines.shape[0], -1) if tensor.is_complex() else lines.reshape(lines.shape[0], -1)


def agrees(found: RowMeasures, lines: torch.Tensor) -> None:
    """Hold measures against those of each line by the plain formulas."""
    assert found.length == lines.shape[1]
    finite = [line[torch.isfinite(line)] for line in lines]
    assert found.nonfinite.tolist() == [lines.shape[1] - len(line) for line in finite]
    assert found.zeros.tolist() == [int((line == 0).sum()) for line in finite]
    for known, formula in (
        (found.l2, lambda line: math.hypot(*line.tolist())),
        (found.mean, lambda line: float(sum(map(Fraction, line.tolist())) / len(line))),
        (found.largest, lambda line: float(line.abs().max())),
    ):
        expected = [formula(line) if len(line) else math.nan for line in finite]
        np.testing.assert_allclose(known, expected, rtol=1e-12, atol=1e-15 * float(np.nanmax([*found.largest, 0])))


@pytest.mark.parametrize("at_once", BLOCKS)
@pytest.mark.parametrize("along", Along)
@pytest.mark.parametrize("dtype", KINDS, ids=str)
def test_a_matrix_of_each_type(monkeypatch: pytest.MonkeyPatch, dtype: torch.dtype, along: Along, at_once: int) -> None:
    monkeypatch.setattr(rows, "_AT_ONCE", at_once)
    tensor = (torch.randn(9, 13) * 3).to(dtype)
    agrees(measured(tensor, along), lines_of(tensor, along))


@pytest.mark.parametrize("along", Along)
@pytest.mark.parametrize("name", [name for name, build in ODD.items() if build().ndim and build().numel()])
def test_odd_tensors(name: str, along: Along) -> None:
    tensor = ODD[name]()
    agrees(measured(tensor, along), lines_of(tensor, along))


@pytest.mark.parametrize("at_once", BLOCKS)
@pytest.mark.parametrize("along", Along)
@pytest.mark.parametrize("axes", [(0, 1, 2), (2, 0, 1), (1, 2, 0), (2, 1, 0)])
def test_axes_in_any_order(
    monkeypatch: pytest.MonkeyPatch, axes: tuple[int, int, int], along: Along, at_once: int
) -> None:
    monkeypatch.setattr(rows, "_AT_ONCE", at_once)
    tensor = torch.randn(4, 5, 6).permute(axes)
    agrees(measured(tensor, along), lines_of(tensor, along))


@pytest.mark.parametrize("along", Along)
def test_repeated_and_overlapping_axes(along: Along) -> None:
    for tensor in (
        torch.randn(1, 5).expand(4, 5),
        torch.randn(4, 1, 3).expand(4, 6, 3),
        torch.randn(20)[::2].reshape(5, 2),
        torch.randn(20).unfold(0, 4, 2),
    ):
        agrees(measured(tensor, along), lines_of(tensor, along))


@given(
    arrays.arrays(
        np.float64,
        arrays.array_shapes(min_dims=2, max_dims=2, max_side=6),
        elements=st.floats(allow_nan=True, allow_infinity=True, width=64),
    )
)
def test_any_floats(values: np.ndarray) -> None:
    tensor = torch.from_numpy(values)
    found, lines = measured(tensor, Along.ROWS), lines_of(tensor, Along.ROWS)
    for norm, line in zip(found.l2, lines, strict=True):
        finite = line[torch.isfinite(line)].tolist()
        np.testing.assert_allclose(norm, math.hypot(*finite) if finite else math.nan, rtol=1e-13, atol=5e-324)


def test_values_far_out_neither_overflow_nor_vanish() -> None:
    tensor = torch.tensor([[1e308, 1e308], [1e-300, 1e-300], [1e200, 1.0], [5e-324, 0.0]], dtype=torch.float64)
    found = measured(tensor, Along.ROWS)
    np.testing.assert_allclose(found.l2, [math.sqrt(2) * 1e308, math.sqrt(2) * 1e-300, 1e200, 5e-324])
    np.testing.assert_allclose(found.mean, [1e308, 1e-300, 5e199, 0.0], atol=5e-324)


def test_integers_are_exact_up_to_float64() -> None:
    found = measured(torch.tensor([[2**62, 2**62], [3, 4]]), Along.ROWS)
    assert found.largest.tolist() == [2.0**62, 4.0]
    assert found.l2.tolist() == [math.sqrt(2) * 2.0**62, 5.0]


def test_two_values_that_share_a_code_both_count() -> None:
    codes = bytes([0x21, 0x43, 0x00, 0xF7])  # 0.5 1, 1.5 2 and 0 0, 6 -6
    data = Stored(Storage("0", 4, Memory(codes), 4), BY_NAME["float4_e2m1fn_x2"], (2, 2), (2, 1))
    found = measured(data, Along.ROWS)
    assert found.length == 4
    assert found.largest.tolist() == [2.0, 6.0]
    assert found.mean.tolist() == [1.25, 0.0]
    assert measured(data, Along.COLUMNS).zeros.tolist() == [2, 0]


def test_no_values_have_no_measures() -> None:
    found = measured(torch.empty(3, 0), Along.ROWS)
    assert np.isnan(found.l2).all()
    assert len(measured(torch.empty(0, 7), Along.ROWS)) == 0


def test_too_many_lines_are_refused() -> None:
    one = stored(torch.ones(1))
    with pytest.raises(Unreadable, match="at most"):
        measured(one._replace(shape=(10**9, 2), strides=(0, 0)), Along.ROWS)


def test_what_is_broadcast_is_read_once() -> None:
    found = measured(stored(torch.full((1,), 2.0))._replace(shape=(10**9, 3), strides=(0, 0)), Along.COLUMNS)
    np.testing.assert_allclose(found.l2, [2 * math.sqrt(10**9)] * 3)


def test_a_file_that_ends_too_early_is_said() -> None:
    whole = stored(torch.ones(4, 4))
    with pytest.raises(Unreadable, match="reaches byte"):
        measured(whole._replace(shape=(9, 9), strides=(9, 1)), Along.ROWS)


def test_closing_it_early_ends_its_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "_AT_ONCE", 8)
    work = row_measures(stored(torch.ones(1000, 8)), Along.ROWS)
    assert 0 < next(work) < 1
    work.close()
