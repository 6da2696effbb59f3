"""Moments of parts, merged, against the plain formulas over the whole."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weights.statistics.moments import Moments, of_counted

VALUES = st.lists(st.floats(-100, 100), min_size=1, max_size=30)


def moments(values: list[float]) -> Moments:
    return of_counted(np.array(values), np.ones(len(values), dtype=np.int64))


def assert_same(found: Moments, expected: Moments) -> None:
    assert found.count == expected.count
    for name, power in (("mean", 1), ("second", 2), ("third", 3), ("fourth", 4), ("absolute", 1), ("squares", 2)):
        scale = 100.0**power * found.count
        assert getattr(found, name) == pytest.approx(getattr(expected, name), abs=1e-11 * scale)


@given(VALUES)
def test_central_sums_follow_their_definition(values: list[float]) -> None:
    found, deviations = moments(values), np.array(values) - np.mean(values)
    powers = [float(np.sum(deviations**n)) for n in (2, 3, 4)]
    absolute, squares = float(np.sum(np.abs(values))), float(np.sum(np.square(values)))
    assert_same(found, Moments(len(values), float(np.mean(values)), *powers, absolute, squares))


@given(st.lists(VALUES, min_size=1, max_size=5))
def test_merged_parts_are_the_whole(parts: list[list[float]]) -> None:
    merged = sum((moments(part) for part in parts), start=Moments())
    assert_same(merged, moments([value for part in parts for value in part]))


@given(VALUES, st.integers(1, 5))
def test_scaled_is_added_so_many_times(values: list[float], times: int) -> None:
    assert_same(moments(values).scaled(times), moments(values * times))


def test_values_of_bfloat16_have_an_exact_mean() -> None:
    values, counts = np.array([1.0, 2.0**-100, -1.0]), np.array([10**12, 1, 10**12])
    assert of_counted(values, counts).mean == 2.0**-100 / (2 * 10**12 + 1)
