"""The largest singular values from a random space, against all of them from numpy."""

import numpy as np
import pytest
import torch

from tests.weights.spectra.matrices import in_blocks, of_values
from weights.spectra.randomised import Leading, leading_values

LIKE = torch.empty(0, dtype=torch.float64)
DECAYING = torch.arange(1, 301, dtype=torch.float64) ** -0.5


def found(matrix: torch.Tensor, size: int = 128, kept: int = 20) -> Leading:
    like = LIKE.to(matrix.dtype)
    return leading_values(in_blocks(matrix, size), like, matrix.shape[1], kept=kept, directions=16, passes=5)


@pytest.mark.parametrize("size", [1, 90, 400])
def test_values_that_decay_are_found_to_many_digits(size: int) -> None:
    leading = found(of_values(DECAYING, 400), size)
    assert leading.values.numpy() == pytest.approx(DECAYING[:20].numpy(), rel=1e-3)
    assert leading.values[:4].numpy() == pytest.approx(DECAYING[:4].numpy(), rel=1e-9)


@pytest.mark.parametrize("matrix", [of_values(DECAYING, 400), torch.randn(400, 300, dtype=torch.float64)])
def test_values_lie_below_the_true_ones_within_the_estimate(matrix: torch.Tensor) -> None:
    leading = found(matrix)
    true = torch.from_numpy(np.linalg.svd(matrix.numpy(), compute_uv=False))[:20]
    assert (leading.values <= true * (1 + 1e-12)).all()
    assert (leading.values * (1 + 2 * leading.errors + 1e-12) >= true).all()


def test_the_norm_is_that_of_the_whole_matrix() -> None:
    assert found(of_values(DECAYING, 400)).norm == pytest.approx(float(DECAYING.norm()))


def test_low_rank() -> None:
    values = torch.cat((torch.tensor([5.0, 4.0, 3.0]), torch.zeros(297))).double()
    leading = found(of_values(values, 400))
    assert leading.values.numpy() == pytest.approx(values[:20].numpy(), abs=1e-6)
    assert leading.errors.max() < 1e-6


def test_zero() -> None:
    leading = found(torch.zeros(400, 300, dtype=torch.float64))
    assert (leading.values == 0).all()
    assert (leading.errors == 0).all()


def test_complex() -> None:
    matrix = of_values(DECAYING, 400) * torch.exp(1j * torch.linspace(0, 3, 300, dtype=torch.float64))
    assert found(matrix).values[:4].numpy() == pytest.approx(DECAYING[:4].numpy(), rel=1e-9)
