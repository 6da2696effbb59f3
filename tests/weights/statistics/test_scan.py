"""Every element type, counted from stored bytes, against torch and the plain formulas."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from tests.weights.statistics.samples import Blocks, assert_plain, storage, stored
from weights.dtypes import BY_NAME, decode
from weights.errors import Unreadable
from weights.statistics.scan import scan, scan_now
from weights.tensors import Stored

FLOATS = [torch.float64, torch.float32, torch.float16, torch.bfloat16]
SMALL_FLOATS = [torch.float8_e4m3fn, torch.float8_e5m2, torch.float8_e4m3fnuz, torch.float8_e5m2fnuz]
INTEGERS = [torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.uint16, torch.uint32]
BLOCK_AND_A_BIT = (1 << 20) + 7


def normal(count: int, scale: float = 1.0, mean: float = 0.0) -> torch.Tensor:
    return torch.randn(count, generator=torch.Generator().manual_seed(1), dtype=torch.float64) * scale + mean


@pytest.mark.parametrize("count", [1, 5, 10_001, BLOCK_AND_A_BIT])
@pytest.mark.parametrize("dtype", FLOATS, ids=str)
def test_floats(dtype: torch.dtype, count: int) -> None:
    tensor = normal(count).to(dtype)
    found = scan_now(stored(tensor)).statistics()
    assert_plain(found, tensor.double().numpy(), found.quantile_bound)
    assert found.quantile_bound <= (2**-8 if dtype != torch.float64 else 2**-5)
    assert found.problem is None


@pytest.mark.parametrize("dtype", SMALL_FLOATS, ids=str)
def test_every_code_of_small_floats(dtype: torch.dtype) -> None:
    tensor = torch.arange(256, dtype=torch.uint8).view(dtype)
    values = tensor.double().numpy()
    found = scan_now(stored(tensor)).statistics()
    assert_plain(found, values)
    assert found.distinct == len(np.unique(values[np.isfinite(values)]))


@pytest.mark.parametrize("name", ["bfloat16", "float16"])
def test_every_code_of_16_bits(name: str) -> None:
    tensor = torch.arange(1 << 16, dtype=torch.int32).to(torch.uint16).view(getattr(torch, name))
    found = scan_now(stored(tensor)).statistics()
    values = tensor.double().numpy()
    assert_plain(found, values)
    assert found.distinct == len(np.unique(values[np.isfinite(values)]))


def test_e8m0_has_no_zero() -> None:
    dtype = BY_NAME["float8_e8m0fnu"]
    codes = np.arange(256, dtype=np.uint8)
    found = scan_now(Blocks(dtype, [codes])).statistics()
    assert (found.zeros, found.nan, found.distinct) == (0, 1, 255)
    assert (found.min, found.max) == (2.0**-127, 2.0**127)


def test_a_byte_of_two_values_counts_twice() -> None:
    dtype = BY_NAME["float4_e2m1fn_x2"]
    codes = np.arange(256, dtype=np.uint8)
    found = scan_now(Blocks(dtype, [codes])).statistics()
    assert_plain(found, decode(codes, dtype).astype(np.float64))
    assert (found.count, found.distinct) == (512, 15)


@pytest.mark.parametrize("count", [3, 10_001, BLOCK_AND_A_BIT])
@pytest.mark.parametrize("dtype", INTEGERS, ids=str)
def test_integers(dtype: torch.dtype, count: int) -> None:
    signed = dtype in {torch.int64, torch.int32, torch.int16, torch.int8}
    tensor = normal(count, 30).round().clamp(-100 if signed else 0, 100).to(torch.int64).to(dtype)
    found = scan_now(stored(tensor)).statistics()
    assert_plain(found, tensor.to(torch.int64).numpy(), found.quantile_bound)
    assert isinstance(found.min, int)


def test_booleans_count_any_nonzero_byte_as_true() -> None:
    found = scan_now(Blocks(BY_NAME["bool"], [np.array([0, 1, 2, 255], dtype=np.uint8)])).statistics()
    assert (found.zeros, found.min, found.max, found.mean, found.distinct) == (1, 0, 1, 0.75, 2)


@pytest.mark.parametrize("name", ["int64", "uint64"])
def test_extreme_integers_are_summed_exactly(name: str) -> None:
    limits = np.iinfo(name)
    values = np.array([limits.min, limits.max, limits.max, limits.max - 1], dtype=name)
    found = scan_now(Blocks(BY_NAME[name], [values[:2], values[2:]])).statistics()
    exact = [int(v) for v in values]
    assert (found.min, found.max) == (limits.min, limits.max)
    assert found.mean == sum(exact) / 4
    assert found.std == pytest.approx(np.std(np.array(exact, dtype=np.float64)))


def test_small_deviations_of_large_integers_survive() -> None:
    blocks = [np.array([0, 1, 2, 3]) + (1 << 60), np.array([4, 5, 6, 7]) + (1 << 60)]
    found = scan_now(Blocks(BY_NAME["int64"], blocks)).statistics()
    assert found.std == pytest.approx(np.std(np.arange(8)))
    assert found.kurtosis == pytest.approx(-1.2380952)


@pytest.mark.parametrize("dtype", [torch.complex64, torch.complex128, torch.complex32], ids=str)
@pytest.mark.filterwarnings("ignore:ComplexHalf support is experimental")
def test_complex_numbers_are_counted_by_magnitude(dtype: torch.dtype) -> None:
    tensor = torch.complex(normal(1000), normal(1000, 2)).to(dtype)
    found = scan_now(stored(tensor)).statistics()
    assert_plain(found, np.abs(tensor.to(torch.complex128).numpy()))


@pytest.mark.parametrize("count", [1 << 20, (1 << 20) + 1])
def test_narrow_norm_weights(count: int) -> None:
    """Mean 1, deviation 1e-5: sums of powers give an excess kurtosis of -44,548."""
    tensor = normal(count, 1e-5, 1.0).float()
    found = scan_now(stored(tensor)).statistics()
    assert_plain(found, tensor.double().numpy(), found.quantile_bound)
    assert found.quantile_bound == 0
    assert abs(found.kurtosis or 9) < 0.05


def test_narrow_doubles_are_counted_more_finely() -> None:
    tensor = normal(BLOCK_AND_A_BIT, 1e-3, 1.0)
    found = scan_now(stored(tensor)).statistics()
    assert_plain(found, tensor.numpy(), found.quantile_bound)
    assert 0 < found.quantile_bound < 1e-5


def test_a_second_pass_leaves_exact_zeros_alone() -> None:
    values = np.zeros(BLOCK_AND_A_BIT, dtype=np.float32)
    values[:1000] = 1e-42
    found = scan_now(Blocks(BY_NAME["float32"], [values])).statistics()
    assert (found.zeros, found.finite) == (values.size - 1000, values.size)


def test_a_broadcast_tensor_counts_its_storage_so_many_times() -> None:
    values = normal(6).float()
    whole = Stored(storage(values.numpy().tobytes()), BY_NAME["float32"], (6, 1000), (1, 0))
    assert_plain(scan_now(whole).statistics(), values.double().repeat_interleave(1000).numpy())


def test_a_promise_of_more_elements_than_can_be_counted_is_refused() -> None:
    endless = Stored(storage(b"\0\0\x80?"), BY_NAME["float32"], (1 << 40, 1 << 40), (0, 0))
    with pytest.raises(Unreadable, match="more than can be counted"):
        scan_now(endless)


def test_quantiles_of_large_integers_stay_inside_them() -> None:
    largest = (1 << 64) - 1
    found = scan_now(Blocks(BY_NAME["uint64"], [np.array([largest, largest - 1], dtype=np.uint64)])).statistics()
    assert found.quantiles[0.999] == largest
    assert found.quantile_bound == 2**-53


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.int64], ids=str)
def test_an_empty_tensor_has_no_figures(dtype: torch.dtype) -> None:
    found = scan_now(stored(torch.empty(0, 3, dtype=dtype))).statistics()
    assert (found.count, found.min, found.mean, found.std, found.l2) == (0, None, None, None, None)
    assert set(found.quantiles.values()) == {None}
    assert found.problem is None


@pytest.mark.parametrize("dtype", [*FLOATS, torch.float8_e5m2], ids=str)
def test_nothing_finite_has_no_figures(dtype: torch.dtype) -> None:
    tensor = torch.tensor([float("nan"), float("inf"), -float("inf"), float("nan")]).to(dtype)
    found = scan_now(stored(tensor)).statistics()
    assert (found.count, found.finite, found.nan, found.posinf, found.neginf) == (4, 0, 2, 1, 1)
    assert (found.min, found.mean, found.rms, found.problem) == (None, None, None, None)


def test_what_overflows_is_left_out_and_said() -> None:
    found = scan_now(stored(torch.tensor([1e300, -1e200], dtype=torch.float64))).statistics()
    assert (found.l2, found.rms, found.std, found.kurtosis) == (None, None, None, None)
    assert found.mean == 5e299
    assert "float64" in (found.problem or "")


def test_what_underflows_is_left_out_and_said() -> None:
    found = scan_now(stored(torch.tensor([1e-200, 3e-200], dtype=torch.float64))).statistics()
    assert (found.l2, found.std, found.skewness) == (None, None, None)
    assert found.mean == pytest.approx(2e-200, rel=1e-12)
    assert "float64" in (found.problem or "")


def test_steps_tell_how_far_they_are() -> None:
    steps = [step.done_bytes for step in scan(stored(torch.zeros(3 << 20, dtype=torch.uint8)))]
    assert steps == [1 << 20, 2 << 20, 3 << 20]
