"""Ridges over common bins, against histograms of numpy."""

import numpy as np
import pytest
import torch

from gui.pages.ridge_drawing import Ridge, RidgeDrawing, RidgeLook, draw_ridges, profile
from tests.builders.odd import ODD
from tests.gui.pages.stored import distribution_of
from weights.statistics.histogram import Scale
from weights.tree import Node

RANDOM = torch.Generator().manual_seed(0)
WIDE, NARROW = (scale * torch.randn(5000, generator=RANDOM) for scale in (2.0, 0.5))


def ridge(tensor: torch.Tensor | None) -> Ridge:
    counted = profile(distribution_of(tensor)) if tensor is not None else None
    return Ridge("a", Node("a", "a"), counted)


def drawn(look: RidgeLook, *tensors: torch.Tensor | None) -> RidgeDrawing:
    drawing = draw_ridges([ridge(tensor) for tensor in tensors], look)
    assert drawing is not None
    return drawing


@pytest.mark.parametrize("scale", Scale)
def test_shares_are_those_of_the_values_between_the_edges(scale: Scale) -> None:
    drawing = drawn(RidgeLook(scale, limits=(-1.0, 3.0)), WIDE, NARROW)
    for shares, tensor in zip(drawing.shares, (WIDE, NARROW), strict=True):
        expected = np.histogram(tensor.numpy(), drawing.edges)[0] / tensor.numel()
        assert shares == pytest.approx(expected)


def test_the_range_holds_that_of_every_ridge() -> None:
    low, high = drawn(RidgeLook(), WIDE, NARROW + 20).limits
    assert low < -5
    assert high > 20


def test_heights_are_on_one_scale_unless_each_has_its_own() -> None:
    assert drawn(RidgeLook(), WIDE, NARROW).heights.max(axis=1) == pytest.approx([0.25, 1], abs=0.05)
    assert drawn(RidgeLook(is_own=True), WIDE, NARROW).heights.max(axis=1).tolist() == [1, 1]


def test_zeros_are_a_spike_of_their_own() -> None:
    drawing = drawn(RidgeLook(), torch.cat((NARROW, torch.zeros(1000))))
    assert drawing.shares.sum() == pytest.approx(5 / 6, abs=0.001)
    assert drawing.spikes.tolist() == [1.0]


def test_a_ridge_that_is_not_counted_is_empty() -> None:
    drawing = drawn(RidgeLook(), None, NARROW, torch.empty(0))
    assert drawing.heights.any(axis=1).tolist() == [False, True, False]


def test_whole_numbers_fall_in_whole_bins() -> None:
    drawing = drawn(RidgeLook(), torch.arange(1, 11, dtype=torch.int8))
    assert np.diff(drawing.edges).tolist() == [1.0] * 10


def test_nothing_finite_is_nothing_to_draw() -> None:
    assert draw_ridges([ridge(torch.full((3,), torch.nan)), ridge(None)], RidgeLook()) is None
    assert draw_ridges([], RidgeLook()) is None


@pytest.mark.parametrize("scale", Scale)
@pytest.mark.parametrize("name", ODD)
def test_odd_tensors_have_finite_heights_over_ascending_edges(name: str, scale: Scale) -> None:
    drawing = draw_ridges([ridge(ODD[name]())], RidgeLook(scale))
    if drawing is not None:
        assert np.isfinite(drawing.heights).all()
        assert (np.diff(drawing.places) > 0).all()
        cut_off = name == "huge" and scale is Scale.LINEAR
        assert max(drawing.heights.max(), drawing.spikes.max()) == (0 if cut_off else 1)


def test_a_place_and_its_value_are_one_to_the_other() -> None:
    drawing = drawn(RidgeLook(Scale.SYMLOG), WIDE)
    assert drawing.value(drawing.place(1.25)) == pytest.approx(1.25)
    assert drawing.bin_at(drawing.places[0]) == 0
    assert drawing.bin_at(drawing.places[-1] + 1) is None
