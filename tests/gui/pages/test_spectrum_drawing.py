"""Where a spectrum's values lie."""

import numpy as np
import pytest

from gui.pages.spectrum_drawing import Drawing, draw
from weights.spectra.spectrum import spectrum_of


def drawing_of(*values: float, is_log: bool = False) -> Drawing:
    return draw(spectrum_of((10, len(values)), np.array(values)), is_log=is_log)


@pytest.mark.parametrize("is_log", [False, True])
def test_a_place_and_back(is_log: bool) -> None:
    drawing = drawing_of(*range(1000, 0, -1), is_log=is_log)
    assert [drawing.number_at(drawing.place(number)) for number in (1, 2, 999, 1000)] == [1, 2, 999, 1000]
    first, last = drawing.limits
    assert (drawing.number_at(first), drawing.number_at(last)) == (1, 1000)


def test_zeros_are_not_drawn() -> None:
    drawing = drawing_of(100, 1, 0, 0)
    assert drawing.heights.tolist() == [2, 0]
    assert drawing.number_at(4) == 2


def test_what_is_in_sight_follows_the_values_in_sight() -> None:
    drawing = drawing_of(1e4, 1e2, 1)
    low, high = drawing.height_limits(2, 3)
    assert -0.5 < low < 0
    assert 2 < high < 2.5


def test_rounding_does_not_take_all_the_height() -> None:
    low, _ = drawing_of(1, 1e-300).height_limits(1, 2)
    assert low > -20


def test_equal_values_lie_in_the_middle() -> None:
    low, high = drawing_of(10, 10).height_limits(1, 2)
    assert low < 1 < high
    assert high - 1 == pytest.approx(1 - low)


def test_marks_where_the_shares_are_reached() -> None:
    assert drawing_of(3, 1, 1).marks == [2, 3]


def test_the_largest_alone_may_not_reach_them() -> None:
    spectrum = spectrum_of((10, 10), np.array([3.0, 1.0]), norm=5.0, error=0.01)
    assert draw(spectrum, is_log=True).marks == [None, None]
