"""Tensors to count, as a checkpoint would hold them, and the plain float64 formulas to compare with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from weights.dtypes import BY_NAME, DType
from weights.errors import Unreadable
from weights.layout import Box, dense_strides
from weights.source import Memory
from weights.statistics.summary import QUANTILES, Statistics
from weights.tensors import Storage, Stored


def stored(tensor: torch.Tensor) -> Stored:
    """A dense tensor as it lies in a file."""
    data = tensor.contiguous().reshape(-1).view(torch.uint8).numpy().tobytes() if tensor.numel() else b""
    shape = tuple(tensor.shape)
    return Stored(storage(data), BY_NAME[str(tensor.dtype).removeprefix("torch.")], shape, dense_strides(shape))


def storage(data: bytes) -> Storage:
    return Storage("0", len(data), Memory(data), len(data))


@dataclass(frozen=True)
class Blocks:
    """A Readable that hands out exactly the blocks that it is given."""

    dtype: DType
    arrays: Sequence[NDArray[Any]]
    repeats: int = 1

    @property
    def shape(self) -> tuple[int, ...]:
        return (sum(array.size for array in self.arrays),)

    def blocks(self) -> Iterator[NDArray[Any]]:
        yield from self.arrays

    def read(self, box: Box) -> NDArray[Any]:
        raise NotImplementedError


@dataclass(frozen=True)
class Torn(Blocks):
    """A Readable whose bytes end after its blocks."""

    def blocks(self) -> Iterator[NDArray[Any]]:
        yield from self.arrays
        raise Unreadable("the file ends here")


def assert_plain(found: Statistics, values: NDArray[Any], bound: float = 0.0) -> None:
    """Compare with the plain formulas over all values, in float64; quantiles within `bound`."""
    finite = values[np.isfinite(values)].astype(np.float64)
    assert (found.count, found.finite, found.zeros) == (values.size, finite.size, np.count_nonzero(finite == 0))
    assert (found.nan, found.posinf) == (np.count_nonzero(np.isnan(values)), np.count_nonzero(values == np.inf))
    assert found.neginf == np.count_nonzero(values == -np.inf)
    assert (found.min, found.max) == (finite.min(), finite.max())
    scale = float(np.abs(finite).max())
    close(found.mean, finite.mean(), scale)
    close(found.abs_mean, np.abs(finite).mean(), scale)
    close(found.l2, np.linalg.norm(finite), scale)
    close(found.rms, np.sqrt(np.mean(finite**2)), scale)
    assert_shape(found, finite)
    for q in QUANTILES:
        truth = np.quantile(finite, q, method="inverted_cdf")
        shown = found.quantiles[q]
        assert shown is not None
        assert abs(shown - truth) <= bound * abs(shown)


def assert_shape(found: Statistics, finite: NDArray[np.float64]) -> None:
    """Deviation, skewness and kurtosis against their definitions."""
    if finite.min() == finite.max():
        assert (found.std, found.skewness, found.kurtosis) == (0, None, None)
        return
    deviations = finite - finite.mean()
    std = np.sqrt(np.mean(deviations**2))
    close(found.std, std, std)
    close(found.skewness, np.mean((deviations / std) ** 3), 1 + abs(np.mean((deviations / std) ** 3)), 1e-6)
    fourth = np.mean((deviations / std) ** 4)
    close(found.kurtosis, fourth - 3, fourth, 1e-6)


def close(found: float | None, truth: Any, scale: float, tolerance: float = 1e-9) -> None:
    assert found is not None
    assert abs(found - float(truth)) <= tolerance * float(scale)
