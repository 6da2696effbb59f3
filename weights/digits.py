"""An element as digits: the fewest that read back as the same element of its type."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from weights.dtypes import DType, Kind, decode
from weights.text import MINUS

_PLAIN = (1e-4, 1e7)  # magnitudes from and below which digits need no exponent
_CACHED = 1 << 16


def native(value: Any, dtype: DType) -> str:
    """One element, as `weights.dtypes.decode` gives it, in the fewest digits that its own type needs.

    A pair of 4-bit floats that share a code may be given as an array of two.
    """
    if isinstance(value, np.ndarray):
        return ", ".join(native(part, dtype) for part in value)
    if dtype.kind is Kind.BOOL:
        return "true" if value else "false"
    if dtype.kind in (Kind.INT, Kind.UINT):
        return str(int(value)).replace("-", MINUS)
    if dtype.kind is Kind.COMPLEX:
        return _complex(value, np.float16 if dtype.name == "complex32" else None)
    if dtype.name == "float16":
        return shortest(np.float16(value))
    if dtype.itemsize <= 2:
        return _narrow(float(value), dtype)
    return shortest(value)


def as_float32(value: Any) -> str:
    """The same element rounded to float32, in the fewest digits that float32 needs; complex parts each."""
    if isinstance(value, np.ndarray):
        return ", ".join(as_float32(part) for part in value)
    if np.iscomplexobj(value):
        return _complex(value, np.float32)
    with np.errstate(over="ignore"):  # a float64 beyond float32 is rightly an infinity here
        return shortest(np.float32(value))


def shortest(value: np.floating[Any]) -> str:
    """The fewest digits that tell a float from its neighbours of the same numpy type, with a real minus sign."""
    if np.isnan(value):
        return "NaN"
    if np.isinf(value):
        return f"{MINUS}Inf" if value < 0 else "Inf"
    magnitude = abs(float(value))
    if magnitude == 0 or _PLAIN[0] <= magnitude < _PLAIN[1]:
        return np.format_float_positional(value, trim="-").replace("-", MINUS)
    return np.format_float_scientific(value, trim="-", exp_digits=1).replace("e+", "e").replace("-", MINUS)


def _complex(value: Any, part: type[np.floating[Any]] | None) -> str:
    real, imaginary = (value.real, value.imag) if part is None else (part(value.real), part(value.imag))
    text = shortest(imaginary)
    return f"{shortest(real)}{'' if text.startswith(MINUS) else '+'}{text}i"


@lru_cache(maxsize=_CACHED)
def _narrow(value: float, dtype: DType) -> str:
    """A float of a type that numpy does not have: as few digits as keep it nearer than half-way to its neighbours."""
    if value == 0 or not np.isfinite(value):
        return shortest(np.float64(value))
    below, above = _neighbours(abs(value), dtype)
    for figures in range(17):
        rounded = float(f"{abs(value):.{figures}e}")
        if (below + abs(value)) / 2 < rounded < (above + abs(value)) / 2:
            break
    return shortest(np.float64(rounded if value > 0 else -rounded))


def _neighbours(magnitude: float, dtype: DType) -> tuple[float, float]:
    """The values of the type next to a positive one; beyond the largest, the same step again."""
    values = _magnitudes(dtype)
    place = int(np.searchsorted(values, magnitude))
    below = float(values[place - 1]) if place else 0.0
    above = float(values[place + 1]) if place + 1 < len(values) else 2 * magnitude - below
    return below, above


@lru_cache
def _magnitudes(dtype: DType) -> np.ndarray[Any, Any]:
    """All finite values from 0 up of a float type of 16 bits or less, ascending, float64."""
    codes = np.arange(1 << (8 * dtype.itemsize), dtype=dtype.codes)
    values = decode(codes, dtype).ravel()
    return np.unique(values[np.isfinite(values) & (values >= 0)]).astype(np.float64)
