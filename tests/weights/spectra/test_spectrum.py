"""What follows from singular values."""

import math

import numpy as np
import pytest

from weights.errors import NotComputed
from weights.spectra.spectrum import Spectrum, spectrum_of


def of(*values: float, norm: float | None = None, error: float | None = None) -> Spectrum:
    return spectrum_of((5, 10), np.array(values), norm=norm, error=error)


def test_effective_rank_of_equal_values_is_their_number() -> None:
    assert of(2, 2, 2, 0).effective_rank == pytest.approx(3)


def test_effective_rank_is_the_exponential_of_the_entropy() -> None:
    entropy = -(0.75 * math.log(0.75) + 0.25 * math.log(0.25))
    assert of(3e-200, 1e-200).effective_rank == pytest.approx(math.exp(entropy))


def test_stable_rank() -> None:
    assert of(4, 2, 2).stable_rank == pytest.approx(24 / 16)


def test_energy_and_the_rank_that_holds_a_share_of_it() -> None:
    spectrum = of(3, 1, 0)
    assert spectrum.energy.tolist() == pytest.approx([0.9, 1, 1])
    assert (spectrum.rank_for(0.85), spectrum.rank_for(0.99)) == (1, 2)


def test_of_the_largest_values_only() -> None:
    spectrum = of(3, 1, error=0.01, norm=5.0)
    assert spectrum.energy.tolist() == pytest.approx([9 / 25, 10 / 25])
    assert spectrum.effective_rank is None
    assert spectrum.rank_for(0.9) is None


def test_zero_matrix() -> None:
    spectrum = of(0, 0)
    assert spectrum.energy.tolist() == [0, 0]
    assert (spectrum.effective_rank, spectrum.stable_rank, spectrum.rank_for(0.9)) == (None, None, None)


@pytest.mark.parametrize("values", [(math.inf, 1.0), (1.5e308, 1.5e308)])
def test_values_beyond_float64_are_said(values: tuple[float, float]) -> None:
    with pytest.raises(NotComputed, match="larger than"):
        of(*values)
