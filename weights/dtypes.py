"""The element types a checkpoint can hold, in one table: name, width, kind, and how stored codes become numbers.

A *code* is what lies in the file for one element: a float32, an int64, or, where numpy has no such type, the unsigned
integer with the same bits (bfloat16 as uint16, the 8-bit floats as uint8).
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from weights.record import record

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Kind(StrEnum):
    """What sort of number an element is."""

    FLOAT = "float"
    INT = "int"
    UINT = "uint"
    BOOL = "bool"
    COMPLEX = "complex"


@record
class Float8:
    """Layout of a float of at most 8 bits (OCP OFP8 and MX formats; `fnuz` kinds: arXiv 2206.02915)."""

    exponent_bits: int
    mantissa_bits: int
    bias: int
    signed: bool = True
    has_infinity: bool = False
    nan_is_negative_zero: bool = False
    has_nan: bool = True


@record
class DType:
    """One element type.

    `name` is torch's name without `torch.`; `itemsize` is in bytes; `codes` is the numpy type of a stored code;
    `values_per_code` is 2 for types that pack two numbers into a byte.
    """

    name: str
    short: str
    kind: Kind
    itemsize: int
    codes: str
    small_float: Float8 | None = None
    values_per_code: int = 1

    def __hash__(self) -> int:
        return hash(self.name)  # a tensor's key is hashed with its type, many times

    @property
    def is_float(self) -> bool:
        return self.kind is Kind.FLOAT

    @property
    def in_numpy(self) -> bool:
        """Whether numpy has this type, or these integers; of another, codes stand for its numbers."""
        return self.kind not in (Kind.FLOAT, Kind.COMPLEX) or self.codes[0] != "u"

    @property
    def decoded(self) -> str:
        """The numpy type that `decode` gives of a type that numpy lacks."""
        return "complex64" if self.kind is Kind.COMPLEX else "float32"


_TABLE = (
    DType("float64", "f64", Kind.FLOAT, 8, "f8"),
    DType("float32", "f32", Kind.FLOAT, 4, "f4"),
    DType("float16", "f16", Kind.FLOAT, 2, "f2"),
    DType("bfloat16", "bf16", Kind.FLOAT, 2, "u2"),
    DType("float8_e4m3fn", "f8e4m3", Kind.FLOAT, 1, "u1", Float8(4, 3, 7)),
    DType("float8_e5m2", "f8e5m2", Kind.FLOAT, 1, "u1", Float8(5, 2, 15, has_infinity=True)),
    DType("float8_e4m3fnuz", "f8e4m3fnuz", Kind.FLOAT, 1, "u1", Float8(4, 3, 8, nan_is_negative_zero=True)),
    DType("float8_e5m2fnuz", "f8e5m2fnuz", Kind.FLOAT, 1, "u1", Float8(5, 2, 16, nan_is_negative_zero=True)),
    DType("float8_e8m0fnu", "f8e8m0", Kind.FLOAT, 1, "u1", Float8(8, 0, 127, signed=False)),
    DType("float4_e2m1fn_x2", "f4x2", Kind.FLOAT, 1, "u1", Float8(2, 1, 1, has_nan=False), values_per_code=2),
    DType("int64", "i64", Kind.INT, 8, "i8"),
    DType("int32", "i32", Kind.INT, 4, "i4"),
    DType("int16", "i16", Kind.INT, 2, "i2"),
    DType("int8", "i8", Kind.INT, 1, "i1"),
    DType("uint64", "u64", Kind.UINT, 8, "u8"),
    DType("uint32", "u32", Kind.UINT, 4, "u4"),
    DType("uint16", "u16", Kind.UINT, 2, "u2"),
    DType("uint8", "u8", Kind.UINT, 1, "u1"),
    DType("bool", "bool", Kind.BOOL, 1, "u1"),
    DType("complex128", "c128", Kind.COMPLEX, 16, "c16"),
    DType("complex64", "c64", Kind.COMPLEX, 8, "c8"),
    # numpy has no complex of two halves: a code is the pair, in one integer.
    DType("complex32", "c32", Kind.COMPLEX, 4, "u4"),
    # Quantised types are shown as their integers; scale and zero point stand beside them.
    DType("qint8", "qi8", Kind.INT, 1, "i1"),
    DType("quint8", "qu8", Kind.UINT, 1, "u1"),
    DType("qint32", "qi32", Kind.INT, 4, "i4"),
    DType("quint4x2", "qu4x2", Kind.UINT, 1, "u1"),
    DType("quint2x4", "qu2x4", Kind.UINT, 1, "u1"),
    DType("bits8", "bits8", Kind.UINT, 1, "u1"),
    DType("bits16", "bits16", Kind.UINT, 2, "u2"),
    DType("bits1x8", "bits1x8", Kind.UINT, 1, "u1"),
    DType("bits2x4", "bits2x4", Kind.UINT, 1, "u1"),
    DType("bits4x2", "bits4x2", Kind.UINT, 1, "u1"),
)

BY_NAME = {row.name: row for row in _TABLE}
"""Every element type by torch's name."""

