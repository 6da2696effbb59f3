"""The singular values of a matrix, and what follows from them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from weights.errors import NotComputed


@dataclass(frozen=True, slots=True, eq=False)
class Spectrum:
    """The largest singular values of a matrix with sides `rows` >= `columns`; all of them where it is exact.

    `values` is float64 of shape (at most `columns`,), descending. `norm` is the Frobenius norm of the whole matrix.
    `error` estimates the largest relative error of a value; it is None where all are computed to float64's precision.
    """

    rows: int
    columns: int
    values: NDArray[np.float64]
    norm: float
    error: float | None
    device: str

    @property
    def is_exact(self) -> bool:
        return self.error is None

    @property
    def rounding(self) -> float:
        """Below, a value may be rounding alone: numpy's bound for ranks, and the root of it for values from A'A."""
        relative = self.rows * float(np.finfo(np.float64).eps)
        return float(self.values[0]) * (relative if self.is_exact else math.sqrt(relative))

    @property
    def energy(self) -> NDArray[np.float64]:
        """The share of the squared sum that the first k values hold, for each k; zeros for a matrix of zeros."""
        if self.norm == 0:
            return np.zeros(len(self.values))
        shares: NDArray[np.float64] = np.square(self.values / self.norm)
        return shares.cumsum().clip(max=1.0)

    @property
    def effective_rank(self) -> float | None:
        """exp of the entropy of the values divided by their sum (Roy & Vetterli 2007); None unless all are known."""
        if not self.is_exact or self.norm == 0:
            return None
        scaled = self.values / self.values[0]
        shares = scaled[scaled > 0] / scaled.sum()
        return float(np.exp(-np.sum(shares * np.log(shares))))

    @property
    def stable_rank(self) -> float | None:
        """The squared Frobenius norm over the square of the largest value."""
        return float((self.norm / self.values[0]) ** 2) if self.norm else None

    def rank_for(self, share: float) -> int | None:
        """How many of the largest values hold so much of the squared sum; None where those known hold less."""
        reached = np.flatnonzero(self.energy >= share)
        return int(reached[0]) + 1 if len(reached) else None


def spectrum_of(
    sides: tuple[int, int],
    values: NDArray[np.float64],
    *,
    norm: float | None = None,
    error: float | None = None,
    device: str = "cpu",
) -> Spectrum:
    """The spectrum of a matrix with these sides, in either order; without `norm` and `error`, of all its values.

    Raises NotComputed where they are beyond float64.
    """
    columns, rows = sorted(sides)
    norm = _norm_of(values) if norm is None else norm
    if not np.isfinite(norm):
        raise NotComputed("its singular values are larger than a float64 can be")
    return Spectrum(rows, columns, values, norm, error, device)


def _norm_of(values: NDArray[np.float64]) -> float:
    """The Frobenius norm, from all singular values; their squares may be too large or too small to add up."""
    largest = float(values[0])
    return largest * float(np.linalg.norm(values / largest)) if 0 < largest < np.inf else largest
