"""Tensors as `.npy` files, as numpy reads them."""

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from tests.builders.odd import ODD
from tests.gui.pages.stored import stored
from weights.dtypes import BY_NAME, decode
from weights.export import ordered
from weights.export.npy import write_npy
from weights.tensors import Readable

WIDENED = {"bfloat16", "complex32"} | {name for name in BY_NAME if name.startswith(("float8", "float4"))}


def exported(data: Readable, folder: Path, *, as_codes: bool = False) -> NDArray[np.generic]:
    """What numpy reads of the file that a tensor makes."""
    for done, total in write_npy(data, folder / "a.npy", as_codes=as_codes):
        assert done <= total
    return np.load(folder / "a.npy", allow_pickle=False)  # type: ignore[no-any-return]


def same(left: NDArray[np.generic], right: NDArray[np.generic]) -> bool:
    return left.dtype == right.dtype and left.shape == right.shape and left.tobytes() == right.tobytes()


@pytest.mark.parametrize("name", ODD)
def test_odd_tensors(name: str, tmp_path: Path) -> None:
    tensor = ODD[name]()
    wanted = tensor.float() if tensor.dtype in (torch.bfloat16, torch.float8_e4m3fn) else tensor
    assert same(exported(stored(tensor), tmp_path), wanted.numpy())


@pytest.mark.parametrize("name", BY_NAME)
def test_every_type(name: str, tmp_path: Path) -> None:
    codes = torch.arange(256, dtype=torch.uint8).repeat(2)
    data = stored(codes)._replace(dtype=BY_NAME[name], shape=(2, 128 // BY_NAME[name].itemsize))
    data = data._replace(strides=(data.shape[1], 1))
    native = codes[:256].numpy().view(BY_NAME[name].codes).reshape(data.shape)
    wanted = decode(native, data.dtype) if name in WIDENED else native != 0 if name == "bool" else native
    assert same(exported(data, tmp_path), np.asarray(wanted))
    assert data.dtype.in_numpy == (name not in WIDENED)


def test_bits_can_be_kept(tmp_path: Path) -> None:
    tensor = torch.randn(3, 4).bfloat16()
    assert same(exported(stored(tensor), tmp_path, as_codes=True), tensor.view(torch.uint16).numpy())


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if a few bytes were as many as are read at once."""
    monkeypatch.setattr(ordered, "_PIECE", 48)
    monkeypatch.setattr(ordered, "_GATHERED", 160)
    return


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("axes", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (0, 2, 1), (2, 0, 1)])
def test_any_order_of_the_axes_piece_by_piece(axes: tuple[int, ...], tmp_path: Path) -> None:
    tensor = torch.arange(5 * 7 * 6).reshape(5, 7, 6)[1:, ::2].permute(axes)
    assert same(exported(stored(tensor), tmp_path), tensor.numpy())


@pytest.mark.usefixtures("small_pieces")
def test_stopping_half_way_leaves_nothing(tmp_path: Path) -> None:
    steps = write_npy(stored(torch.ones(40, 3).t()), tmp_path / "a.npy")
    next(steps)
    assert len(os.listdir(tmp_path)) == 1
    steps.close()
    assert os.listdir(tmp_path) == []
