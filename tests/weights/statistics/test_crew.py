"""Many tensors counted by several threads, which are held, stopped and told what is known already."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
import torch

from tests.weights.statistics.samples import Blocks, Torn, assert_plain, stored
from weights.dtypes import BY_NAME
from weights.errors import Unreadable, WeighbridgeError
from weights.statistics.crew import Reins, scan_many
from weights.statistics.distribution import Distribution
from weights.statistics.scan import scan_now
from weights.statistics.summary import Statistics
from weights.tensors import Readable

Outcome = Statistics | WeighbridgeError


def normal(count: int) -> torch.Tensor:
    return torch.randn(count, generator=torch.Generator().manual_seed(1), dtype=torch.float64)


def figures(items: Sequence[Readable], workers: int = 2) -> dict[int, Outcome]:
    ticks = list(scan_many(items, workers, Distribution.statistics))
    return dict(found for tick in ticks for found in tick.found)


def test_many_tensors_give_what_each_gives_alone() -> None:
    items = [stored(normal(1000 * n).to(torch.bfloat16)) for n in range(20)]
    assert figures(items, 3) == {index: scan_now(item).statistics() for index, item in enumerate(items)}


def test_parts_of_a_large_tensor_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("weights.statistics.crew._PART", 1 << 16)
    tensor = normal((1 << 20) + 7).float()
    found = figures([stored(tensor)])[0]
    assert isinstance(found, Statistics)
    assert_plain(found, tensor.double().numpy(), found.quantile_bound)


def test_one_failure_does_not_stop_the_others() -> None:
    dtype, codes = BY_NAME["bfloat16"], np.zeros(10, dtype=np.uint16)
    found = figures([Torn(dtype, [codes]), Blocks(dtype, [codes]), Torn(dtype, [codes])])
    assert [type(found[n]) for n in range(3)] == [Unreadable, Statistics, Unreadable]


def test_a_promise_of_too_many_elements_is_one_failure() -> None:
    endless = stored(torch.ones(1))._replace(shape=(1 << 40, 1 << 40), strides=(0, 0))
    assert isinstance(figures([endless])[0], Unreadable)


def test_a_tick_tells_the_bytes_counted_so_far() -> None:
    items = [stored(normal(3000).float()), stored(normal(5).float())]
    assert list(scan_many(items, 2, Distribution.statistics))[-1].counted_bytes == 12_020


def test_what_is_known_when_its_turn_comes_is_passed_over() -> None:
    items = [stored(normal(10)) for _ in range(4)]
    ticks = list(scan_many(items, 1, Distribution.statistics, is_known=lambda index: index % 2 == 0))
    assert sorted(index for tick in ticks for index, _ in tick.found) == [1, 3]


def test_held_it_finds_nothing_until_it_may_go_on() -> None:
    reins = Reins()
    reins.hold()
    ticks = scan_many([stored(normal(1000))], 2, Distribution.statistics, reins)
    assert [list(next(ticks).found) for _ in range(3)] == [[], [], []]
    reins.release()
    assert len([found for tick in ticks for found in tick.found]) == 1


def test_stopped_it_ends_with_what_is_done() -> None:
    reins = Reins()
    made: list[Distribution] = []

    def make(distribution: Distribution) -> int:
        made.append(distribution)
        if len(made) == 3:
            reins.stop()
        return distribution.count

    ticks = list(scan_many([stored(normal(10))] * 100, 1, make, reins))
    assert [found for tick in ticks for found in tick.found] == [(0, 10), (1, 10), (2, 10)]


def test_a_mistake_of_ours_is_raised() -> None:
    def make(_: Distribution) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(scan_many([stored(normal(10))], 2, make))


def test_closing_stops_the_threads() -> None:
    ticks = scan_many([stored(normal(1000).float())] * 1000, 2, Distribution.statistics)
    next(ticks)
    ticks.close()  # the fixture for all tests sees to it that no thread is left
    with pytest.raises(StopIteration):
        next(ticks)
