"""numpy's arrays, scalars and element types as pickles hold them.

The state of an array is (version, shape, dtype, is Fortran order, data) and that of a dtype (version, byte order, ...),
as `numpy/_core/src/multiarray/methods.c` and `descriptor.c` write them.
"""

from __future__ import annotations

import math
import struct
from typing import Any

from weights.decoding import Recoded
from weights.errors import Unreadable
from weights.layout import dense_strides
from weights.readers.inert import Builder, Global, Latin1, LongBytes, LongText, Size
from weights.readers.references import ElementType, element_type, is_size
from weights.record import record
from weights.source import Memory, Source

_MAX_RANK = 64

_ELEMENTS = {
    "b1": "bool",
    "i1": "int8",
    "i2": "int16",
    "i4": "int32",
    "i8": "int64",
    "u1": "uint8",
    "u2": "uint16",
    "u4": "uint32",
    "u8": "uint64",
    "f2": "float16",
    "f4": "float32",
    "f8": "float64",
    "c8": "complex64",
    "c16": "complex128",
}
_TEXT_UNITS = {"U": 4, "S": 1}  # bytes of a character
# Types that the package ml_dtypes adds to numpy, where their names are not torch's.
_ADDED = {"float4_e2m1fn": "float4_e2m1fn (one value a byte)"}
_SCALARS = {"b1": "?", "i1": "b", "i2": "h", "i4": "i", "i8": "q", "u1": "B", "u2": "H", "u4": "I", "u8": "Q"} | {
    "f2": "e",
    "f4": "f",
    "f8": "d",
}


class ArrayType:
    """A numpy dtype: `code` is `f4` and its like, or the name of a class that is one."""

    __slots__ = ("code", "state")

    def __init__(self, code: str) -> None:
        self.code = code
        self.state: Any = None

    @property
    def big_endian(self) -> bool:
        order = self.state[1] if isinstance(self.state, tuple) and len(self.state) > 1 else self.code[:1]
        return bool(order == ">")

    @property
    def element(self) -> ElementType:
        code = self.code.lstrip("<>=|")
        name = _ELEMENTS.get(code, _ADDED.get(code, code))
        return element_type(name)


class ArrayRef:
    """An array that is still to get its state, or has it."""

    __slots__ = ("is_parameter", "note", "requires_grad", "state")

    def __init__(self, state: Any = None) -> None:
        self.state = state
        self.requires_grad = False
        self.is_parameter = False
        self.note = ""

    def copy(self) -> ArrayRef:
        """Another reference to the same array."""
        copied = ArrayRef(self.state)
        copied.requires_grad, copied.is_parameter, copied.note = self.requires_grad, self.is_parameter, self.note
        return copied


@record
class Array:
    """An array whose state was understood. `data` is None for objects, which `items` holds instead."""

    element: ElementType
    shape: tuple[int, ...]
    strides: tuple[int, ...]
    big_endian: bool
    data: Source | None
    items: list[Any] | None


@record
class ArrayScalar:
    """A single numpy number."""

    kind: str
    value: Any


def understand(reference: ArrayRef, decoded: dict[int, Source]) -> Array | None:
    """The array that a state describes; None where it describes none.

    `decoded` is filled with the bytes of texts, by their identity: many arrays may share one.
    """
    state = reference.state
    if not isinstance(state, tuple) or len(state) not in (4, 5):
        return None
    shape, dtype, fortran, data = state[-4:]
    if not is_size(shape) or len(shape) > _MAX_RANK or type(dtype) is not ArrayType:
        return None
    shape = tuple(shape)
    strides = tuple(reversed(dense_strides(shape[::-1]))) if fortran is True else dense_strides(shape)
    element = dtype.element
    if isinstance(data, list):
        return Array(element, shape, strides, dtype.big_endian, None, data)
    itemsize = element.dtype.itemsize if element.dtype else _text_field(element.name)
    source = _source(data, itemsize * math.prod(shape), decoded)
    return None if source is None else Array(element, shape, strides, dtype.big_endian, source, None)


