"""First values as text for a clipboard."""

import pytest
import torch

from tests.builders.odd import ODD
from tests.gui.pages.stored import stored
from weights.export.clipping import clip


@pytest.mark.parametrize("name", ODD)
def test_odd_tensors(name: str) -> None:
    tensor = ODD[name]()
    clipping = clip(stored(tensor), 50)
    assert (clipping.values, clipping.total) == (min(50, tensor.numel()), tensor.numel())
    assert len(clipping.text.split()) == clipping.values


def test_rows_are_lines() -> None:
    cube = torch.arange(12).reshape(2, 3, 2)
    assert clip(stored(cube), 7).text == "0\t1\n2\t3\n4\t5\n6"
    assert clip(stored(torch.arange(3)), 7).text == "0\n1\n2"
    assert clip(stored(torch.arange(10).reshape(2, 5)), 3).text == "0\t1\t2"
