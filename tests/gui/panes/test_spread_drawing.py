import pytest

from gui.panes.spread_drawing import symlog


def test_zero_is_in_the_middle_and_the_largest_at_the_end() -> None:
    assert [symlog(value, 2.0) for value in (-2.0, 0.0, 2.0)] == pytest.approx([-1.0, 0.0, 1.0])


def test_small_values_are_told_apart_beside_large_ones() -> None:
    assert symlog(0.2, 100.0) < symlog(0.4, 100.0) - 0.01


def test_a_file_of_zeros_has_a_scale() -> None:
    assert symlog(0.0, 0.0) == 0.0
