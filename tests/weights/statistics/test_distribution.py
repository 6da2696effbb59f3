"""Properties of distributions over any values: merging, quantiles, ranges and masses."""

from __future__ import annotations

import math
import pickle
from dataclasses import astuple
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from tests.weights.statistics.samples import Blocks, assert_plain
from weights.dtypes import BY_NAME, decode
from weights.statistics.distribution import Distribution
from weights.statistics.histogram import Scale
from weights.statistics.scan import scan_now
from weights.statistics.summary import QUANTILES

CODES = {"float32": np.float32, "float64": np.float64, "bfloat16": np.uint16, "float16": np.float16}
CODES |= {"float8_e4m3fn": np.uint8, "float8_e5m2fnuz": np.uint8, "float4_e2m1fn_x2": np.uint8, "bool": np.uint8}
CODES |= {"int8": np.int8, "int16": np.int16, "int32": np.int32, "int64": np.int64, "uint64": np.uint64}


def counted(name: str, codes: Any) -> Distribution:
    return scan_now(Blocks(BY_NAME[name], [np.asarray(codes, dtype=CODES[name])]))


def coarse(name: str, codes: Any) -> Distribution:
    """The same as of a tensor so large that only cells are counted."""
    return counted(name, codes).reduced()


@st.composite
def blocks_of_codes(draw: st.DrawFn) -> tuple[str, list[NDArray[Any]]]:
    name = draw(st.sampled_from(sorted(CODES)))
    return name, draw(st.lists(arrays(CODES[name], st.integers(0, 40)), min_size=1, max_size=4))


def numbers(name: str, blocks: list[NDArray[Any]]) -> NDArray[Any]:
    with np.errstate(invalid="ignore"):
        values = decode(np.concatenate(blocks), BY_NAME[name])
    return (values != 0) if name == "bool" else values


@settings(deadline=None)
@given(blocks_of_codes())
def test_no_figure_is_ever_a_nan(given_blocks: tuple[str, list[NDArray[Any]]]) -> None:
    name, blocks = given_blocks
    found = scan_now(Blocks(BY_NAME[name], blocks)).statistics()
    for figure in (*astuple(found)[:16], *found.quantiles.values()):
        assert figure is None or math.isfinite(figure)


@settings(deadline=None)
@given(st.lists(arrays(np.float32, st.integers(0, 40)), min_size=1, max_size=5))
def test_any_float32_blocks_give_the_plain_figures(blocks: list[NDArray[Any]]) -> None:
    values = np.concatenate(blocks)
    found = scan_now(Blocks(BY_NAME["float32"], blocks)).statistics()
    if np.isfinite(values).any():
        assert_plain(found, values)
    else:
        assert found.mean is None


@settings(deadline=None)
@given(blocks_of_codes())
def test_the_sum_is_the_distribution_of_all(given_blocks: tuple[str, list[NDArray[Any]]]) -> None:
    name, blocks = given_blocks
    whole = counted(name, np.concatenate(blocks))
    parts = [counted(name, block) for block in blocks]
    total = sum(parts[1:], start=parts[0])
    assert tables(total) == tables(whole)
    assert total.statistics().quantiles == whole.statistics().quantiles
    assert (total.count, total.zeros, total.nan) == (whole.count, whole.zeros, whole.nan)
    assert (total.minimum, total.maximum) == (whole.minimum, whole.maximum)


def tables(distribution: Distribution) -> tuple[list[float], list[float], list[int]]:
    table = distribution.table
    return table.low.tolist(), table.high.tolist(), table.counts.tolist()


@settings(deadline=None)
@given(st.sampled_from(["float32", "float64", "int64", "uint64"]), st.data())
def test_exact_values_join_the_cells_that_hold_them(name: str, data: st.DataObject) -> None:
    a, b = (data.draw(arrays(CODES[name], st.integers(1, 40))) for _ in range(2))
    both = counted(name, np.concatenate((a, b)))
    assert tables((coarse(name, a) + counted(name, b)).reduced()) == tables(both.reduced())
    assert (coarse(name, a) + counted(name, a)).table.counts.tolist() == coarse(
        name, np.tile(a, 2)
    ).table.counts.tolist()


@pytest.mark.parametrize(("name", "codes"), [("bfloat16", [0x7F7F, 0xFF7F]), ("float64", [1.7e308, -1.7e308])])
def test_the_outermost_values_are_no_further_trouble(name: str, codes: list[float]) -> None:
    assert counted(name, codes).table.counts.tolist() == [1, 1]


