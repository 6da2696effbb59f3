"""Finding elements, against torch."""

from collections.abc import Generator
from typing import TypeVar

import pytest
import torch

from tests.gui.pages.stored import stored
from weights import find
from weights.find import Extreme

T = TypeVar("T")


def outcome(work: Generator[object, None, T]) -> T:
    """What a search returns when it is let run to its end."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.int64, torch.uint8])
@pytest.mark.parametrize("view", ["plain", "transposed"])
def test_extremes_are_where_torch_finds_them(dtype: torch.dtype, view: str) -> None:
    tensor = (torch.randn(40, 30) * 50).abs().to(dtype)
    tensor = tensor.t() if view == "transposed" else tensor
    for which, expected in ((Extreme.LARGEST, tensor.max()), (Extreme.SMALLEST, tensor.min())):
        index = outcome(find.extreme(stored(tensor), which))
        assert index is not None
        assert tensor[index] == expected


def test_the_first_of_equals_is_found_across_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find, "_AT_ONCE", 7)
    tensor = torch.zeros(10, 10)
    tensor[3, 4] = tensor[8, 8] = 2
    assert outcome(find.extreme(stored(tensor), Extreme.LARGEST)) == (3, 4)


def test_nan_is_passed_over_by_extremes() -> None:
    nan = float("nan")
    assert outcome(find.extreme(stored(torch.tensor([nan, 1, 3, nan])), Extreme.LARGEST)) == (2,)
    assert outcome(find.extreme(stored(torch.tensor([nan, nan])), Extreme.SMALLEST)) is None
    assert outcome(find.extreme(stored(torch.empty(0, 3)), Extreme.SMALLEST)) is None


def test_nans_are_visited_in_turn_and_then_again() -> None:
    tensor = torch.zeros(4, 5)
    tensor[1, 2] = tensor[3, 0] = float("nan")
    data = stored(tensor)
    assert outcome(find.next_nan(data, None)) == (1, 2)
    assert outcome(find.next_nan(data, (1, 2))) == (3, 0)
    assert outcome(find.next_nan(data, (3, 0))) == (1, 2)
    assert outcome(find.next_nan(stored(torch.zeros(3)), None)) is None


def test_complex_numbers_go_by_magnitude_and_a_scalar_has_an_index() -> None:
    assert outcome(find.extreme(stored(torch.tensor([1 + 1j, -3j, 2 + 0j])), Extreme.LARGEST)) == (1,)
    assert outcome(find.extreme(stored(torch.tensor(2.0)), Extreme.LARGEST)) == ()


def test_the_first_value_for_which_something_holds_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find, "_AT_ONCE", 7)
    data = stored(torch.arange(60).reshape(6, 10))
    assert outcome(find.first(data, lambda values: values > 34)) == (3, 5)
    assert outcome(find.first(data, lambda values: values > 60)) is None


def test_occurrences_are_counted_and_the_first_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find, "_AT_ONCE", 7)
    data = stored(torch.arange(60).reshape(6, 10) % 25)
    assert outcome(find.occurrences(data, lambda values: values == 24)) == (2, (2, 4))
    assert outcome(find.occurrences(data, lambda values: values == 25)) == (0, None)
