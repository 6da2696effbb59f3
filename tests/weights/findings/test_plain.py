"""What figures alone tell."""

import pytest
import torch

from tests.gui.pages.stored import distribution_of, stored
from weights.dtypes import BY_NAME
from weights.findings.finding import FindingKind
from weights.findings.plain import is_at_limit, largest, may_have_zero_lines, plain_kind


def kind_of(tensor: torch.Tensor) -> FindingKind | None:
    return plain_kind(distribution_of(tensor).statistics())


def at_limit(tensor: torch.Tensor) -> bool:
    distribution = distribution_of(tensor)
    return is_at_limit(distribution.dtype, distribution.statistics())


def test_the_plain_kinds() -> None:
    assert kind_of(torch.zeros(3)) is FindingKind.ALL_ZERO
    assert kind_of(torch.full((3,), 2)) is FindingKind.CONSTANT
    assert kind_of(torch.tensor([1.0, float("inf")])) is FindingKind.NOT_FINITE
    assert kind_of(torch.arange(3)) is None


@pytest.mark.parametrize("tensor", [torch.tensor(0), torch.zeros(1), torch.empty(0)])
def test_less_than_two_values_are_nothing_to_speak_of(tensor: torch.Tensor) -> None:
    assert kind_of(tensor) is None


@pytest.mark.parametrize(
    "dtype",
    [torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.float8_e4m3fn, torch.float8_e5m2],
)
def test_the_largest_value_of_a_type_is_that_of_torch(dtype: torch.dtype) -> None:
    assert largest(BY_NAME[str(dtype).removeprefix("torch.")]) == torch.finfo(dtype).max


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.float16, torch.bfloat16])
def test_one_value_at_the_limit_is_enough(dtype: torch.dtype) -> None:
    values = torch.linspace(-1, 1, 500).to(dtype)
    assert not at_limit(values)
    values[3] = torch.finfo(dtype).min
    assert at_limit(values)


def test_of_8_bit_floats_more_than_one_in_a_hundred() -> None:
    values = torch.linspace(-400, 400, 1000)
    values[:9] = 448
    assert not at_limit(values.to(torch.float8_e4m3fn))
    values[:11] = 448
    assert at_limit(values.to(torch.float8_e4m3fn))


@pytest.mark.parametrize("dtype", [torch.int8, torch.uint8, torch.bool, torch.int64])
def test_of_integers_nothing_is_said(dtype: torch.dtype) -> None:
    ends = [False, True] if dtype is torch.bool else [torch.iinfo(dtype).min, torch.iinfo(dtype).max]
    assert not at_limit(torch.tensor(ends * 4, dtype=dtype))


@pytest.mark.parametrize(("zeros", "expected"), [(3, False), (4, True)])
def test_zero_lines_need_as_many_zeros_as_the_shorter_line(zeros: int, expected: bool) -> None:
    tensor = torch.ones(4, 6)
    tensor.view(-1)[:zeros] = 0
    assert may_have_zero_lines(stored(tensor), distribution_of(tensor).statistics()) is expected