def first_texts(array: Array, at_most: int) -> list[str] | None:
    """The first texts of an array of texts, of so many characters together or one; None for any other array."""
    kind, field = array.element.name[:1], _text_field(array.element.name)
    if not field or array.data is None:
        return None
    encoding = "latin-1" if kind == "S" else "utf-32-be" if array.big_endian else "utf-32-le"
    number = min(math.prod(array.shape), max(1, at_most * _TEXT_UNITS[kind] // field))
    try:
        held = array.data.read(0, number * field)
    except Unreadable:
        return None
    return [held[at : at + field].decode(encoding, "replace").rstrip("\0") for at in range(0, len(held), field)]


def _text_field(name: str) -> int:
    """Bytes of one text in an array of texts, all filled up with zeros to the same length; 0 for other types."""
    unit, width = _TEXT_UNITS.get(name[:1], 0), name[1:]
    return unit * int(width) if width.isdecimal() and len(width) < 6 else 0


def _source(data: Any, wanted: int, decoded: dict[int, Source]) -> Source | None:
    if isinstance(data, Latin1) and isinstance(data.text, LongText):
        written = data.text.source
        return Recoded(written, min(max(wanted, 0), written.size))
    if isinstance(data, (LongBytes, LongText)):  # bytes of Python 2 that happen to be UTF-8 were taken for text
        return data.source
    held = data.text if isinstance(data, Latin1) else data
    if id(held) not in decoded:
        plain = as_bytes(data)
        if plain is None:
            return None
        decoded[id(held)] = Memory(plain)
    return decoded[id(held)]


def as_source(data: bytes | LongBytes | Latin1) -> Source:
    """The bytes that a pickle holds, of their exact length; what was written as long text is walked for that."""
    if isinstance(data, LongBytes):
        return data.source
    if isinstance(data, Latin1) and isinstance(data.text, LongText):
        written = data.text.source
        return Recoded(written, Recoded.length(written))
    return Memory(as_bytes(data) or b"")


def as_bytes(data: Any) -> bytes | None:
    """The bytes that a pickle holds as bytes or, by its protocol, as text."""
    if isinstance(data, bytes):
        return data
    if isinstance(data, str):
        return data.encode("utf-8", "surrogatepass")
    if not isinstance(data, Latin1) or not isinstance(data.text, str):
        return None
    try:
        return data.text.encode("latin-1")
    except UnicodeEncodeError:
        return None


def _array(args: tuple[Any, ...]) -> ArrayRef | None:
    if len(args) != 3 or not isinstance(args[0], Global):
        return None
    array = ArrayRef()
    if args[0].qualified != "numpy.ndarray":
        array.note = f"of class {args[0].qualified[:100]}"
    return array


def _from_buffer(args: tuple[Any, ...]) -> ArrayRef | None:
    if len(args) != 4:
        return None
    data, dtype, shape, order = args
    return ArrayRef(state=(1, Size(shape), dtype, order == "F", data)) if is_size(shape) else None


def _array_type(args: tuple[Any, ...]) -> ArrayType | None:
    if not args:
        return None
    code = args[0].name if isinstance(args[0], Global) else args[0]
    return ArrayType(code) if type(code) is str and len(code) < 40 else None


def _scalar(args: tuple[Any, ...]) -> ArrayScalar | None:
    if len(args) != 2 or type(args[0]) is not ArrayType:
        return None
    dtype, data = args
    kind = f"numpy.{dtype.element.name}"
    letter = _SCALARS.get(dtype.code.lstrip("<>=|"))
    if letter is None:  # kept as the pickle has it: many scalars may share one long text
        return ArrayScalar(kind, data if isinstance(data, (bytes, str, Latin1)) else None)
    layout, held = (">" if dtype.big_endian else "<") + letter, as_bytes(data)
    if held is None or len(held) != struct.calcsize(layout):
        return None
    return ArrayScalar(kind, struct.unpack(layout, held)[0])


BUILDERS: dict[tuple[str, str], Builder] = {
    ("numpy.core.multiarray", "_reconstruct"): _array,
    ("numpy._core.multiarray", "_reconstruct"): _array,
    ("numpy.core.multiarray", "scalar"): _scalar,
    ("numpy._core.multiarray", "scalar"): _scalar,
    ("numpy.core.numeric", "_frombuffer"): _from_buffer,
    ("numpy._core.numeric", "_frombuffer"): _from_buffer,
    ("numpy", "dtype"): _array_type,
}
"""What rebuilds numpy's arrays and numbers, by exact module and name."""
