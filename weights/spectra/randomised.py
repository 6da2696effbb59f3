"""The largest singular values of a matrix too large to decompose, from a random Krylov space.

Block Krylov iteration (Musco & Musco 2015): from a random block V of directions, the space of V, (A'A)V, (A'A)^2 V ...
is built, one reading of the matrix for each, and A'A is decomposed within it (Rayleigh-Ritz). A value found this way
is never above the true one of its place; the residual of its vector tells about how far below it is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import NamedTuple

import torch

Read = Callable[[], Iterable[torch.Tensor]]
"""Begins to read the matrix anew: blocks of shape (n, columns)."""

_SEED = 1
_ROUNDS = 3  # of orthogonalising: what a matrix of low rank adds after its rank is reached is rounding at first
_NOISE = 1e-12  # of the largest square: below, squares are rounding, and their relative error says nothing


class Leading(NamedTuple):
    """The values found, descending; the estimated relative error of each; the Frobenius norm of the matrix."""

    values: torch.Tensor
    errors: torch.Tensor
    norm: float


def leading_values(read: Read, like: torch.Tensor, columns: int, *, kept: int, directions: int, passes: int) -> Leading:
    """The `kept` largest, from a space of `passes` * `directions` <= `columns` dimensions; `like` says the type."""
    basis, images = (like.new_empty((columns, passes * directions)) for _ in range(2))
    start = torch.randn((columns, directions), generator=torch.Generator().manual_seed(_SEED), dtype=torch.float64)
    fresh = _orthonormal(start.to(like), basis[:, :0])
    norm = 0.0
    for first in range(0, passes * directions, directions):
        basis[:, first : first + directions] = fresh
        image, norm = _image(read(), fresh)
        images[:, first : first + directions] = image
        if first + directions < passes * directions:
            fresh = _orthonormal(image, basis[:, : first + directions])
    return _within(basis, images, kept, norm)


def _image(blocks: Iterable[torch.Tensor], directions: torch.Tensor) -> tuple[torch.Tensor, float]:
    """A'A applied to directions, and the norm of A, in one reading."""
    image = torch.zeros_like(directions)
    squares = 0.0
    for block in blocks:
        image += block.mH @ (block @ directions)
        squares += float(torch.linalg.vector_norm(block)) ** 2
    return image, math.sqrt(squares)


def _orthonormal(directions: torch.Tensor, basis: torch.Tensor) -> torch.Tensor:
    """Orthonormal directions that, with those of the basis, span what the given ones do."""
    for _ in range(_ROUNDS):
        directions = torch.linalg.qr(directions - basis @ (basis.mH @ directions)).Q
    return directions


def _within(basis: torch.Tensor, images: torch.Tensor, kept: int, norm: float) -> Leading:
    """Rayleigh-Ritz: the eigenvalues of A'A as the basis sees it, and how far their vectors are from being its own."""
    inner = basis.mH @ images
    squares, vectors = torch.linalg.eigh((inner + inner.mH) / 2)
    squares, vectors = squares.flip(0)[:kept].clamp(min=0), vectors.flip(1)[:, :kept]
    residuals = torch.linalg.vector_norm(images @ vectors - (basis @ vectors) * squares, dim=0)
    is_noise = squares <= _NOISE * squares[0]
    errors = torch.where(is_noise, 0.0, (residuals / (2 * squares)).clamp(max=1))
    return Leading(squares.sqrt(), errors, norm)
