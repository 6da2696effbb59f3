"""Rows that stand apart, among rows of known norms."""

import numpy as np
import pytest

from weights.matrices.measures import Along, RowMeasures
from weights.matrices.outlying import DEVIATIONS, LEAST_FACTOR, outlying

REST = np.exp(np.linspace(-0.2, 0.2, 41))  # median 1; the median distance of the logarithms from 0 is 0.1


def rows_of(norms: object, nonfinite: object = 0) -> RowMeasures:
    """Rows of one value each."""
    l2 = np.array(norms, dtype=np.float64)
    bad = np.broadcast_to(np.array(nonfinite, dtype=np.int64), len(l2))
    return RowMeasures(Along.ROWS, 1, l2, l2, l2, bad, (l2 == 0).astype(np.int64))


def test_norms_beyond_six_deviations_are_far() -> None:
    limit = float(np.exp(DEVIATIONS * 1.4826 * 0.1))
    found = outlying(rows_of([*REST, limit * 1.2, limit * 0.9, 1 / limit / 1.2, 1 / limit / 0.9]))
    assert found.above.tolist() == [41]
    assert found.below.tolist() == [43]
    assert found.limits is not None
    assert found.limits.low * found.limits.high == pytest.approx(found.limits.median**2)


def test_zero_rows_and_rows_without_a_norm_are_no_part_of_the_rest() -> None:
    found = outlying(rows_of([0.0, np.nan, *REST, *[0.0] * 100], nonfinite=[0, 1, *[0] * 141]))
    assert found.zero.tolist() == [0, *range(43, 143)]
    assert found.not_finite.tolist() == [1]
    assert not len(found.below)
    assert not len(found.above)


def test_equal_norms_differ_by_a_factor_before_one_is_far() -> None:
    found = outlying(rows_of([*[2.0] * 20, 2 * (LEAST_FACTOR + 0.01), 2 * (LEAST_FACTOR - 0.01), 1.0]))
    assert found.above.tolist() == [20]
    assert found.below.tolist() == [22]


@pytest.mark.parametrize("norms", [[], [0.0] * 20, [1.0, 1.0, 1000.0]])
def test_a_few_norms_are_no_rest_to_be_far_from(norms: list[float]) -> None:
    found = outlying(rows_of(norms))
    assert found.limits is None
    assert not len(found.above)


def test_limits_may_lie_beyond_all_numbers() -> None:
    found = outlying(rows_of(10.0 ** np.linspace(-300, 300, 40)))
    assert found.limits is not None
    assert found.limits.high == np.inf
    assert not len(found.above)
