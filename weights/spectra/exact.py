"""All singular values of a matrix that comes in blocks of rows, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterable

import torch

from weights.spectra.cost import capacity


def singular_values(blocks: Iterable[torch.Tensor], like: torch.Tensor, rows: int, columns: int) -> torch.Tensor:
    """All singular values, descending, of blocks of shape (n, columns) with `rows` rows in all; `like` says the type.

    R of A = QR has A's singular values, and so has R of [R; B] those of [A; B] (Demmel et al. 2012, sequential TSQR):
    unlike with A'A, the small ones keep their digits.
    """
    stack = like.new_empty((capacity(rows, columns), columns))
    filled = 0
    for block in blocks:
        rest = block
        while len(rest):
            if filled == len(stack):
                stack[:columns] = torch.linalg.qr(stack, mode="r").R
                filled = columns
            taken = min(len(stack) - filled, len(rest))
            stack[filled : filled + taken] = rest[:taken]
            filled, rest = filled + taken, rest[taken:]
    left = stack[:filled]
    values: torch.Tensor = torch.linalg.svdvals(left.mT if columns > rows else left)  # wide ones take LAPACK far longer
    return values
