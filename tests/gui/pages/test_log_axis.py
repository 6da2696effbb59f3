"""Ticks of logarithmic axes."""

import pytest

from gui.pages.log_axis import LogAxis, log_tick_text, log_ticks


@pytest.mark.parametrize(
    ("low", "high", "most", "ticks"),
    [
        (0, 3, 5, [1, 10, 100, 1000]),
        (0, 2, 8, [1, 2, 5, 10, 20, 50, 100]),
        (0, 0.7, 9, [1, 2, 3, 4, 5]),
        (-9, 3, 4, [1e-9, 1e-5, 1e-1, 1e3]),
    ],
)
def test_powers_of_ten_and_what_lies_between(low: float, high: float, most: int, ticks: list[float]) -> None:
    assert log_ticks(low, high, most)[: len(ticks)] == pytest.approx(ticks)
    assert len(log_ticks(low, high, most)) <= most


def test_even_steps_within_a_part_of_a_decade() -> None:
    assert log_ticks(0.30, 0.32, 4) == pytest.approx([2.0, 2.05])


def test_whole_numbers_only() -> None:
    assert log_ticks(0.30, 0.50, 9, is_whole=True) == [2, 3]


@pytest.mark.parametrize(
    ("value", "neighbours", "words"),
    [(0.001, [], "0.001"), (1e-9, [], "1e−9"), (20000, [], "20 000"), (0.5, [0.2, 1], "0.5"), (2.02, [2.04], "2.02")],
)
def test_words(value: float, neighbours: list[float], words: str) -> None:
    assert log_tick_text(value, [value, *neighbours]) == words.replace(" ", "\N{NARROW NO-BREAK SPACE}")


def test_linear_it_shows_whole_numbers(qtbot: object) -> None:
    axis = LogAxis("bottom", is_whole=True)
    axis.set_log(False)
    ((_, places),) = axis.tickValues(0.8, 3.2, 600)
    assert places == [1, 2, 3]
    assert axis.tickStrings(places, 1, 1) == ["1", "2", "3"]
