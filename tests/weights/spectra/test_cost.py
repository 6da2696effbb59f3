"""What singular values cost, told before they are computed."""

import pytest

from weights.spectra.cost import MOST_EXACT, capacity, cost


def test_all_of_a_common_matrix_exactly() -> None:
    planned = cost(3072, 8192)
    assert (planned.exact, planned.count, planned.whole, planned.passes) == (True, 3072, 3072, 1)


def test_an_embedding_is_read_in_bounded_memory() -> None:
    assert cost(128256, 3072).memory == cost(10**9, 3072).memory < 1.3e9


def test_the_largest_of_a_larger_one() -> None:
    planned = cost(16384, 16384)
    assert not planned.exact
    assert planned.count < planned.whole == 16384
    assert planned.memory < 1.2e9


@pytest.mark.parametrize(
    ("sides", "words"),
    [
        ((64, 64), "a few seconds"),
        ((3072, 3072), "about ten seconds"),
        ((8192, 3072), "about ten seconds"),
        ((3072, 8192), "about ten seconds"),
        ((128256, 3072), "about a minute"),
        ((10**12, 3072), "days"),
    ],
)
def test_the_order_of_the_time_on_two_cores(sides: tuple[int, int], words: str) -> None:
    assert cost(*sides, cores=2).time == words


def test_more_cores_take_less_time() -> None:
    assert cost(8192, 3072, cores=8).seconds < cost(8192, 3072, cores=2).seconds


@pytest.mark.parametrize("side", [1, 100, MOST_EXACT])
def test_what_is_held_has_room_for_new_rows(side: int) -> None:
    assert capacity(10**6, side) > side


def test_says_what_no_machine_should_be_asked_for() -> None:
    assert cost(10**6, 10**6).is_too_much
    assert not cost(MOST_EXACT, MOST_EXACT).is_too_much
