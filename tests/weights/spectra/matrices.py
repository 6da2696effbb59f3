"""Matrices whose singular values are known, and reading them in blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import torch


def of_values(values: torch.Tensor, rows: int) -> torch.Tensor:
    """A float64 matrix of shape (rows, len(values)) with these singular values."""
    generator = torch.Generator().manual_seed(7)
    left, right = (
        torch.linalg.qr(torch.randn(side, len(values), generator=generator, dtype=torch.float64)).Q
        for side in (rows, len(values))
    )
    return left * values @ right.T


def in_blocks(matrix: torch.Tensor, size: int) -> Callable[[], Iterator[torch.Tensor]]:
    """What reads a matrix in blocks of `size` rows, from the first at each call."""
    return lambda: iter(matrix.split(size))


VALUES: Mapping[str, torch.Tensor] = {
    "even": torch.linspace(2, 1, 40, dtype=torch.float64),
    "low rank": torch.cat((torch.linspace(9, 3, 5, dtype=torch.float64), torch.zeros(35, dtype=torch.float64))),
    "ill-conditioned": torch.logspace(0, -13, 40, dtype=torch.float64),
    "zero": torch.zeros(40, dtype=torch.float64),
    "one": torch.tensor([3.0], dtype=torch.float64),
}
