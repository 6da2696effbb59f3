"""Rows in order, sorted, and in groups."""

import numpy as np
import pytest

from gui.models.row_order import Group, Measured, Sort, Wish, arrange
from weights.matrices.measures import Along, Measure, RowMeasures
from weights.matrices.outlying import outlying

NORMS = np.array([3.0, np.nan, 0.0, 1.0, np.inf, 3.0])


@pytest.fixture
def measured() -> Measured:
    nonfinite, zeros = np.array([0, 2, 0, 0, 0, 0]), np.array([0, 0, 2, 0, 0, 0])
    measures = RowMeasures(Along.ROWS, 2, NORMS, -NORMS, NORMS, nonfinite, zeros)
    return Measured(measures, outlying(measures))


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (Sort.IN_ORDER, [0, 1, 2, 3, 4, 5]),
        (Sort.ASCENDING, [2, 3, 0, 5, 1, 4]),
        (Sort.DESCENDING, [0, 5, 3, 2, 1, 4]),
    ],
)
def test_what_has_no_measure_comes_last(measured: Measured, sort: Sort, order: list[int]) -> None:
    arranged = arrange(measured, Wish(sort=sort))
    assert arranged.order.tolist() == arranged.listed.tolist() == order
    assert [arranged.place_of(line) for line in order] == list(range(6))
    assert not np.isinf(arranged.series).any()


def test_each_measure_has_its_own_order(measured: Measured) -> None:
    arranged = arrange(measured, Wish(Measure.MEAN, Sort.ASCENDING))
    assert arranged.order.tolist() == [0, 5, 3, 2, 1, 4]
    assert arranged.series[:4].tolist() == [-3, -3, -1, 0]


def test_a_group_is_listed_in_the_same_order(measured: Measured) -> None:
    arranged = arrange(measured, Wish(sort=Sort.DESCENDING, group=Group.ZERO))
    assert (arranged.listed.tolist(), len(arranged.order)) == ([2], 6)
    assert arranged.row_of(2) == 0
    assert arranged.row_of(3) is None


def test_groups_are_counted(measured: Measured) -> None:
    assert [measured.count(group) for group in Group] == [6, 1, 0, 0, 1]
