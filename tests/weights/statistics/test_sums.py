"""Sums of many distributions and quantiles over them, against numpy over all values together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from tests.weights.statistics.samples import Blocks, assert_plain
from weights.dtypes import BY_NAME
from weights.statistics.distribution import Distribution
from weights.statistics.scan import scan_now
from weights.statistics.summary import QUANTILES
from weights.statistics.sums import pooled_quantiles, sum_by_type

RANDOM = np.random.default_rng(0)

CODES = {"float32": np.float32, "float64": np.float64, "float16": np.float16, "bfloat16": np.uint16}
CODES |= {"float8_e8m0fnu": np.uint8, "float4_e2m1fn_x2": np.uint8, "bool": np.uint8, "int16": np.int16}
CODES |= {"int64": np.int64}


def counted(name: str, codes: Any) -> Distribution:
    return scan_now(Blocks(BY_NAME[name], [np.asarray(codes, dtype=CODES[name])]))


def columns(distribution: Distribution) -> tuple[NDArray[Any], ...]:
    return distribution.table.low, distribution.table.high, distribution.table.counts


def summed(parts: Iterable[Distribution]) -> tuple[Distribution, ...]:
    steps = sum_by_type(parts)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            total: tuple[Distribution, ...] = end.value
            return total


@settings(deadline=None)
@given(st.data(), st.sampled_from(sorted(CODES)))
def test_a_sum_is_the_distribution_of_all_values(data: st.DataObject, name: str) -> None:
    blocks = data.draw(st.lists(arrays(CODES[name], st.integers(0, 40)), min_size=1, max_size=5))
    (total,) = summed(counted(name, block) for block in blocks)
    whole = counted(name, np.concatenate(blocks))
    for found, expected in zip(columns(total), columns(whole), strict=True):
        assert found.dtype == expected.dtype
        assert found.tolist() == expected.tolist()
    assert (total.zeros, total.nan, total.posinf, total.neginf) == (whole.zeros, whole.nan, whole.posinf, whole.neginf)
    assert (total.minimum, total.maximum) == (whole.minimum, whole.maximum)
    assert (type(total.minimum), type(total.maximum)) == (type(whole.minimum), type(whole.maximum))


def test_figures_of_a_sum_are_the_plain_ones() -> None:
    blocks: list[NDArray[Any]] = [RANDOM.normal(loc, 0.1, 500).astype(np.float16) for loc in (-1, 0, 2)]
    (total,) = summed(counted("float16", block) for block in blocks)
    assert_plain(total.statistics(), np.concatenate(blocks))


def test_each_type_is_summed_by_itself_the_largest_first() -> None:
    parts = [counted("float32", [1]), counted("int16", [1, 2]), counted("float32", [2]), counted("int16", [3])]
    assert [(total.dtype.name, total.count) for total in summed(parts)] == [("int16", 3), ("float32", 2)]


def test_of_nothing_there_is_no_sum_and_no_quantile() -> None:
    assert summed([]) == ()
    assert pooled_quantiles([], QUANTILES) is None
    assert pooled_quantiles([counted("float32", [np.nan])], QUANTILES) is None


def test_every_distribution_is_a_place_to_stop() -> None:
    assert len(list(sum_by_type([counted("float32", [1])] * 3))) == 3


def test_quantiles_over_several_types_are_those_of_all_values() -> None:
    halves, whole = RANDOM.normal(0, 1, 300).astype(np.float16), RANDOM.normal(0, 2, 101).astype(np.float32)
    integers = RANDOM.integers(-3, 4, 200).astype(np.int16)
    found = pooled_quantiles(
        [counted("float16", halves), counted("float32", whole), counted("int16", integers)], QUANTILES
    )
    values = np.concatenate((halves.astype(np.float64), whole, integers))
    assert found == {q: np.quantile(values, q, method="inverted_cdf") for q in QUANTILES}


def test_a_quantile_from_cells_is_their_middle() -> None:
    values = RANDOM.normal(0, 1, 4000).astype(np.float32)
    found = pooled_quantiles([counted("float32", values).reduced()], [0.5])
    assert found is not None
    assert found[0.5] == pytest.approx(np.quantile(values, 0.5, method="inverted_cdf"), rel=2.0**-7)
