"""Values as comma-separated text, as Python and numpy read them."""

import csv
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.builders.odd import ODD
from tests.gui.pages.stored import stored
from weights.export import csv as exporting
from weights.export.csv import estimated_size, write_csv


def lines(tensor: torch.Tensor, folder: Path) -> list[list[str]]:
    """The cells of each line that a tensor makes."""
    for _ in write_csv(stored(tensor), folder / "a.csv"):
        pass
    return list(csv.reader((folder / "a.csv").read_text().splitlines()))


def read_back(cells: list[list[str]], tensor: torch.Tensor) -> torch.Tensor:
    """Cells as values of the tensor's own type."""
    kind = complex if tensor.is_complex() else float if tensor.is_floating_point() else int
    read = {"true": True, "false": False}.__getitem__ if tensor.dtype == torch.bool else kind
    return torch.tensor([read(cell) for row in cells for cell in row], dtype=tensor.dtype).reshape(tensor.shape)


@pytest.mark.parametrize("name", ODD)
def test_odd_tensors_read_back(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "_AT_ONCE", 7)
    tensor = ODD[name]()
    cells = lines(tensor, tmp_path)
    if tensor.dim() > 2:
        assert cells[0] == [*(f"axis {axis}" for axis in range(tensor.dim())), "value"]
        assert [tuple(map(int, row[:-1])) for row in cells[1:]] == list(np.ndindex(*tensor.shape))
        cells = [row[-1:] for row in cells[1:]]
    elif tensor.numel():
        assert len(cells) == (tensor.shape[0] if tensor.dim() else 1)
    torch.testing.assert_close(read_back(cells, tensor), tensor, rtol=0, atol=0, equal_nan=True)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (torch.tensor([0.1]), "0.1"),
        (torch.tensor([0.1], dtype=torch.float64) / 3, "0.03333333333333333"),
        (torch.tensor([0.1], dtype=torch.bfloat16), "0.100097656"),
        (torch.tensor([0.1 - 2j], dtype=torch.complex64), "0.1-2j"),
        (torch.tensor([float("nan"), float("-inf")]), "nan\n-inf"),
        (torch.tensor([0x21], dtype=torch.uint8).view(torch.float4_e2m1fn_x2), "0.5\n1.0"),
    ],
)
def test_texts(value: torch.Tensor, text: str, tmp_path: Path) -> None:
    assert "\n".join(cell for (cell,) in lines(value, tmp_path)) == text


def test_the_size_is_about_what_was_said(tmp_path: Path) -> None:
    for tensor in (torch.randn(200, 30), torch.randn(10, 20, 30), torch.randn(2000, dtype=torch.float64)):
        lines(tensor, tmp_path)
        size = (tmp_path / "a.csv").stat().st_size
        assert 0.7 < size / estimated_size(stored(tensor)) < 1.4
        (tmp_path / "a.csv").unlink()
