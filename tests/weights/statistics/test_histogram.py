"""Bins against numpy's on exact values, and the spreading of codes over what they stand for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.weights.statistics.test_distribution import coarse, counted
from weights.statistics.histogram import Scale, Spread, bin_edges, symlog, symlog_inverse

NORMAL = np.random.default_rng(0).normal(size=20_000)


def test_bins_of_exact_values_are_those_of_numpy() -> None:
    values = NORMAL.astype(np.float32)
    found = counted("float32", values).histogram(-2, 2, 37)
    expected, edges = np.histogram(values.astype(np.float64), bins=37, range=(-2, 2))
    np.testing.assert_allclose(found.edges, edges, atol=1e-15)
    np.testing.assert_array_equal(found.counts, expected)
    assert (found.below, found.above) == (np.sum(values < -2), np.sum(values > 2))


def test_bins_between_integers_are_those_of_numpy() -> None:
    values = np.round(NORMAL * 20).astype(np.int16)
    found = counted("int16", values).histogram(-50.5, 50.5, 101)
    expected, _ = np.histogram(values[values != 0], bins=101, range=(-50.5, 50.5))
    np.testing.assert_allclose(found.counts, expected)
    assert (found.zero_bin, found.zeros) == (50, np.sum(values == 0))


def test_a_bfloat16_is_spread_over_the_reals_that_round_to_it() -> None:
    codes = np.array([0x3F7F, 0x3F80, 0x3F81], dtype=np.uint16)  # 1 - 2^-8, 1, 1 + 2^-7
    found = counted("bfloat16", codes).histogram(1 - 2**-9, 1 + 2**-8, 3)
    np.testing.assert_allclose(found.counts, [1 / 3] * 3)


def test_bins_narrower_than_the_codes_show_no_comb() -> None:
    codes = (NORMAL.astype(np.float32).view(np.uint32) >> 16).astype(np.uint16)
    found = counted("bfloat16", codes).histogram(1, 2, 1000)
    assert (found.counts > 0).all()


def test_cells_show_no_comb_either() -> None:
    assert (coarse("float32", NORMAL).histogram(1, 2, 1000).counts > 0).all()


def test_one_value_is_one_bin() -> None:
    found = counted("float32", [2.5, 2.5]).histogram(2.5, 2.5, 100)
    assert (found.edges.tolist(), found.counts.tolist(), found.below, found.above) == ([2.5, 2.5], [2], 0, 0)
    assert found.density.tolist() == [0]


def test_zeros_outside_the_range_have_no_bin() -> None:
    found = counted("float32", [0, 0, 3]).histogram(1, 5, 4)
    assert (found.zeros, found.zero_bin, found.below) == (2, None, 0)


def test_density_times_width_is_the_count() -> None:
    found = counted("float32", NORMAL).histogram(-3, 3, 10, Scale.SYMLOG)
    np.testing.assert_allclose(found.density * np.diff(found.edges), found.counts)


def test_the_linear_threshold_is_stated_and_suits_the_data() -> None:
    found = counted("float32", NORMAL).histogram(-3, 3, 10, Scale.SYMLOG)
    assert found.threshold == 0.01


def test_symlog_bins_are_equally_wide_on_their_axis() -> None:
    edges = bin_edges(-100, 1000, 20, Scale.SYMLOG, 0.1)
    assert (edges[0], edges[-1]) == (-100, 1000)
    np.testing.assert_allclose(np.diff(symlog(edges, 0.1)), (4 + 1 + 3 + 1) / 20)


def test_a_range_wider_than_any_float_has_finite_edges() -> None:
    assert np.isfinite(bin_edges(-1.7e308, 1.7e308, 7, Scale.LINEAR, None)).all()


@given(st.floats(-1e30, 1e30), st.floats(1e-9, 1e9))
def test_symlog_can_be_undone(value: float, threshold: float) -> None:
    there_and_back = symlog_inverse(symlog(np.array([value]), threshold), threshold)
    assert there_and_back[0] == pytest.approx(value, rel=1e-9, abs=1e-300)


def test_a_place_far_below_a_narrow_interval_does_not_overflow() -> None:
    spread = Spread(np.array([1e-159]), np.array([1.5e-159]), np.array([0, 4]))
    np.testing.assert_allclose(spread.below(np.array([-1e200, 0, 1.25e-159, 1e200])), [0, 0, 2, 4])


def test_edges_reach_from_one_end_of_float64_to_the_other() -> None:
    widest = 1.79769313e308
    edges = bin_edges(-widest, widest, 3, Scale.LINEAR, None)
    assert edges.tolist() == pytest.approx([-widest, -widest / 3, widest / 3, widest])
