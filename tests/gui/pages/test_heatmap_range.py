"""Which values the ends of the colours stand for."""

import numpy as np
import pytest
import torch

from gui.color_maps import ColorRange
from gui.pages.heatmap_range import OfPixels, OfValues, RangeChoice, color_range
from tests.gui.pages.stored import distribution_of

ALL = RangeChoice(1.0, of_values=True)


def of_pixels(*values: float) -> OfPixels:
    return OfPixels(np.sort(np.array(values)))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((-1.0, 3.0), ColorRange(-3.0, 3.0, is_diverging=True)),
        ((0.0, 3.0), ColorRange(0.0, 3.0, is_diverging=False)),
        ((-3.0, -1.0), ColorRange(-3.0, -1.0, is_diverging=False)),
        ((0.25, 0.25), ColorRange(0.125, 0.375, is_diverging=False)),
        ((0.0, 0.0), ColorRange(-1.0, 1.0, is_diverging=True)),
        ((5e-324, 5e-324), ColorRange(0.0, 1e-323, is_diverging=False)),
    ],
)
def test_zero_is_in_the_middle_where_values_lie_around_it(values: tuple[float, ...], expected: ColorRange) -> None:
    assert color_range(ALL, of_pixels(*values)) == expected


def test_nothing_finite_has_no_range() -> None:
    assert color_range(ALL, of_pixels()) is None
    assert color_range(ALL, OfValues(distribution_of(torch.full((3,), torch.nan)))) is None


def test_an_outlier_does_not_stretch_a_percentile() -> None:
    tensor = torch.cat((torch.linspace(-1, 1, 9999), torch.tensor([1e6])))
    for spread in (OfValues(distribution_of(tensor)), of_pixels(*tensor.tolist())):
        shown = color_range(RangeChoice(0.99, of_values=True), spread)
        assert shown is not None
        assert shown.high == pytest.approx(0.99, rel=0.01)
        assert spread.beyond(shown.low, shown.high) == pytest.approx(0.01, abs=0.002)


def test_mostly_zeros_show_the_others() -> None:
    shown = color_range(RangeChoice(0.99, of_values=False), of_pixels(*[0.0] * 999, 7.0))
    assert shown == ColorRange(0.0, 7.0, is_diverging=False)


def test_what_is_typed_overrides() -> None:
    typed = RangeChoice(1.0, of_values=True, typed=(-1.0, 5.0))
    assert color_range(typed, of_pixels()) == ColorRange(-5.0, 5.0, is_diverging=True)
