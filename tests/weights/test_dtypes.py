"""Every stored code becomes the number that torch says it is."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from weights.dtypes import BY_NAME, DType, Kind, decode

ALL_BYTES = np.arange(1 << 8, dtype=np.uint8)
ALL_PAIRS = np.arange(1 << 16, dtype=np.uint16)
SMALL = ["float8_e4m3fn", "float8_e5m2", "float8_e4m3fnuz", "float8_e5m2fnuz", "float8_e8m0fnu"]


def of_torch(codes: np.ndarray, name: str) -> np.ndarray:
    return torch.from_numpy(codes.copy()).view(getattr(torch, name)).to(torch.float32).numpy()


@pytest.mark.parametrize("name", SMALL)
def test_all_codes_of_the_8_bit_floats(name: str) -> None:
    expected = of_torch(ALL_BYTES, name)
    found = decode(ALL_BYTES, BY_NAME[name])
    assert found.dtype == np.float32
    np.testing.assert_array_equal(found, expected)
    np.testing.assert_array_equal(np.signbit(found[found == 0]), np.signbit(expected[expected == 0]))


@pytest.mark.parametrize("name", ["float16", "bfloat16"])
def test_all_codes_of_the_16_bit_floats(name: str) -> None:
    dtype = BY_NAME[name]
    found = decode(ALL_PAIRS.view(dtype.codes), dtype)
    expected = of_torch(ALL_PAIRS, name)
    finite = ~np.isnan(expected)
    np.testing.assert_array_equal(np.isnan(found), ~finite)
    np.testing.assert_array_equal(found[finite].view(np.uint32), expected[finite].view(np.uint32))


def test_4_bit_floats_come_in_pairs_low_half_first() -> None:
    magnitudes = [0, 0.5, 1, 1.5, 2, 3, 4, 6]  # OCP Microscaling Formats 1.0, table 5
    values = np.array([*magnitudes, *(-x for x in magnitudes)], dtype=np.float32)
    found = decode(ALL_BYTES.reshape(16, 16), BY_NAME["float4_e2m1fn_x2"])
    assert found.shape == (16, 32)
    np.testing.assert_array_equal(found.reshape(256, 2)[:, 0], values[ALL_BYTES & 15])
    np.testing.assert_array_equal(found.reshape(256, 2)[:, 1], values[ALL_BYTES >> 4])


def test_complex_halves() -> None:
    halves = np.array([[[1, -2], [0, 0.5]], [[3, 0], [-65504, 1]]], dtype=np.float16)
    expected = halves[..., 0].astype(np.complex64) + 1j * halves[..., 1]
    np.testing.assert_array_equal(decode(halves.view(np.uint32)[..., 0], BY_NAME["complex32"]), expected)


@pytest.mark.parametrize("dtype", BY_NAME.values(), ids=lambda dtype: dtype.name)
def test_the_table_agrees_with_torch(dtype: DType) -> None:
    known = getattr(torch, dtype.name)
    assert known.itemsize == dtype.itemsize == np.dtype(dtype.codes).itemsize
    assert known.is_complex == (dtype.kind is Kind.COMPLEX)
    assert known.is_floating_point == dtype.is_float


@pytest.mark.parametrize("name", [name for name, dtype in BY_NAME.items() if dtype.kind in ("int", "uint", "bool")])
def test_integers_stay_what_they_are(name: str) -> None:
    codes = np.frombuffer(bytes(range(248, 256)) + bytes(8), dtype=BY_NAME[name].codes)
    assert decode(codes, BY_NAME[name]) is codes