def test_different_types_do_not_add() -> None:
    with pytest.raises(ValueError, match="bfloat16"):
        counted("float32", [1]) + counted("bfloat16", [1])


@settings(deadline=None)
@given(blocks_of_codes(), st.floats(0, 1))
def test_quantiles_are_the_inverted_cdf(given_blocks: tuple[str, list[NDArray[Any]]], q: float) -> None:
    name, blocks = given_blocks
    values = numbers(name, blocks)
    finite = values[np.isfinite(values)]
    if finite.size:
        truth = np.quantile(finite.astype(np.float64), q, method="inverted_cdf")
        assert float(counted(name, np.concatenate(blocks)).quantile(q) or 0) == truth


@settings(deadline=None)
@given(st.sampled_from(["float32", "float64", "int64", "int32"]), st.data())
def test_quantiles_from_cells_keep_their_bound(name: str, data: st.DataObject) -> None:
    values = data.draw(arrays(CODES[name], st.integers(1, 60)))
    finite = values[np.isfinite(values)].astype(np.float64)
    shown, bound = coarse(name, values).quantiles(QUANTILES)
    for q, value in shown.items():
        if value is not None:
            truth = np.quantile(finite, q, method="inverted_cdf")
            assert abs(np.longdouble(value) - np.longdouble(truth)) <= bound * abs(np.longdouble(value))


@settings(deadline=None)
@given(blocks_of_codes(), st.booleans(), st.integers(1, 50), st.data())
def test_the_area_of_a_histogram_is_the_count(
    given_blocks: tuple[str, list[NDArray[Any]]], reduce: bool, bins: int, data: st.DataObject
) -> None:
    name, blocks = given_blocks
    distribution = counted(name, np.concatenate(blocks))
    distribution = distribution.reduced() if reduce else distribution
    ends = sorted(data.draw(st.lists(st.floats(-300, 300), min_size=2, max_size=2)))
    for low, high in filter(None, (tuple(ends), distribution.default_range())):
        for scale in Scale:
            found = distribution.histogram(low, high, bins, scale)
            area = found.counts.sum() + found.below + found.above + found.zeros
            assert area == pytest.approx(distribution.finite)
            assert (found.counts >= 0).all()
            assert (found.edges[1:] >= found.edges[:-1]).all()


@settings(deadline=None)
@given(arrays(np.float32, 30, elements=st.floats(-10, 10, width=32)), st.floats(-12, 12), st.floats(-12, 12))
def test_mass_between_exact_values_counts_them(values: NDArray[Any], low: float, high: float) -> None:
    low, high, doubles = min(low, high), max(low, high), values.astype(np.float64)
    expected = np.count_nonzero((doubles >= low) & (doubles <= high))
    assert counted("float32", values).mass_between(low, high) == pytest.approx(expected)


def test_a_distribution_of_cells_has_about_the_mass() -> None:
    values = np.random.default_rng(0).normal(size=100_000).astype(np.float32)
    expected = np.count_nonzero((values >= -0.7) & (values <= 1.3))
    assert coarse("float32", values).mass_between(-0.7, 1.3) == pytest.approx(expected, rel=1e-3)


def test_the_default_range_ignores_outliers_and_is_symmetric_around_zero() -> None:
    values = np.random.default_rng(0).normal(size=100_000).astype(np.float32)
    values[0] = 1e6
    low, high = counted("float32", values).default_range() or (0, 0)
    assert low == -high
    assert 3 < high < 4


@pytest.mark.parametrize(
    ("values", "expected"),
    [([], None), ([np.nan], None), ([2.5, 2.5], (2.5, 2.5)), ([1.0] * 9999 + [5.0], (1.0, 5.0)), ([0, 0], (0, 0))],
)
def test_the_default_range_of_hardly_any_values(values: list[float], expected: tuple[float, float] | None) -> None:
    assert counted("float32", values).default_range() == expected


def test_reducing_keeps_the_moments() -> None:
    exact = counted("float32", np.linspace(-1, 3, 1000))
    assert exact.reduced().table.low.size < 1000
    assert exact.reduced().statistics().std == exact.statistics().std


def test_scaling_multiplies_the_counts_only() -> None:
    values = np.array([1, 2, 2, 0, np.nan, np.inf])
    assert_plain(counted("float32", values).scaled(7).statistics(), np.tile(values, 7))


def test_a_distribution_can_be_pickled() -> None:
    distribution = counted("float32", [1, 2, 3])
    assert pickle.loads(pickle.dumps(distribution)).statistics() == distribution.statistics()
