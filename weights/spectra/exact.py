"""All singular values of a tall matrix that comes in blocks of rows, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterable

import torch

from weights.spectra.cost import capacity


def singular_values(blocks: Iterable[torch.Tensor], rows: int, columns: int) -> torch.Tensor:
    """The singular values of shape (columns,), descending, of blocks of shape (n, columns) with `rows` rows in all.

    R of A = QR has A's singular values, and so has R of [R; B] those of [A; B] (Demmel et al. 2012, sequential TSQR):
    unlike with A'A, the small ones keep their digits.
    """
    held = capacity(rows, columns)
    stack: torch.Tensor | None = None
    filled = 0
    for block in blocks:
        stack = block.new_empty((held, columns)) if stack is None else stack
        rest = block
        while len(rest):
            if filled == held:
                stack[:columns] = torch.linalg.qr(stack, mode="r").R
                filled = columns
            taken = min(held - filled, len(rest))
            stack[filled : filled + taken] = rest[:taken]
            filled, rest = filled + taken, rest[taken:]
    if stack is None:
        raise ValueError("a matrix without rows has no singular values")
    values: torch.Tensor = torch.linalg.svdvals(stack[:filled])
    return values