FLOAT64, FLOAT32 = BY_NAME["float64"], BY_NAME["float32"]


def decode(codes: NDArray[Any], dtype: DType) -> NDArray[Any]:
    """Stored codes as numbers that numpy can calculate with, same shape unless two values share a code.

    Floats of 32 bits and less become float32, float64 stays; integers and bool keep their integer type; complex
    becomes complex64 or complex128. Types with two values a code double the last axis, low half first.
    """
    import numpy as np  # heavy: a listing without numbers never needs it

    if dtype.small_float is not None:
        table = _small_float_table(dtype)
        if dtype.values_per_code == 1:
            return np.asarray(table[codes])
        pairs = np.stack((table[codes & 15], table[codes >> 4]), axis=-1)
        return pairs.reshape(*codes.shape[:-1], -1)
    if dtype.name == "bfloat16":
        return (codes.astype(np.uint32) << np.uint32(16)).view(np.float32)
    if dtype.name == "float16":
        return codes.astype(np.float32)
    if dtype.name == "complex32":
        halves = np.ascontiguousarray(codes)[..., np.newaxis].view(np.float16).astype(np.float32)
        return halves.view(np.complex64)[..., 0]
    return codes


@cache
def _small_float_table(dtype: DType) -> NDArray[np.float32]:
    """The value of every code of a float type of 8 bits or less, as float32 (exact: all of them fit)."""
    import numpy as np  # heavy: a listing without numbers never needs it

    layout = dtype.small_float
    if layout is None:
        raise TypeError(f"{dtype.name} is not a float of 8 bits or less")
    bits = 8 // dtype.values_per_code
    return np.array([_small_float_value(code, bits, layout) for code in range(1 << bits)], dtype=np.float32)


def _small_float_value(code: int, bits: int, layout: Float8) -> float:
    magnitude_bits = layout.exponent_bits + layout.mantissa_bits
    magnitude = code & ((1 << magnitude_bits) - 1)
    sign = -1.0 if layout.signed and code >> (bits - 1) else 1.0
    exponent, mantissa = magnitude >> layout.mantissa_bits, magnitude & ((1 << layout.mantissa_bits) - 1)
    largest = (1 << layout.exponent_bits) - 1
    if layout.nan_is_negative_zero:
        if sign < 0 and magnitude == 0:
            return float("nan")
    elif layout.has_infinity and exponent == largest:
        return float("nan") if mantissa else sign * float("inf")
    elif layout.has_nan and magnitude == (1 << magnitude_bits) - 1:
        return float("nan")
    if exponent == 0 and layout.mantissa_bits:
        return sign * float(mantissa) * 2.0 ** (1 - layout.bias - layout.mantissa_bits)
    fraction = 1 + mantissa / (1 << layout.mantissa_bits)
    return sign * float(fraction) * 2.0 ** (exponent - layout.bias)
