"""A long series in few steps."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gui.pages.rows_envelope import envelope


@given(st.lists(st.floats(-1e6, 1e6), min_size=30, max_size=90), st.integers(1, 12))
def test_no_value_stands_out_of_it(values: list[float], steps: int) -> None:
    places, corners = envelope(np.array(values), 0, len(values), steps)
    assert len(places) == len(corners) == 2 * steps
    assert (corners.min(), corners.max()) == (min(values), max(values))
    assert (np.diff(places) >= 0).all()


def test_few_values_are_all_there() -> None:
    places, corners = envelope(np.arange(100.0) ** 2, 10, 14, 2)
    assert places.tolist() == [10, 11, 12, 13]
    assert corners.tolist() == [100, 121, 144, 169]


def test_nan_is_passed_over_but_for_a_step_of_nothing_else() -> None:
    series = np.array([1.0, np.nan, 3.0, 2.0, np.nan, np.nan, np.nan, np.nan])
    assert np.isnan(envelope(series, 0, 8, 2)[1]).tolist() == [False, False, True, True]
