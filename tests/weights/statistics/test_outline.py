"""Outlines of distributions against the values themselves."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from tests.weights.statistics.samples import stored
from weights.statistics.outline import no_counts, outline_of, quantiles
from weights.statistics.scan import scan_now

SHARES = (0.0, 0.01, 0.3, 0.5, 0.99, 1.0)
DTYPES = [torch.float64, torch.float32, torch.bfloat16, torch.float16, torch.int8]


def summed(*tensors: torch.Tensor) -> np.ndarray:
    sums = no_counts()
    for tensor in tensors:
        outline_of(scan_now(stored(tensor))).add_to(sums)
    return sums


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_quantiles_are_within_a_sixteenth(dtype: torch.dtype) -> None:
    tensor = (20 * torch.randn(20_000, generator=torch.Generator().manual_seed(2))).to(dtype)
    truth = np.quantile(tensor.double().numpy(), SHARES, method="inverted_cdf")
    assert quantiles(summed(tensor), SHARES) == pytest.approx(truth, rel=1 / 16)


def test_tensors_of_several_types_add_up() -> None:
    parts = [torch.full((10,), -2.0), torch.zeros(30).bfloat16(), torch.full((60,), 3, dtype=torch.int64)]
    assert summed(*parts).sum() == 100
    assert quantiles(summed(*parts), [0.1, 0.4, 0.41]) == pytest.approx([-2, 0, 3], rel=1 / 16)


def test_nothing_finite_has_no_quantiles() -> None:
    assert quantiles(summed(torch.tensor([float("nan")]), torch.empty(0)), SHARES) is None


def test_what_float32_cannot_hold_lies_at_the_end() -> None:
    found = quantiles(summed(torch.tensor([-1e300, 1e-300, 1e300], dtype=torch.float64)), [0, 0.5, 1])
    assert found == [-np.finfo(np.float32).max, 0, np.finfo(np.float32).max]


def test_counts_beyond_32_bits_stay() -> None:
    sums = no_counts()
    outline_of(scan_now(stored(torch.ones(2))).scaled(1 << 40)).add_to(sums)
    assert sums.sum() == 1 << 41
