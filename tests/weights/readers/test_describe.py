"""The sentence that says what a file is."""

from contextlib import closing
from pathlib import Path

import torch

from tests.builders import tiny
from weights.opening import open_checkpoint


def test_only_the_first_of_many_keys_are_named(tmp_path: Path) -> None:
    path = tmp_path / "many.pth"
    path.write_bytes(tiny.saved({"w": torch.zeros(2), **{f"k{n}": {"n": n} for n in range(20)}}))
    with closing(open_checkpoint(path)) as checkpoint:
        assert checkpoint.about == "A dictionary with 1 tensor: w, k0, k1, k2, k3, k4 and others."
