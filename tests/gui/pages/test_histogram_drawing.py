"""What is drawn of a distribution."""

import numpy as np
import pytest
import torch

from gui.pages.histogram_drawing import Look, draw, limits_of
from tests.gui.pages.stored import distribution_of
from weights.statistics.histogram import Scale

NORMAL = distribution_of(torch.randn(20000, generator=torch.Generator().manual_seed(1)).bfloat16())


@pytest.mark.parametrize("scale", list(Scale))
@pytest.mark.parametrize("limits", [None, (-1.0, 2.0), (3.0, 9.0)])
def test_every_finite_value_is_drawn_once(scale: Scale, limits: tuple[float, float] | None) -> None:
    drawing = draw(NORMAL, Look(scale=scale, limits=limits))
    assert drawing is not None
    histogram = drawing.histogram
    assert float(drawing.heights.sum()) + histogram.zeros + histogram.below + histogram.above == pytest.approx(20000)


def test_a_density_has_the_area_of_what_it_shows() -> None:
    drawing = draw(NORMAL, Look(is_density=True))
    assert drawing is not None
    area = float((drawing.heights * np.diff(drawing.histogram.edges)).sum())
    assert area == pytest.approx(drawing.histogram.counts.sum() / 20000)
    assert drawing.tails == (None, None)


def test_logarithms_of_counts() -> None:
    plain, logarithmic = draw(NORMAL, Look()), draw(NORMAL, Look(is_log=True))
    assert plain is not None
    assert logarithmic is not None
    full = plain.heights >= 1
    assert logarithmic.heights[full] == pytest.approx(np.log10(plain.heights[full]))
    assert logarithmic.highest == pytest.approx(plain.highest)


def test_whole_numbers_get_a_bin_each() -> None:
    drawing = draw(distribution_of(torch.tensor([1, 2, 2, 5])), Look())
    assert drawing is not None
    assert drawing.histogram.edges.tolist() == [0.5, 1.5, 2.5, 3.5, 4.5, 5.5]
    assert drawing.heights.tolist() == [1, 2, 0, 0, 1]


def test_zeros_are_a_spike_that_does_not_flatten_the_rest() -> None:
    drawing = draw(distribution_of(torch.cat([torch.zeros(100_000), torch.randn(1000)])), Look())
    assert drawing is not None
    assert drawing.spike == 100_000
    assert drawing.top == drawing.heights.max()


@pytest.mark.parametrize("tensor", [torch.ones(5), torch.zeros(5), torch.full((5,), torch.nan), torch.empty(0)])
def test_nothing_is_drawn_where_there_are_no_two_values(tensor: torch.Tensor) -> None:
    assert draw(distribution_of(tensor), Look()) is None


def test_places_and_values_are_inverse() -> None:
    drawing = draw(NORMAL, Look(scale=Scale.SYMLOG))
    assert drawing is not None
    assert drawing.value(drawing.place(-0.7)) == pytest.approx(-0.7)
    assert limits_of(NORMAL) == pytest.approx((drawing.histogram.edges[0], drawing.histogram.edges[-1]))


def test_a_range_wider_than_float64_is_cut_short() -> None:
    drawing = draw(distribution_of(torch.tensor([-1.7e308, 0.0, 1.7e308], dtype=torch.float64)), Look())
    assert drawing is not None
    assert np.isfinite(drawing.places[-1] - drawing.places[0])
    assert (drawing.tails, drawing.spike) == ((1, 1), 1)
