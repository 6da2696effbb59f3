"""The fewest digits of an element: they read back as the same element, and fewer would not."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from weights.digits import as_float32, native
from weights.dtypes import BY_NAME, decode

NARROW = {
    "bfloat16": torch.bfloat16,
    "float16": torch.float16,
    "float8_e4m3fn": torch.float8_e4m3fn,
    "float8_e5m2": torch.float8_e5m2,
}


def parsed(text: str) -> float:
    return float(text.replace("−", "-"))


@pytest.mark.parametrize("name", NARROW)
@given(code=st.integers(0, 65535))
def test_digits_of_a_narrow_float_read_back_as_itself(name: str, code: int) -> None:
    dtype = BY_NAME[name]
    codes = np.array([code % (1 << 8 * dtype.itemsize)], dtype=f"u{dtype.itemsize}").view(dtype.codes)
    value = decode(codes, dtype)[0]
    back = torch.tensor(parsed(native(value, dtype)), dtype=torch.float64).to(NARROW[name])
    assert back.to(torch.float32).item() == value or np.isnan(value)


@given(st.floats(width=32))
def test_float32_reads_back_as_itself(value: float) -> None:
    text = native(np.float32(value), BY_NAME["float32"])
    assert np.float32(parsed(text)) == np.float32(value) or np.isnan(value)


@pytest.mark.parametrize(
    ("value", "dtype", "expected"),
    [
        (300.0, "bfloat16", "300"),
        (0.0, "bfloat16", "0"),
        (-0.0, "float32", "−0"),
        (1e-7, "float32", "1e−7"),
        (1.5e20, "float64", "1.5e20"),
        (float("-inf"), "float16", "−Inf"),
        (float("nan"), "bfloat16", "NaN"),
        (-7, "int64", "−7"),
        (1, "bool", "true"),
    ],
)
def test_how_elements_are_written(value: float, dtype: str, expected: str) -> None:
    assert native(np.float64(value), BY_NAME[dtype]) == expected


def test_complex_and_packed_elements() -> None:
    assert native(np.complex64(0.5 - 2j), BY_NAME["complex64"]) == "0.5−2i"
    assert native(np.array([0.5, -1.5]), BY_NAME["float4_e2m1fn_x2"]) == "0.5, −1.5"


def test_a_float64_beyond_float32_is_an_infinity_there() -> None:
    assert as_float32(np.float64(1e300)) == "Inf"
    assert as_float32(np.float64(0.1)) == "0.1"
