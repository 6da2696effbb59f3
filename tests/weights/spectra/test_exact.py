"""Singular values by decomposing block after block, against the matrices' own and numpy."""

import numpy as np
import pytest
import torch

from tests.weights.spectra.matrices import VALUES, in_blocks, of_values
from weights.spectra import exact
from weights.spectra.exact import singular_values

LIKE = torch.empty(0, dtype=torch.float64)


@pytest.fixture(params=[41, 100, 5000])
def held(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many rows are held at once: with few of them, a small matrix is decomposed many times over."""
    monkeypatch.setattr(exact, "capacity", lambda rows, columns: min(rows, request.param))
    rows: int = request.param
    return rows


@pytest.mark.parametrize("size", [1, 7, 300])
@pytest.mark.parametrize("name", VALUES)
def test_finds_the_values_a_matrix_was_made_of(held: int, name: str, size: int) -> None:
    values = VALUES[name]
    found = singular_values(in_blocks(of_values(values, 300), size)(), LIKE, 300, len(values))
    torch.testing.assert_close(found, values, rtol=0, atol=1e-14 * float(values.max()) + 1e-300)


def test_complex(held: int) -> None:
    matrix = torch.randn(200, 30, dtype=torch.complex128)
    expected = np.linalg.svd(matrix.numpy(), compute_uv=False)
    assert singular_values(in_blocks(matrix, 64)(), LIKE.to(matrix.dtype), 200, 30).numpy() == pytest.approx(
        expected, rel=1e-12
    )


def test_square_and_in_one_block() -> None:
    matrix = torch.randn(50, 50, dtype=torch.float64)
    expected = np.linalg.svd(matrix.numpy(), compute_uv=False)
    assert singular_values(iter([matrix]), LIKE, 50, 50).numpy() == pytest.approx(expected, rel=1e-10)


def test_wider_than_high() -> None:
    matrix = of_values(VALUES["even"], 90).T
    found = singular_values(in_blocks(matrix, 7)(), LIKE, 40, 90)
    assert found.numpy() == pytest.approx(VALUES["even"].numpy(), rel=1e-12)
