"""Tensors at the edge of what a page expects. Every page must show something sensible for each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import torch


def _with_infinities() -> torch.Tensor:
    tensor = torch.linspace(-1, 1, 60).reshape(6, 10)
    tensor[0, 0], tensor[5, 9], tensor[3, 3] = float("inf"), float("-inf"), float("nan")
    return tensor


ODD: Mapping[str, Callable[[], torch.Tensor]] = {
    "all NaN": lambda: torch.full((4, 5), float("nan")),
    "all infinite": lambda: torch.full((3, 4), float("-inf")),
    "empty": lambda: torch.empty(0),
    "empty matrix": lambda: torch.empty(0, 7),
    "no rank": lambda: torch.tensor(2.5),
    "one value": lambda: torch.full((1, 1), 3.0),
    "one row": lambda: torch.arange(40, dtype=torch.float32).reshape(1, 40),
    "one column": lambda: torch.arange(40, dtype=torch.bfloat16).reshape(40, 1),
    "vector": lambda: torch.linspace(-2, 2, 33),
    "constant": lambda: torch.full((8, 8), 0.25, dtype=torch.float16),
    "all zero": lambda: torch.zeros(5, 6),
    "denormal": lambda: torch.full((4, 6), 1e-42) * torch.arange(24, dtype=torch.float32).reshape(4, 6),
    "denormal float64": lambda: torch.full((4, 6), 5e-324, dtype=torch.float64),
    "infinities": _with_infinities,
    "huge": lambda: torch.full((3, 5), 1e308, dtype=torch.float64) * torch.tensor([1.0, -1.0, 1.0, -1.0, 1.5]),
    "complex": lambda: torch.complex(torch.ones(3, 4), torch.arange(12, dtype=torch.float32).reshape(3, 4)),
    "int64": lambda: torch.tensor([[2**62, -(2**62)], [0, 7]]),
    "int8": lambda: torch.arange(-128, 127, dtype=torch.int8).reshape(5, 51),
    "uint8": lambda: torch.arange(200, dtype=torch.uint8).reshape(10, 20),
    "bool": lambda: torch.tensor([[True, False, True], [False, False, True]]),
    "float8": lambda: torch.linspace(-3, 3, 24).reshape(4, 6).to(torch.float8_e4m3fn),
    "kernel": lambda: torch.linspace(-1, 1, 8 * 3 * 5 * 5).reshape(8, 3, 5, 5),
    "five axes": lambda: torch.linspace(-1, 1, 2 * 3 * 4 * 5 * 2).reshape(2, 3, 4, 5, 2),
    "transposed": lambda: torch.linspace(-1, 1, 35).reshape(5, 7).t(),
    "broadcast": lambda: torch.tensor([1.0, 2.0, 3.0]).expand(4, 3),
}
