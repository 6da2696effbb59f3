"""Packed distributions are those that were packed."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from tests.weights.statistics.samples import stored
from weights.statistics.compact import MOST_RUNS, packed
from weights.statistics.distribution import Distribution
from weights.statistics.scan import scan_now

DTYPES = [torch.float64, torch.float32, torch.bfloat16, torch.float16, torch.int8, torch.int64, torch.bool]


def sample(dtype: torch.dtype, count: int = 5000) -> Distribution:
    values = 30 * torch.randn(count, generator=torch.Generator().manual_seed(3), dtype=torch.float64)
    return scan_now(stored(values.to(dtype)))


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_what_is_packed_comes_back(dtype: torch.dtype) -> None:
    before = sample(dtype)
    kept = packed(before)
    after = kept.restored()
    assert kept.is_whole
    assert after.statistics() == before.statistics()
    assert after.table.low.dtype == before.table.low.dtype
    assert np.array_equal(after.table.counts, before.table.counts)


def test_cells_come_back() -> None:
    before = sample(torch.float32).reduced()
    assert packed(before).restored().quantile(0.3) == before.quantile(0.3)


def test_a_16_bit_type_takes_six_bytes_a_value() -> None:
    before = sample(torch.bfloat16)
    assert packed(before).size == 6 * before.table.low.size


def test_counts_beyond_32_bits_stay() -> None:
    before = sample(torch.bfloat16).scaled(1 << 33)
    assert packed(before).restored().count == before.count


def test_very_many_runs_are_merged_and_it_says_so() -> None:
    before = sample(torch.float32, 2 * MOST_RUNS)
    kept = packed(before)
    assert not kept.is_whole
    assert kept.restored().count == before.count
    assert kept.restored().moments == before.moments


@pytest.mark.parametrize("values", [[], [float("nan")], [0.0]], ids=["empty", "nan", "zero"])
def test_without_runs(values: list[float]) -> None:
    before = scan_now(stored(torch.tensor(values, dtype=torch.bfloat16)))
    assert packed(before).restored().statistics() == before.statistics()
